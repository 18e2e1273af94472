// The report of a study as a page: what it says of made-up figures, and what it never does.
#include "sim/report/page/study_page.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

using namespace bicoastal;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

const std::string kHostileName = "</script><img src=x onerror=alert(1)>";

/// Latency and availability over two axes, on three seeds that differ by 1 ms and by nothing.
Study hostile_study() {
  Study study;
  study.name = kHostileName;
  study.base = "base.json";
  study.axes = {{"writes", {"global", kHostileName}}, {"lag", {"10 ms", "50 ms"}}};
  study.metrics = {{"latency.write.p99", MetricUnit::seconds, Goal::minimise},
                   {"availability", MetricUnit::share, Goal::maximise}};
  study.constraints = {{"availability >= 90 %", {1, 0.9, {}, false}}};
  study.seeds = {1, 2, 3};
  const std::array latency{0.100, 0.110, 0.020, 0.040};
  const std::array available{0.99, 0.98, 0.80, 0.95};
  for (std::size_t p = 0; p < 4; ++p) {
    StudyPoint point{{p / 2, p % 2}, {{}, {}}, 3, "bicoastal run base.json --seed 1 --set /p=" + std::to_string(p)};
    for (const double noise : {-0.001, 0.0, 0.001}) {
      point.values[0].emplace_back(latency[p] + noise);
      point.values[1].emplace_back(available[p]);
    }
    study.points.push_back(point);
  }
  return study;
}

std::string html_of(const Study& study) {
  return study_html({.study = study,
                     .build = "1",
                     .where = {},
                     .again = "bicoastal sweep run x.json",
                     .document = "{}",
                     .base_document = "{}",
                     .taken_for_granted = {"Delays are right."},
                     .not_modelled = {"What things cost."}});
}

/// Page without its scripts: what is read.
std::string words_of_page(const Study& study) {
  const std::string page = html_of(study);
  return page.substr(0, page.find("<script"));
}

Json charts_of(const Study& study) {
  const std::string page = html_of(study), begin = "<script type=\"application/json\" id=\"data\">";
  const std::size_t at = page.find(begin) + begin.size();
  return Json::parse(page.substr(at, page.find("</script>", at) - at))["charts"];
}

}  // namespace

TEST_CASE("A study's page begins with its best point, the interval, and how far it is ahead", "[report]") {
  const std::string page = words_of_page(hostile_study());
  CHECK_THAT(page,
             Contains("lag 50 ms</b> has the least latency.write.p99 of all points that keep to the constraints"));
  // 39, 40, 41 ms: t(2, 0.975) = 4.303 over the root of 3: 2.48 ms.
  CHECK_THAT(page, Contains("<b>40 ms</b> (95 % interval: 37.5 ms to 42.5 ms)"));
  CHECK_THAT(page, Contains("It is ahead of the next"));
  CHECK_THAT(page, Contains("60 ms (60 ms to 60 ms)"));
  CHECK(page.find("<div class=\"verdict good\">") < page.find("What was varied"));
}

TEST_CASE("Nothing that a user wrote becomes markup or ends a script", "[report]") {
  Study study = hostile_study();
  study.description = study.base = study.constraints[0].text = kHostileName;
  study.failures.push_back({0, 3, kHostileName, kHostileName});
  for (StudyPoint& point : study.points) point.again = kHostileName;
  CHECK_THAT(html_of(study), !Contains("<img"));
}

