#include "sim/report/sweep_study.hpp"

#include "sim/study/goal.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

Constraint limit_of(const SweepConstraint& constraint) {
  using Comparison = Expectation::Comparison;
  Constraint limit{.metric = constraint.metric, .at_least = {}, .at_most = {}};
  const Comparison is = constraint.comparison;
  limit.strict = is == Comparison::less || is == Comparison::greater;
  if (is != Comparison::less && is != Comparison::less_equal) limit.at_least = constraint.limit;
  if (is != Comparison::greater && is != Comparison::greater_equal) limit.at_most = constraint.limit;
  return limit;
}

/// Each value once.
std::vector<AxisValue> levels_of(const SweepPlan& plan, std::size_t axis) {
  std::vector<AxisValue> levels;
  for (const SweepPoint& point : plan.points)
    if (std::ranges::find(levels, point.values[axis]) == levels.end()) levels.push_back(point.values[axis]);
  if (std::ranges::all_of(levels, [](const AxisValue& value) { return value.number.has_value(); }))
    std::ranges::stable_sort(levels, {}, [](const AxisValue& value) { return *value.number; });
  return levels;
}

std::optional<Goal> goal_of(const SweepPlan& plan, std::size_t metric) {
  if (const auto usual = usual_goal(plan.metrics[metric].name)) return usual;
  std::optional<Goal> found;
  for (const SweepConstraint& constraint : plan.constraints) {
    const Constraint limit = limit_of(constraint);
    if (limit.metric != metric || limit.at_least.has_value() == limit.at_most.has_value()) continue;
    found = limit.at_least ? Goal::maximise : Goal::minimise;
  }
  return found;
}

}  // namespace

Study study_of(const StoredSweep& sweep) {
  const SweepPlan& plan = sweep.plan;
  Study study;
  study.name = plan.name;
  study.description = plan.description;
  study.base = plan.base;
  study.seeds = plan.seeds;
  std::vector<std::vector<AxisValue>> levels;
  for (std::size_t axis = 0; axis < plan.axes.size(); ++axis) {
    levels.push_back(levels_of(plan, axis));
    StudyAxis& made = study.axes.emplace_back(StudyAxis{plan.axes[axis].name, {}});
    for (const AxisValue& value : levels.back()) made.levels.push_back(value.text);
  }
  for (std::size_t m = 0; m < plan.metrics.size(); ++m)
    study.metrics.push_back({plan.metrics[m].name, plan.metrics[m].unit, goal_of(plan, m)});
  for (const SweepConstraint& constraint : plan.constraints)
    study.constraints.push_back({constraint.text, limit_of(constraint)});

  for (const SweepPoint& point : plan.points) {
    StudyPoint& made = study.points.emplace_back();
    for (std::size_t axis = 0; axis < plan.axes.size(); ++axis)
      made.levels.push_back(
          static_cast<std::size_t>(std::ranges::find(levels[axis], point.values[axis]) - levels[axis].begin()));
    made.values.assign(plan.metrics.size(), std::vector<std::optional<double>>(plan.seeds.size()));
    study.not_run += point.wanted.value_or(plan.seeds.size());
  }
  for (const SweepRun& run : sweep.runs) {
    StudyPoint& point = study.points[run.point];
    if (study.not_run > 0) --study.not_run;
    if (!run.ended_well()) {
      study.failures.push_back({run.point, run.seed, run.error, run.again});
      continue;
    }
    ++point.runs;
    if (point.again.empty()) point.again = run.again;
    const std::size_t seed = run.number % plan.seeds.size();
    for (std::size_t m = 0; m < run.values.size(); ++m) point.values[m][seed] = run.values[m];
  }
  return study;
}

}  // namespace bicoastal
