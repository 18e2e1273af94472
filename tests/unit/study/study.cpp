#include "sim/study/study.hpp"

#include "sim/study/designs.hpp"
#include "sim/study/goal.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <numbers>

using namespace bicoastal;

namespace {

/// Latency and availability over two axes, on three seeds.
Study small_study() {
  Study study;
  study.axes = {{"writes", {"global", "local"}}, {"lag", {"10 ms", "50 ms"}}};
  study.metrics = {{"latency", MetricUnit::seconds, Goal::minimise},
                   {"requests", MetricUnit::count, std::nullopt},
                   {"availability", MetricUnit::share, Goal::maximise}};
  study.constraints = {{"availability >= 90 %", {2, 0.9, {}, false}}};
  study.seeds = {1, 2, 3};
  const std::array latency{0.100, 0.110, 0.020, 0.040};
  const std::array available{0.99, 0.99, 0.80, 0.95};
  for (std::size_t p = 0; p < 4; ++p) {
    StudyPoint point{{p / 2, p % 2}, {{}, {}, {}}, 3, ""};
    for (const double noise : {-0.001, 0.0, 0.001}) {
      point.values[0].emplace_back(latency[p] + noise);
      point.values[1].emplace_back(100);
      point.values[2].emplace_back(available[p] + noise);
    }
    study.points.push_back(point);
  }
  return study;
}

/// The Ishigami function (a = 7, b = 0.1) at the points of a Saltelli design, row by row as sweeps write them. Each
/// point has levels of its own; what differs between seeds is the same everywhere.
Study ishigami_study(std::size_t rows) {
  const std::vector<std::string> names{"x1", "x2", "x3"};
  Study study;
  study.metrics = {{"y", MetricUnit::count, Goal::minimise}};
  study.seeds = {1, 2};
  for (const std::string& name : names) study.axes.push_back({name, std::vector<std::string>(2 * rows, name)});
  const SaltelliDesign design = saltelli_design(rows, names, 1);
  const auto add = [&](std::size_t row, const UnitPoint& unit, const UnitPoint& b) {
    std::array<double, 3> x{};
    StudyPoint point{{}, {{}}, 2, ""};
    for (std::size_t i = 0; i < 3; ++i) {
      x[i] = std::numbers::pi * (2 * unit[i] - 1);
      point.levels.push_back(2 * row + (unit[i] == b[i] ? 1 : 0));
    }
    const double y = std::sin(x[0]) + 7 * std::pow(std::sin(x[1]), 2) + 0.1 * std::pow(x[2], 4) * std::sin(x[0]);
    for (const double luck : {-0.5, 0.5}) point.values[0].emplace_back(y + luck);
    study.points.push_back(point);
  };
  for (std::size_t row = 0; row < rows; ++row) {
    add(row, design.a[row], design.b[row]);
    for (const auto& axis : design.ab) add(row, axis[row], design.b[row]);
    add(row, design.b[row], design.b[row]);
  }
  return study;
}

}  // namespace

TEST_CASE("The best point keeps to the constraints, and is compared with the next on the same seeds", "[study]") {
  const Study study = small_study();
  const StudyFindings findings = findings_of(study);
  REQUIRE(findings.objectives.size() == 2);  // nobody says which way requests are better
  CHECK(findings.objectives[1].metric == 2);
  REQUIRE(findings.best);
  CHECK(findings.best->point == 3);  // point 2 is faster, and not available enough
  CHECK(words_of(study, study.points[3]) == "writes local, lag 50 ms");
  CHECK(findings.best->next == 0u);
  CHECK(findings.best->as_good.empty());
  CHECK(findings.best->ahead.difference == Approx(0.060));
  CHECK(findings.best->ahead.interval->half_width() == Approx(0).margin(1e-12));  // the noise is the same
  CHECK(findings.standings[0].place == FrontierPlace::frontier);
  CHECK(findings.standings[1].place == FrontierPlace::dominated);
  CHECK(findings.standings[2].place == FrontierPlace::out);
  CHECK(findings.standings[3].place == FrontierPlace::frontier);
}

TEST_CASE("Points that cannot be told apart from the best one are named", "[study]") {
  Study study = small_study();
  study.points[0].values[0] = {0.060, 0.020, 0.045};  // around the best one's 40 ms, 39 to 41
  study.points[1].values[0][2] = std::nullopt;        // 109 and 110 beside 39 and 40: told apart
  const StudyFindings findings = findings_of(study);
  CHECK(findings.best->point == 3);
  CHECK(findings.best->as_good == std::vector<std::size_t>{0});
  for (auto& value : study.points[1].values[0]) value.reset();
  study.points[1].values[0][0] = 0.5;  // one run leaves everything open
  CHECK(findings_of(study).best->as_good == std::vector<std::size_t>{0, 1});
}

TEST_CASE("Findings say what each axis does, and which change helps most", "[study]") {
  Study study = small_study();
  const StudyFindings findings = findings_of(study);
  REQUIRE(findings.decomposed.size() == 2);
  // Latencies 100, 110, 20, 40: effects of writes 37.5, of lag 7.5, of both 2.5: squares 1406.25, 56.25, 6.25.
  CHECK(findings.decomposed[0].parts.axes[0].share == Approx(1406.25 / 1468.75));
  CHECK(findings.decomposed[0].parts.pairs[0].share == Approx(6.25 / 1468.75));
  REQUIRE(findings.changes.size() == 2);  // from the first point: to the longer lag, and to a point that is out
  CHECK(findings.changes[0].point == 1);
  CHECK_FALSE(findings.helps_most);
  study.from = 1;
  CHECK(findings_of(study).helps_most->point == 3);
}