TEST_CASE("The scatter has both intervals of each point, what is forbidden, and where points stand", "[report]") {
  const Json charts = charts_of(hostile_study());
  REQUIRE(charts.size() == 2);
  const Json& scatter = charts[0];
  CHECK(scatter["kind"] == "scatter");
  CHECK(scatter["y"]["least"] == 0.9);
  CHECK(scatter["y"]["most"].is_null());
  CHECK(scatter["x"]["least"].is_null());
  REQUIRE(scatter["series"].size() == 4);
  CHECK(scatter["series"][0]["points"].size() == 2);  // global at 10 ms, local at 50 ms
  CHECK(scatter["series"][2]["points"].size() == 1);  // global at 50 ms: slower and less available, beyond doubt
  CHECK(scatter["series"][3]["points"].size() == 1);  // local at 10 ms: not available enough
  const Json& best = scatter["series"][0]["points"][1];
  CHECK(best["x"][0].get<double>() == Approx(0.040));
  CHECK(best["x"][1].get<double>() == Approx(0.040 - 4.302653 * 0.001 / std::sqrt(3.0)));
  CHECK(best["x"][2].get<double>() == Approx(0.040 + 4.302653 * 0.001 / std::sqrt(3.0)));
  CHECK(best["y"] == Json({0.95, 0.95, 0.95}));
  // As far as both get: 40 ms with 95 %, and only with 100 ms 99 %. What is out or dominated is no corner.
  REQUIRE(scatter["steps"].size() == 3);
  CHECK(scatter["steps"][0][0].get<double>() == Approx(0.040));
  CHECK(scatter["steps"][0][1] == 0.95);
  CHECK(scatter["steps"][1][0].get<double>() == Approx(0.100));
  CHECK(scatter["steps"][1][1] == 0.95);
  CHECK(scatter["steps"][2][0].get<double>() == Approx(0.100));
  CHECK(scatter["steps"][2][1] == 0.99);
  CHECK(scatter["x"]["less_is_better"] == true);
  CHECK(scatter["y"]["less_is_better"] == false);
}

TEST_CASE("What is the same in every run is not drawn, and without a point that keeps to all there is no line",
          "[report]") {
  Study study = hostile_study();
  study.constraints[0].limit.at_least = 0.999;
  CHECK(charts_of(study)[0]["steps"].empty());
  CHECK_THAT(words_of_page(study), !Contains("The line is as far"));
  CHECK_THAT(words_of_page(hostile_study()), Contains("The line is as far"));
  for (StudyPoint& point : study.points)
    for (auto& value : point.values[1]) value = 0.5;
  CHECK_THAT(words_of_page(study), Contains("Not drawn, as it is the same in every run: availability."));
  CHECK_THAT(words_of_page(study), !Contains("availability against"));
}

TEST_CASE("What each axis is good for is drawn with its interval, and told in a table", "[report]") {
  const Study study = hostile_study();
  const Json bars = charts_of(study)[1];
  CHECK(bars["x"]["names"] == Json({"writes", "lag", "writes with lag"}));
  REQUIRE(bars["series"].size() == 2);
  // Latencies 100, 110, 20, 40: squares of effects 1406.25, 56.25 and 6.25.
  CHECK(bars["series"][0]["points"][0]["mean"].get<double>() == Approx(1406.25 / 1468.75));
  CHECK(bars["series"][0]["points"][2]["mean"].get<double>() == Approx(6.25 / 1468.75));
  CHECK(bars["series"][0]["points"][0]["low"].get<double>() == Approx(1406.25 / 1468.75));
  const std::string page = words_of_page(study);
  CHECK_THAT(page, Contains("writes \\ lag"));
  CHECK_THAT(page, Contains("heat h6"));
}

TEST_CASE("Of a Saltelli design the page tells Sobol' indices with intervals, and no single changes", "[report]") {
  // Four rows by hand: the first axis, low or high, is all that counts: -1, 1, -1, 1 in A, -1, -1, 1, 1 in B.
  Study study;
  study.axes = {{"matters", {"low", "high"}}, {"idle", {}}};
  study.metrics = {{"rto", MetricUnit::seconds, Goal::minimise}};
  study.seeds = {1};
  const std::array<std::size_t, 4> a{0, 1, 0, 1}, b{0, 0, 1, 1};
  for (std::size_t row = 0; row < 4; ++row) {
    for (const char* half : {"a", "b"}) study.axes[1].levels.push_back(half + std::to_string(row));
    for (const auto& [first, second] : {std::pair(a[row], 0U), {b[row], 0U}, {a[row], 1U}, {b[row], 1U}})
      study.points.push_back({{first, 2 * row + second}, {{first == 0 ? 9.0 : 11.0}}, 1, ""});
  }
  const std::string page = words_of_page(study);
  CHECK_THAT(page, Contains("From 4 rows of a Saltelli design, 4 points each, run on 1 seed."));
  CHECK_THAT(page, Contains("<th scope=\"row\">idle</th><td class=\"number\">0 % (0 % to 0 %)</td>"
                            "<td class=\"number\">0 % (0 % to 0 %)</td>"));
  // Of the mean 10 the variance is 1; b (ab - a) is 0, 2, 2, 0, and (ab - a)^2 / 2 as well.
  CHECK_THAT(page, Contains("<th scope=\"row\">matters</th><td class=\"number\">100 % ("));
  CHECK_THAT(page, Contains("the mean is 10 s and the standard deviation 1 s"));
  CHECK_THAT(page, !Contains("Which single change"));
  CHECK_THAT(page, !Contains("power of two"));
  const Json bars = charts_of(study)[0];
  CHECK(bars["x"]["names"] == Json({"matters", "idle"}));
  CHECK(bars["series"][0]["points"][0]["mean"].get<double>() == Approx(1));
  CHECK(bars["series"][1]["points"][0]["high"].get<double>() > 1);
  study.points.resize(12);
  CHECK_THAT(words_of_page(study), Contains("Rows that are a power of two (2 or 4) are spread more evenly."));
}

