#include "sim/study/sobol.hpp"

#include "sim/study/designs.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <string>

using namespace bicoastal;

namespace {

using std::numbers::pi;
const std::vector<std::string> kAxes{"x1", "x2", "x3"};

/// y = sin x1 + a sin^2 x2 + b x3^4 sin x1, each x uniform over -pi .. pi (Ishigami and Homma 1990), a = 7, b = 0.1.
constexpr double kA = 7, kB = 0.1;
double ishigami(const UnitPoint& unit) {
  const auto x = [&](std::size_t i) { return pi * (2 * unit[i] - 1); };
  return std::sin(x(0)) + kA * std::pow(std::sin(x(1)), 2) + kB * std::pow(x(2), 4) * std::sin(x(0));
}

/// Its variance by parts. Of sin^2: 1/8. E(y | x1) = a/2 + (1 + b pi^4 / 5) sin x1, as the mean of x^4 is pi^4 / 5.
/// What x1 and x3 do together: b (x3^4 - pi^4 / 5) sin x1, and the variance of x^4 is pi^8 (1/9 - 1/25).
struct Parts {
  double v1 = 0.5 * std::pow(1 + kB * std::pow(pi, 4) / 5, 2);
  double v2 = kA * kA / 8;
  double v13 = 0.5 * kB * kB * std::pow(pi, 8) * (1.0 / 9 - 1.0 / 25);
  double all = v1 + v2 + v13;
};

template <class Function>
SaltelliFigures run_design(const SaltelliDesign& design, Function&& function) {
  SaltelliFigures figures;
  for (const UnitPoint& p : design.a) figures.a.emplace_back(function(p));
  for (const UnitPoint& p : design.b) figures.b.emplace_back(function(p));
  for (const auto& axis : design.ab) {
    figures.ab.emplace_back();
    for (const UnitPoint& p : axis) figures.ab.back().emplace_back(function(p));
  }
  return figures;
}

}  // namespace

TEST_CASE("Sobol' indices of the Ishigami function are within 0.02 of the closed form", "[study]") {
  const Parts v;
  const std::array first{v.v1 / v.all, v.v2 / v.all, 0.0};
  const std::array total{(v.v1 + v.v13) / v.all, v.v2 / v.all, v.v13 / v.all};
  // As published (Saltelli et al., "Global Sensitivity Analysis: The Primer", 2008).
  CHECK(first[0] == Approx(0.3139).margin(0.00005));
  CHECK(first[1] == Approx(0.4424).margin(0.00005));
  CHECK(total[0] == Approx(0.5576).margin(0.00005));
  CHECK(total[2] == Approx(0.2437).margin(0.00005));
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto indices = sobol_indices(run_design(saltelli_design(2048, kAxes, seed), ishigami), {100, 0.95, seed});
    REQUIRE(indices);
    CHECK(indices->rows == 2048);
    CHECK(indices->mean == Approx(kA / 2).margin(0.1));
    CHECK(indices->variance == Approx(v.all).epsilon(0.02));
    for (std::size_t i = 0; i < 3; ++i) {
      INFO("seed " << seed << ", x" << i + 1);
      CHECK(indices->inputs[i].first == Approx(first[i]).margin(0.02));
      CHECK(indices->inputs[i].total == Approx(total[i]).margin(0.02));
    }
  }
}

TEST_CASE("Bootstrap intervals of Sobol' indices cover the closed form at least as often as they say", "[study]") {
  const Parts v;
  const std::array first{v.v1 / v.all, v.v2 / v.all, 0.0};
  const std::array total{(v.v1 + v.v13) / v.all, v.v2 / v.all, v.v13 / v.all};
  const int repetitions = 200;
  for (std::size_t i = 0; i < 3; ++i) {
    int covers_first = 0, covers_total = 0;
    for (int seed = 0; seed < repetitions; ++seed) {
      const auto s = static_cast<std::uint64_t>(seed);
      const auto indices = sobol_indices(run_design(saltelli_design(256, kAxes, s), ishigami), {200, 0.95, s});
      covers_first += indices->inputs[i].first_interval.contains(first[i]);
      covers_total += indices->inputs[i].total_interval.contains(total[i]);
    }
    INFO("x" << i + 1 << ": " << covers_first << " and " << covers_total << " of " << repetitions);
    CHECK(covers_first >= 0.93 * repetitions);
    CHECK(covers_total >= 0.93 * repetitions);
  }
}

TEST_CASE("An input that does nothing has indices of 0, one that does all has 1", "[study]") {
  const auto only_second = [](const UnitPoint& p) { return 3 * p[1]; };
  const auto indices = sobol_indices(run_design(saltelli_design(1024, kAxes, 1), only_second));
  REQUIRE(indices);
  CHECK(indices->inputs[0].total == 0);
  CHECK(indices->inputs[0].total_interval == Interval{0, 0});
  CHECK(indices->inputs[1].first == Approx(1).margin(0.02));
  CHECK(indices->inputs[1].total == Approx(1).margin(0.02));
  CHECK(indices->variance == Approx(9.0 / 12).epsilon(0.01));
}

TEST_CASE("Rows with a run that failed are left out and counted", "[study]") {
  SaltelliFigures figures = run_design(saltelli_design(1024, kAxes, 5), ishigami);
  figures.a[3] = std::nullopt;
  figures.ab[2][10] = std::nullopt;
  figures.ab[1][10] = std::nullopt;
  const auto indices = sobol_indices(figures, {10, 0.95, 0});
  REQUIRE(indices);
  CHECK(indices->rows == 1022);
  CHECK(indices->missing == 2);
  CHECK(indices->inputs[1].first == Approx(0.4424).margin(0.03));
}

TEST_CASE("Where nothing varies there is nothing to explain", "[study]") {
  for (const double value : {4.0, 0.1, 0.863})  // sums of the latter are not exact
    CHECK_FALSE(sobol_indices(run_design(saltelli_design(12, kAxes, 1), [&](const UnitPoint&) { return value; })));
  CHECK_FALSE(sobol_indices(run_design(saltelli_design(1, kAxes, 1), ishigami)));
}
