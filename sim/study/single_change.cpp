#include "sim/study/single_change.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <tuple>

namespace bicoastal {

namespace {

/// The axis on which two points differ; nothing where it is none or several.
std::optional<std::size_t> only_difference(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  BC_CHECK(a.size() == b.size());
  std::optional<std::size_t> found;
  for (std::size_t axis = 0; axis < a.size(); ++axis) {
    if (a[axis] == b[axis]) continue;
    if (found) return std::nullopt;
    found = axis;
  }
  return found;
}

/// Order of the list; less is better.
auto rank(const SingleChange& change) {
  const int group = change.difference.pairs == 0 ? 2 : change.keeping.by_mean != Kept::yes ? 1 : 0;
  return std::tuple(group, -change.improvement, change.axis, change.level, change.point);
}

bool helps_surely(const SingleChange& change, Goal goal) {
  const auto& interval = change.difference.interval;
  return interval && (goal == Goal::maximise ? interval->low > 0 : interval->high < 0);
}

}  // namespace

std::vector<SingleChange> single_changes(std::span<const StudiedPoint> points, std::size_t base, Goal goal,
                                         double confidence) {
  BC_CHECK(base < points.size() && confidence > 0 && confidence < 1);
  std::vector<SingleChange> changes;
  for (std::size_t point = 0; point < points.size(); ++point)
    if (const auto axis = only_difference(points[base].levels, points[point].levels))
      changes.push_back({point, *axis, points[point].levels[*axis], {}, 0, points[point].keeping});
  const double each = 1 - (1 - confidence) / static_cast<double>(std::max<std::size_t>(changes.size(), 1));
  for (SingleChange& change : changes) {
    change.difference = compare_paired(points[base].values, points[change.point].values, each);
    change.improvement = goal == Goal::maximise ? change.difference.difference : -change.difference.difference;
  }
  std::ranges::sort(changes, {}, rank);
  return changes;
}

std::optional<SingleChange> change_that_helps_most(std::span<const SingleChange> changes, Goal goal) {
  for (const SingleChange& change : changes)
    if (change.keeping.by_mean == Kept::yes && helps_surely(change, goal)) return change;
  return std::nullopt;
}

}  // namespace bicoastal
