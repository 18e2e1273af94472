// A part of a sweep's results: which points it has, and that their runs stay theirs.
#include "sim/sweep/slice.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace bicoastal;

namespace {

/// Three lags with and without an outage, two seeds; the value of a run is 10 * point + seed.
StoredSweep made_sweep() {
  StoredSweep sweep;
  SweepPlan& plan = sweep.plan;
  plan.axes = {{"lag", "s"}, {"outage", ""}};
  plan.seeds = {1, 2};
  plan.metrics = {{"availability", MetricUnit::share}};
  for (const double lag : {0.01, 0.1, 1.0})
    for (const char* outage : {"none", "Virginia"})
      plan.points.push_back({{{std::to_string(lag), lag}, {outage, {}}}, {}, "", 2});
  for (std::size_t number = 0; number < plan.numbers(); ++number) {
    SweepRun run;
    run.number = number;
    run.point = number / 2;
    run.seed = plan.seeds[number % 2];
    run.values = {static_cast<double>(10 * run.point + run.seed)};
    sweep.runs.push_back(run);
  }
  return sweep;
}

std::string refusal(const std::string& condition) {
  const Result<StoredSweep> slice = slice_of(made_sweep(), condition, "--where");
  REQUIRE_FALSE(slice);
  CHECK(slice.faults().front().file == "--where");
  return slice.faults().front().code + " " + slice.faults().front().message;
}

}  // namespace

TEST_CASE("A slice has the points that keep to the condition, and their runs", "[sweep]") {
  const Result<StoredSweep> slice = slice_of(made_sweep(), "outage == Virginia", "--where");
  REQUIRE(slice);
  REQUIRE(slice->plan.points.size() == 3);
  CHECK(slice->plan.axes == std::vector<SweepAxis>{{"lag", "s"}});
  CHECK(slice->plan.points[1].values.size() == 1);
  REQUIRE(slice->runs.size() == 6);
  for (const SweepRun& run : slice->runs) {
    CHECK(run.number / 2 == run.point);
    CHECK(slice->plan.seeds[run.number % 2] == run.seed);
    CHECK(run.values[0] == static_cast<double>(10 * (2 * run.point + 1) + run.seed));
  }
}

TEST_CASE("Numbers of an axis are compared in its unit, and several conditions hold together", "[sweep]") {
  const Result<StoredSweep> slow = slice_of(made_sweep(), "lag >= 100 ms", "--where");
  REQUIRE(slow);
  CHECK(slow->plan.points.size() == 4);
  const Result<StoredSweep> one = slice_of(made_sweep(), "lag > 100 ms and outage != none", "--where");
  REQUIRE(one);
  CHECK(one->plan.points.size() == 1);
  CHECK(one->plan.axes.empty());
}

TEST_CASE("A condition that names nothing, or leaves nothing, is told", "[sweep]") {
  CHECK(refusal("outag == none").starts_with("E906 nothing is called \"outag\""));
  CHECK(refusal("outage == Ohio").starts_with("E906 axis outage has no \"Ohio\""));
  CHECK(refusal("lag > 1 min").starts_with("E908"));
}
