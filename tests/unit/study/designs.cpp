#include "sim/study/designs.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace bicoastal;

namespace {

const std::vector<std::string> kAxes{"lag", "replicas", "timeout"};

std::vector<double> column(const std::vector<UnitPoint>& points, std::size_t axis) {
  std::vector<double> values;
  for (const UnitPoint& point : points) values.push_back(point[axis]);
  return values;
}

/// One value in each of as many equal strata as there are values.
bool is_stratified(std::vector<double> values) {
  std::ranges::sort(values);
  const double n = static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] < static_cast<double>(i) / n || values[i] >= static_cast<double>(i + 1) / n) return false;
  return true;
}

}  // namespace

TEST_CASE("A Latin hypercube has one point in every stratum of every axis", "[study]") {
  for (const std::size_t count : {1, 2, 7, 100, 1000, 65537})
    for (std::size_t axis = 0; axis < kAxes.size(); ++axis)
      CHECK(is_stratified(column(latin_hypercube(count, kAxes, 42), axis)));
  CHECK(latin_hypercube(0, kAxes, 42).empty());
}

TEST_CASE("Another axis leaves the coordinates of the others as they are, another seed does not", "[study]") {
  const auto three = latin_hypercube(20, kAxes, 1), two = latin_hypercube(20, std::vector{kAxes[2], kAxes[0]}, 1);
  CHECK(column(three, 2) == column(two, 0));
  CHECK(column(three, 0) == column(two, 1));
  CHECK(column(three, 0) != column(three, 1));
  CHECK(column(three, 0) != column(latin_hypercube(20, kAxes, 2), 0));
}

TEST_CASE("Strata of a Latin hypercube are joined at random", "[study]") {
  // The rank correlation of two random orders of n has mean 0 and variance 1 / (n - 1).
  const std::size_t n = 100, repetitions = 400;
  double sum = 0, squares = 0;
  for (std::uint64_t seed = 0; seed < repetitions; ++seed) {
    const auto points = latin_hypercube(n, kAxes, seed);
    double product = 0;
    for (const UnitPoint& p : points) product += (std::floor(p[0] * n) - 49.5) * (std::floor(p[1] * n) - 49.5);
    const double correlation = product / (n * (n * n - 1.0) / 12);
    sum += correlation;
    squares += correlation * correlation;
  }
  CHECK(sum / repetitions == Approx(0).margin(4 * std::sqrt(1.0 / 99 / repetitions)));
  CHECK(squares / repetitions == Approx(1.0 / 99).epsilon(4 * std::sqrt(2.0 / repetitions)));
}

TEST_CASE("The mean over a Latin hypercube of a sum is known far better than over random points", "[study]") {
  // McKay et al. 1979; of a function that is additive and linear, the variance falls as n^-3 and not n^-1: it is that
  // of n uniform places within strata of width 1 / n, for each axis 1 / (12 n^3).
  const std::size_t n = 32, repetitions = 2000;
  double squares = 0;
  for (std::uint64_t seed = 0; seed < repetitions; ++seed) {
    double mean = 0;
    for (const UnitPoint& p : latin_hypercube(n, kAxes, seed)) mean += (p[0] + p[1] + p[2] - 1.5) / n;
    squares += mean * mean / repetitions;
  }
  CHECK(squares == Approx(3.0 / (12.0 * n * n * n)).epsilon(4 * std::sqrt(2.0 / repetitions)));
}

TEST_CASE("Saltelli's matrices: AB is A with one column of B", "[study]") {
  const SaltelliDesign design = saltelli_design(16, kAxes, 3);
  REQUIRE(design.a.size() == 16);
  REQUIRE(design.b.size() == 16);
  REQUIRE(design.ab.size() == 3);
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (std::size_t row = 0; row < 16; ++row)
      for (std::size_t other = 0; other < 3; ++other)
        CHECK(design.ab[axis][row][other] == (other == axis ? design.b : design.a)[row][other]);
}

TEST_CASE("Both halves of Saltelli's design are even: a power of two of points is stratified on every axis",
          "[study]") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const SaltelliDesign design = saltelli_design(256, kAxes, seed);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      CHECK(is_stratified(column(design.a, axis)));
      CHECK(is_stratified(column(design.b, axis)));
    }
  }
  CHECK(saltelli_design(8, kAxes, 1).a != saltelli_design(8, kAxes, 2).a);
  // More rows go on where fewer stopped.
  const SaltelliDesign more = saltelli_design(16, kAxes, 1), fewer = saltelli_design(8, kAxes, 1);
  CHECK(std::equal(fewer.a.begin(), fewer.a.end(), more.a.begin()));
}

TEST_CASE("One at a time: every other level of each axis, once", "[study]") {
  CHECK(one_at_a_time(std::vector<std::size_t>{1, 0}, std::vector<std::size_t>{3, 2}) ==
        std::vector<SingleStep>{{0, 0}, {0, 2}, {1, 1}});
  CHECK(one_at_a_time(std::vector<std::size_t>{0}, std::vector<std::size_t>{1}).empty());
}
