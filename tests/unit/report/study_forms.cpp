// A study as Markdown and as CSV: the same answer as on the page, in other forms.
#include "sim/report/page/study_order.hpp"
#include "sim/report/page/study_page.hpp"
#include "sim/report/study_csv.hpp"

#include "unit/report/made_run.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

using namespace bicoastal;
using namespace bicoastal::test;
using Catch::Matchers::Contains;

namespace {

/// Write latency and availability at four points, on three seeds: the first is best, the last breaks the constraint.
Study made_study() {
  Study study;
  study.name = "a | b";
  study.base = "base.json";
  study.axes = {{"writes", {"global", "lo|cal"}}, {"lag", {"10 ms", "50 ms"}}};
  study.metrics = {{"latency.write.p99", MetricUnit::seconds, Goal::minimise},
                   {"availability", MetricUnit::share, Goal::maximise}};
  study.constraints = {{"availability >= 90 %", {1, 0.9, {}, false}}};
  study.seeds = {1, 2, 3};
  const std::array latency{0.110, 0.100, 0.040, 0.020};
  const std::array available{0.99, 0.98, 0.95, 0.80};
  for (std::size_t p = 0; p < 4; ++p) {
    StudyPoint point{{p / 2, p % 2}, {{}, {}}, 3, "bicoastal run base.json --set /p=" + std::to_string(p)};
    for (const double noise : {-0.001, 0.0, 0.001}) {
      point.values[0].emplace_back(latency[p] + noise);
      point.values[1].emplace_back(available[p]);
    }
    study.points.push_back(point);
  }
  return study;
}

std::string markdown_of(const Study& study) {
  return study_markdown({.study = study,
                         .build = "1",
                         .where = "outage == none",
                         .again = "bicoastal sweep run x.json",
                         .document = "{\"written\": 1}",
                         .base_document = "{}",
                         .taken_for_granted = {"Delays are right."},
                         .not_modelled = {"What things cost."}});
}

}  // namespace

TEST_CASE("Points are in the order in which to look at them: the best, the frontier, the rest, what breaks constraints",
          "[report]") {
  const StudyFindings findings = findings_of(made_study());
  CHECK(best_first(findings) == std::vector<std::size_t>{2, 1, 0, 3});
  CHECK(place_of(findings, 2) == PointPlace::best);
  CHECK(place_of(findings, 0) == PointPlace::frontier);  // slowest, and most available
  CHECK(place_of(findings, 3) == PointPlace::out);
}

TEST_CASE("The Markdown of a study has the verdict, the table best first, commands and what was not modelled",
          "[report]") {
  const std::string text = markdown_of(made_study());
  CHECK_THAT(text, Contains("# a \\| b\n"));
  CHECK_THAT(text, Contains("**writes lo\\|cal, lag 10 ms** has the least latency.write.p99"));
  CHECK_THAT(text, Contains("for which `outage == none`."));
  CHECK(text.find("has the least") < text.find("## What was varied"));
  CHECK_THAT(text,
             Contains("| 3 | lo\\|cal | 10 ms | best | 40 ms (37.5 ms to 42.5 ms) | 95 % (the same in 3 runs) |"));
  CHECK(text.find("| 3 | lo") < text.find("| 2 | global | 50 ms"));
  CHECK(text.find("| 1 | global | 10 ms") < text.find("| 4 | lo"));
  CHECK_THAT(text, Contains("bicoastal run base.json --set /p=2\n"));
  CHECK_THAT(text, Contains("## What was not modelled\n\n- What things cost.\n"));
  CHECK_THAT(text, Contains("```\nbicoastal sweep run x.json\n```"));
  CHECK_THAT(text, !Contains("written"));
  CHECK_THAT(text, !Contains("<"));
}

TEST_CASE("The CSV of a study is a row a point, with mean, low and high of each metric", "[report]") {
  const std::string csv = study_csv(made_study());
  CHECK_THAT(csv, Contains("point,writes,lag,standing,runs,latency.write.p99_mean,latency.write.p99_low,"
                           "latency.write.p99_high,availability_mean,availability_low,availability_high,again\r\n"));
  CHECK(std::ranges::count(csv, '\n') == 5);
  CHECK_THAT(csv, Contains("3,lo|cal,10 ms,best,3,0.04"));
  CHECK_THAT(csv, Contains("4,lo|cal,50 ms,breaks a constraint,3,"));
  CHECK_THAT(csv, Contains(",0.8,0.8,0.8,bicoastal run base.json --set /p=3\r\n"));
}

TEST_CASE("Of one run there is a mean and no interval; of none nothing", "[report]") {
  Study study = made_study();
  study.points.resize(2);
  study.points[0].values[1] = {0.5, {}, {}};
  study.points[1].values[1] = {{}, {}, {}};
  const std::string csv = study_csv(study);
  CHECK_THAT(csv, Contains(",0.5,,,bicoastal run"));
  CHECK_THAT(csv, Contains(",,,,bicoastal run"));
}

TEST_CASE("The CSV of a run has the values of its document under their pointers", "[report]") {
  const Scenario scenario = made_scenario();
  const Analysis analysis = made_analysis();
  const std::string csv = run_csv(made_report(scenario, analysis));
  CHECK_THAT(csv, Contains("measure,value\r\n"));
  CHECK_THAT(csv, Contains("/seed," + std::to_string(scenario.seed) + "\r\n"));
  CHECK_THAT(csv, Contains("/requests/issued," + std::to_string(analysis.overall.requests.issued) + "\r\n"));
}
