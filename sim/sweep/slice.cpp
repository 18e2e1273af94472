#include "sim/sweep/slice.hpp"

#include "sim/scenario/node.hpp"
#include "sim/sweep/axis.hpp"
#include "sim/sweep/exclusion.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// What result files call the unit of an axis, back again. Shares have none there: their texts tell.
std::optional<Dimension> dimension_of(const std::string& unit, const std::string& text) {
  for (const Dimension dimension :
       {Dimension::time, Dimension::size, Dimension::rate, Dimension::bandwidth, Dimension::money}) {
    Axis axis;
    axis.dimension = dimension;
    if (axis.unit() == unit) return dimension;
  }
  return text.ends_with('%') ? std::optional(Dimension::share) : std::nullopt;
}

/// As conditions need them: the values that points have, and what their numbers are.
std::vector<Axis> axes_of(const SweepPlan& plan) {
  std::vector<Axis> axes;
  for (std::size_t a = 0; a < plan.axes.size(); ++a) {
    Axis& axis = axes.emplace_back();
    axis.name = plan.axes[a].name;
    for (const SweepPoint& point : plan.points) axis.settings.push_back({point.values[a], {}});
    axis.numeric = std::ranges::all_of(axis.settings, [](const AxisSetting& s) { return s.value.number.has_value(); });
    if (axis.numeric && !axis.settings.empty())
      axis.dimension = dimension_of(plan.axes[a].unit, axis.settings.front().value.text);
  }
  return axes;
}

void leave_out_single_values(SweepPlan& plan) {
  for (std::size_t a = plan.axes.size(); a-- > 0;) {
    const AxisValue first = plan.points.front().values[a];
    if (!std::ranges::all_of(plan.points, [&](const SweepPoint& point) { return point.values[a] == first; })) continue;
    plan.axes.erase(plan.axes.begin() + static_cast<std::ptrdiff_t>(a));
    for (SweepPoint& point : plan.points) point.values.erase(point.values.begin() + static_cast<std::ptrdiff_t>(a));
  }
}

}  // namespace

Result<StoredSweep> slice_of(const StoredSweep& sweep, const std::string& condition, const std::string& named) {
  Faults faults;
  const Node text = text_node(condition, {faults.add_source(named), 0});
  const std::vector<Axis> axes = axes_of(sweep.plan);
  const std::optional<Exclusion> wanted = Exclusion::read(View(&text, {}), axes, faults);
  if (!wanted) return faults.take();

  StoredSweep slice = sweep;
  slice.plan.points.clear();
  slice.runs.clear();
  std::vector<std::optional<std::size_t>> now(sweep.plan.points.size());
  for (std::size_t p = 0; p < now.size(); ++p) {
    std::vector<AxisSetting> point;
    for (const Axis& axis : axes) point.push_back(axis.settings[p]);
    if (!wanted->excludes(point)) continue;  // what `exclude` leaves out is what is wanted here
    now[p] = slice.plan.points.size();
    slice.plan.points.push_back(sweep.plan.points[p]);
  }
  if (slice.plan.points.empty())
    return Diagnostic{"E908", named, 0, {}, fmt::format("no point has {}", condition), "sweep export lists all points"};
  const std::size_t seeds = sweep.plan.seeds.size();
  for (SweepRun run : sweep.runs) {
    if (!now[run.point]) continue;
    run.number = *now[run.point] * seeds + run.number % seeds;
    run.point = *now[run.point];
    slice.runs.push_back(std::move(run));
  }
  leave_out_single_values(slice.plan);
  return slice;
}

}  // namespace bicoastal
