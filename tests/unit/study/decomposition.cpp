#include "sim/study/decomposition.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <random>

using namespace bicoastal;

namespace {

/// y at each combination of these levels, the same of every seed but for `noise`.
GridFigures grid_of(
    const std::vector<std::vector<double>>& axes, std::size_t seeds,
    const std::function<double(const std::vector<double>&)>& y,
    const std::function<double(std::size_t)>& noise = [](std::size_t) { return 0.0; }) {
  GridFigures grid;
  std::size_t points = 1;
  for (const auto& axis : axes) {
    grid.levels.push_back(axis.size());
    points *= axis.size();
  }
  for (std::size_t point = 0; point < points; ++point) {
    std::vector<double> x(axes.size());
    std::size_t left = point;
    for (std::size_t axis = axes.size(); axis-- > 0; left /= axes[axis].size())
      x[axis] = axes[axis][left % axes[axis].size()];
    grid.values.emplace_back();
    for (std::size_t seed = 0; seed < seeds; ++seed) grid.values.back().emplace_back(y(x) + noise(seed));
  }
  return grid;
}

double two_a_three_b(const std::vector<double>& x) { return 2 * x[0] + 3 * x[1] + x[0] * x[1]; }

}  // namespace

TEST_CASE("2 a + 3 b + a b over -1 and 1 has variance 14: 4 of a, 9 of b, 1 of both", "[study]") {
  const auto result = decompose(grid_of({{-1, 1}, {-1, 1}}, 3, two_a_three_b));
  REQUIRE(result);
  CHECK(result->seeds == 3);
  CHECK(result->mean == Approx(0).margin(1e-12));
  CHECK(result->variance == Approx(14));
  CHECK(result->axes[0].share == Approx(4.0 / 14));
  CHECK(result->axes[1].share == Approx(9.0 / 14));
  REQUIRE(result->pairs.size() == 1);
  CHECK(result->pairs[0].axes == std::vector<std::size_t>{0, 1});
  CHECK(result->pairs[0].share == Approx(1.0 / 14));
  CHECK(result->higher.share == Approx(0).margin(1e-12));
  REQUIRE(result->axes[0].interval);  // seeds that agree leave no doubt
  CHECK(result->axes[0].interval->low == Approx(4.0 / 14));
  CHECK(result->axes[0].interval->high == Approx(4.0 / 14));
}

TEST_CASE("The same over other levels, where main effects take up part of the product", "[study]") {
  // a in 0, 1, 2 and b in 0, 1. Means over b: 2a + (3 + a)/2 = 2.5a + 1.5; over a: 2 + 3b + b = 2 + 4b. Interaction:
  // (a - 1)(b - 1/2). Variances: 6.25 * 2/3, 16 / 4, 2/3 / 4. An axis that does nothing lies between.
  const auto y = [](const std::vector<double>& x) { return two_a_three_b({x[0], x[2]}); };
  const auto result = decompose(grid_of({{0, 1, 2}, {5, 6, 7, 8}, {0, 1}}, 1, y));
  REQUIRE(result);
  const double a = 6.25 * 2 / 3, b = 4, ab = 2.0 / 3 / 4, all = a + b + ab;
  CHECK(result->mean == Approx(4));
  CHECK(result->variance == Approx(all));
  CHECK(result->axes[0].share == Approx(a / all));
  CHECK(result->axes[1].share == Approx(0).margin(1e-12));
  CHECK(result->axes[2].share == Approx(b / all));
  CHECK(result->pairs[0].share == Approx(0).margin(1e-12));
  CHECK(result->pairs[1].share == Approx(ab / all));
  CHECK(result->pairs[2].share == Approx(0).margin(1e-12));
  CHECK_FALSE(result->axes[0].interval);  // one seed does not tell how sure that is
}

TEST_CASE("What three axes do together only is neither of an axis nor of a pair", "[study]") {
  const auto product = [](const std::vector<double>& x) { return x[0] * x[1] * x[2]; };
  const auto result = decompose(grid_of({{-1, 1}, {-1, 1}, {-1, 1}}, 1, product));
  REQUIRE(result);
  CHECK(result->higher.share == Approx(1));
  for (const auto& term : {result->axes, result->pairs})
    for (const VarianceShare& share : term) CHECK(share.share == Approx(0).margin(1e-12));
}

TEST_CASE("Noise is not taken for interaction, and intervals cover the true shares", "[study]") {
  // Of 2 a + 3 b on a 3 x 3 grid (-1, 0, 1): 4/13 and 9/13, no interaction. Noise of deviation 2 over 10 seeds would
  // give the plain interaction 4 degrees of freedom * 0.4 / 9 = 0.18 of variance beside 13 * 2/3 = 8.67.
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal(0, 2);
  int covers_a = 0, covers_b = 0;
  double pair = 0;
  const int repetitions = 500;
  for (int i = 0; i < repetitions; ++i) {
    const auto result = decompose(grid_of(
        {{-1, 0, 1}, {-1, 0, 1}}, 10, [](const std::vector<double>& x) { return 2 * x[0] + 3 * x[1]; },
        [&](std::size_t) { return normal(random); }));
    covers_a += result->axes[0].interval->contains(4.0 / 13);
    covers_b += result->axes[1].interval->contains(9.0 / 13);
    pair += result->pairs[0].share / repetitions;
  }
  INFO(covers_a << " and " << covers_b << " of " << repetitions << ", mean interaction " << pair);
  CHECK(covers_a >= 0.90 * repetitions);
  CHECK(covers_b >= 0.90 * repetitions);
  CHECK(pair < 0.5 * 0.18 / 8.67);
}

TEST_CASE("A seed that lacks a point is left out; without any there is no answer, nor where all is alike", "[study]") {
  GridFigures grid = grid_of({{-1, 1}, {-1, 1}}, 3, two_a_three_b);
  grid.values[2][1] = std::nullopt;
  const auto result = decompose(grid);
  REQUIRE(result);
  CHECK(result->seeds == 2);
  CHECK(result->missing == 1);
  CHECK(result->axes[1].share == Approx(9.0 / 14));
  for (auto& value : grid.values[0]) value = std::nullopt;
  CHECK_FALSE(decompose(grid));
  CHECK_FALSE(decompose(grid_of({{-1, 1}}, 2, [](const std::vector<double>&) { return 1.0; })));
}

TEST_CASE("Means of pairs of levels are over the other axes, with an interval over seeds", "[study]") {
  // y = a + 10 b + 100 c + seed, over 0 and 1: the mean over b is 5 more than without it.
  const auto y = [](const std::vector<double>& x) { return x[0] + 10 * x[1] + 100 * x[2]; };
  const GridFigures grid =
      grid_of({{0, 1}, {0, 1}, {0, 1}}, 3, y, [](std::size_t seed) { return static_cast<double>(seed); });
  const auto means = pair_means(grid, 2, 0);
  REQUIRE(means.size() == 2);
  REQUIRE(means[0].size() == 2);
  for (std::size_t c = 0; c < 2; ++c)
    for (std::size_t a = 0; a < 2; ++a) {
      CHECK(means[c][a].mean == Approx(static_cast<double>(a + 100 * c) + 5 + 1));
      // Seeds 0, 1, 2: deviation 1, t(2, 0.975) = 4.302653.
      CHECK(means[c][a].interval->half_width() == Approx(4.302653 / std::sqrt(3.0)));
    }
}
