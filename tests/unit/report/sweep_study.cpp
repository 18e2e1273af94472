// The result file of a sweep as a study.
#include "sim/report/sweep_study.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

/// Two axes, three points, two seeds; one run failed, one was never made.
StoredSweep made_sweep() {
  StoredSweep sweep;
  SweepPlan& plan = sweep.plan;
  plan.name = "a sweep";
  plan.base = "base.json";
  plan.axes = {{"writes", ""}, {"lag", "s"}};
  const AxisValue global{"global", {}}, local{"local", {}}, slow{"1 s", 1.0}, fast{"50 ms", 0.05};
  plan.points = {{{local, slow}, {}, "", 2}, {{global, slow}, {}, "", 2}, {{global, fast}, {}, "", 2}};
  plan.metrics = {
      {"availability", MetricUnit::share}, {"requests", MetricUnit::count}, {"lost_writes", MetricUnit::count}};
  using Comparison = Expectation::Comparison;
  plan.constraints = {{"lost_writes == 0", 2, Comparison::equal, 0},
                      {"requests > 10", 1, Comparison::greater, 10},
                      {"availability >= 90 %", 0, Comparison::greater_equal, 0.9}};
  plan.seeds = {7, 8};
  const auto run = [&](std::size_t number, double availability) {
    SweepRun made;
    made.number = number;
    made.point = number / 2;
    made.seed = plan.seeds[number % 2];
    made.again = "again";
    made.values = {availability, 100, 0};
    sweep.runs.push_back(made);
  };
  run(0, 0.95);
  run(1, 0.97);
  run(2, 0.5);
  run(4, 0.99);
  run(5, 0);
  sweep.runs.back().error = "out of memory";
  sweep.runs.back().values.clear();
  return sweep;
}

}  // namespace

TEST_CASE("Levels of numbers are by size, of names as points have them", "[report]") {
  const Study study = study_of(made_sweep());
  CHECK(study.axes[0].levels == std::vector<std::string>{"local", "global"});
  CHECK(study.axes[1].levels == std::vector<std::string>{"50 ms", "1 s"});
  CHECK(study.points[0].levels == std::vector<std::size_t>{0, 1});
  CHECK(study.points[2].levels == std::vector<std::size_t>{1, 0});
}

TEST_CASE("Values stand at their seeds; runs that failed or were not made are told", "[report]") {
  const Study study = study_of(made_sweep());
  CHECK(study.points[0].values[0] == std::vector<std::optional<double>>{0.95, 0.97});
  CHECK(study.points[1].values[0] == std::vector<std::optional<double>>{0.5, std::nullopt});
  CHECK(study.points[2].values[0] == std::vector<std::optional<double>>{0.99, std::nullopt});
  CHECK(study.points[0].runs == 2);
  CHECK(study.points[2].runs == 1);
  CHECK(study.not_run == 1);
  REQUIRE(study.failures.size() == 1);
  CHECK(study.failures[0].point == 2);
  CHECK(study.failures[0].seed == 8);
  CHECK(study.failures[0].error == "out of memory");
}

TEST_CASE("Constraints become limits, and tell which way a metric without a usual goal is better", "[report]") {
  const Study study = study_of(made_sweep());
  CHECK(study.constraints[0].limit.at_least == 0.0);
  CHECK(study.constraints[0].limit.at_most == 0.0);
  CHECK_FALSE(study.constraints[0].limit.strict);
  CHECK(study.constraints[1].limit.strict);
  CHECK(study.constraints[1].limit.at_least == 10.0);
  CHECK_FALSE(study.constraints[1].limit.at_most);
  CHECK(study.metrics[0].goal == Goal::maximise);
  CHECK(study.metrics[1].goal == Goal::maximise);
  CHECK(study.metrics[2].goal == Goal::minimise);
  const StudyFindings findings = findings_of(study);
  REQUIRE(findings.best);
  CHECK(findings.best->point == 2);
  CHECK(findings.keeping[1].by_mean == Kept::no);
}