TEST_CASE("Points that are no full grid have no decomposition", "[study]") {
  Study study = small_study();
  study.points.pop_back();
  CHECK(findings_of(study).decomposed.empty());
  study.points.push_back(study.points.front());
  CHECK(findings_of(study).decomposed.empty());
}

TEST_CASE("Without a point that keeps to all there is no best one, without goals no frontier", "[study]") {
  Study study = small_study();
  study.constraints[0].limit.at_least = 0.999;
  CHECK_FALSE(findings_of(study).best);
  for (StudyMetric& metric : study.metrics) metric.goal.reset();
  const StudyFindings findings = findings_of(study);
  CHECK(findings.standings.empty());
  CHECK(findings.changes.empty());
  CHECK(findings_of(Study{}).samples.empty());
}

TEST_CASE("No interval says that a latency may be negative, or a share more than the whole", "[study]") {
  Study study = small_study();
  study.points[0].values[0] = {0.001, 0.001, 0.100};  // mean 34 ms, half-width 142 ms
  study.points[0].values[2] = {1.0, 1.0, 0.95};
  const std::vector<Sample> samples = findings_of(study).samples[0];
  CHECK(samples[0].interval->low == 0);
  CHECK(samples[0].interval->high == Approx(0.176).epsilon(0.01));
  CHECK(samples[2].interval->high == 1);
  CHECK(samples[2].interval->low < 0.95);
}

TEST_CASE("A strict limit does not allow itself", "[study]") {
  const std::vector<Figure> one{{1.0, Interval{1, 1}}};
  CHECK(keeps_to(one, std::vector<Constraint>{{0, {}, 1, false}}) == Keeping{Kept::yes, Sure::yes});
  CHECK(keeps_to(one, std::vector<Constraint>{{0, {}, 1, true}}) == Keeping{Kept::no, Sure::no});
  CHECK(keeps_to(one, std::vector<Constraint>{{0, 1, {}, true}}) == Keeping{Kept::no, Sure::no});
}

TEST_CASE("More availability and less latency are better, more requests neither", "[study]") {
  CHECK(usual_goal("availability[eu-west-1]") == Goal::maximise);
  CHECK(usual_goal("latency.write.p99") == Goal::minimise);
  CHECK(usual_goal("lost_writes") == Goal::minimise);
  CHECK_FALSE(usual_goal("requests"));
  CHECK_FALSE(usual_goal("no such thing"));
}

TEST_CASE("A Saltelli design is known by its points, and its indices are those of the closed form", "[study]") {
  const StudyFindings findings = findings_of(ishigami_study(1024));
  CHECK(findings.saltelli_rows == 1024);
  CHECK(findings.decomposed.empty());
  CHECK(findings.changes.empty());
  REQUIRE(findings.indices.size() == 1);
  const SobolIndices& indices = findings.indices[0].indices;
  CHECK(indices.rows == 1024);
  // As published (Saltelli et al., "Global Sensitivity Analysis: The Primer", 2008).
  const std::array first{0.3139, 0.4424, 0.0}, total{0.5576, 0.4424, 0.2437};
  for (std::size_t i = 0; i < 3; ++i) {
    INFO("x" << i + 1);
    CHECK(indices.inputs[i].first == Approx(first[i]).margin(0.02));
    CHECK(indices.inputs[i].total == Approx(total[i]).margin(0.02));
    CHECK(indices.inputs[i].total_interval.contains(total[i]));
    CHECK(indices.inputs[i].total_interval.half_width() < 0.1);
  }
}

TEST_CASE("A row is judged by the seeds that all of its points tell, and left out where there is none", "[study]") {
  Study study = ishigami_study(64);
  study.points[0].values[0][0] = std::nullopt;  // row 0 by its second seed
  study.points[7].values[0][0] = std::nullopt;  // row 1: one point by the second seed only,
  study.points[8].values[0][1] = std::nullopt;  // another by the first
  const SaltelliFigures figures = saltelli_of(study, 0);
  CHECK(figures.a[0] == study.points[0].values[0][1]);
  CHECK(figures.ab[2][0] == study.points[3].values[0][1]);
  CHECK(figures.b[0] == study.points[4].values[0][1]);
  CHECK_FALSE(figures.a[1]);
  CHECK_FALSE(figures.ab[0][1]);
  CHECK(*figures.a[2] == Approx((*study.points[10].values[0][0] + *study.points[10].values[0][1]) / 2));
  CHECK(findings_of(study).indices[0].indices.missing == 1);
}

TEST_CASE("Points of which one is missing or elsewhere are no Saltelli design, and a grid is none either", "[study]") {
  Study study = ishigami_study(8);
  CHECK(saltelli_rows(study) == 8);
  Study shorter = study;
  shorter.points.pop_back();
  CHECK(saltelli_rows(shorter) == 0);
  std::swap(study.points[1], study.points[2]);
  CHECK(saltelli_rows(study) == 0);
  CHECK(saltelli_rows(small_study()) == 0);
  CHECK(findings_of(small_study()).saltelli_rows == 0);
}