TEST_CASE("Every point is in the table, sorted by numbers, with its command", "[report]") {
  const std::string page = words_of_page(hostile_study());
  CHECK_THAT(page, Contains("<div class=\"sortable\">"));
  for (int p = 0; p < 4; ++p) {
    CHECK_THAT(page, Contains("id=\"point-" + std::to_string(p + 1) + "\""));
    CHECK_THAT(page, Contains("--set /p=" + std::to_string(p)));
  }
  CHECK_THAT(page, Contains("<data value=\"0.02\">20 ms</data>"));
  CHECK_THAT(page, Contains("breaks a constraint"));
  CHECK_THAT(page, Contains("<tr class=\"chosen\">"));
}

TEST_CASE("A study of one seed says that it has no intervals", "[report]") {
  Study study = hostile_study();
  study.seeds = {1};
  for (StudyPoint& point : study.points)
    for (auto& values : point.values) values.resize(1);
  const std::string page = words_of_page(study);
  CHECK_THAT(page, Contains("(95 % interval: one run: no interval)"));
  CHECK_THAT(page, Contains("verdict unsure"));
  CHECK_THAT(page, Contains("(one seed: no interval)"));
  CHECK_THAT(page, Contains("None is known to help"));
}

TEST_CASE("Runs that failed are listed with the commands that repeat them", "[report]") {
  Study study = hostile_study();
  CHECK_THAT(words_of_page(study), !Contains("Runs that failed"));
  study.failures.push_back({1, 3, "out of memory", "bicoastal run base.json --seed 3"});
  study.not_run = 5;
  const std::string page = words_of_page(study);
  CHECK_THAT(page, Contains("out of memory"));
  CHECK_THAT(page, Contains("<code>bicoastal run base.json --seed 3</code>"));
  CHECK_THAT(page, Contains("not run yet"));
}

TEST_CASE("A study in which no point keeps to the constraints says so, and one without points says little",
          "[report]") {
  Study study = hostile_study();
  study.constraints[0].limit.at_least = 0.999;
  CHECK_THAT(words_of_page(study), Contains("No point keeps to all constraints."));
  CHECK_THAT(words_of_page(study), Contains("kept by 0 of 4; closest is 99 % (the same in 3 runs) at"));
  Study empty = hostile_study();
  empty.points.clear();
  CHECK_THAT(words_of_page(empty), !Contains("data-chart"));
}

TEST_CASE("The page of a study of 1 000 runs is smaller than 5 MB", "[report]") {
  Study study = hostile_study();
  study.axes[1].levels.clear();
  const std::vector<StudyPoint> few = study.points;
  study.points.clear();
  for (std::size_t level = 0; level < 500; ++level) {
    study.axes[1].levels.push_back(std::to_string(level) + " ms");
    for (std::size_t w = 0; w < 2; ++w) {
      study.points.push_back(few[2 * w]);
      study.points.back().levels = {w, level};
    }
  }
  CHECK(html_of(study).size() < 5'000'000);
}
