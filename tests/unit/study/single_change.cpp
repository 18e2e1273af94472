#include "sim/study/single_change.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace bicoastal;

namespace {

const Keeping kKeeps{Kept::yes, Sure::yes}, kBreaks{Kept::no, Sure::no};
using Values = std::vector<std::optional<double>>;

}  // namespace

TEST_CASE("The single change that helps most, by hand", "[study]") {
  // Axes: lag (0..2), policy (0..1). The base is (1, 0) with a latency around 100.
  const std::vector<StudiedPoint> points{
      {{1, 0}, Values{100, 110, 90}, kKeeps},                                          // the base
      {{0, 0}, Values{91, 99, 80}, kKeeps},                                            // 10 better
      {{2, 0}, Values{130, 140, 120}, kKeeps}, {{1, 1}, Values{50, 60, 40}, kBreaks},  // 50 better, and not allowed
      {{0, 1}, Values{1, 1, 1}, kKeeps},                                               // two changes
  };
  const auto changes = single_changes(points, 0, Goal::minimise);
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].point == 1);
  CHECK(changes[0].axis == 0);
  CHECK(changes[0].level == 0);
  CHECK(changes[0].improvement == Approx(10));
  CHECK(changes[1].improvement == Approx(-30));
  CHECK(changes[2].point == 3);
  CHECK(changes[2].improvement == Approx(50));
  CHECK(changes[2].keeping == kBreaks);
  // Differences -9, -11, -10: deviation 1, three changes: t(2, 1 - 0.05 / 6) = 7.6488 (Bonferroni t tables: 7.649).
  CHECK(changes[0].difference.interval->half_width() == Approx(7.649 / std::sqrt(3.0)).epsilon(1e-4));
  REQUIRE(change_that_helps_most(changes, Goal::minimise));
  CHECK(change_that_helps_most(changes, Goal::minimise)->point == 1);

  const auto upwards = single_changes(points, 0, Goal::maximise);
  CHECK(upwards[0].point == 2);
  CHECK(upwards[0].improvement == Approx(30));
  CHECK(upwards[0].difference.difference == Approx(30));
  CHECK(change_that_helps_most(upwards, Goal::maximise)->point == 2);
}

TEST_CASE("No change is said to help that is not told apart from none", "[study]") {
  const std::vector<StudiedPoint> noisy{{{0}, Values{10, 20, 30}, kKeeps}, {{1}, Values{25, 5, 20}, kKeeps}};
  const auto changes = single_changes(noisy, 0, Goal::minimise);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].improvement > 0);
  CHECK_FALSE(change_that_helps_most(changes, Goal::minimise));
  // Neither of one seed, nor where there is nothing to change.
  const std::vector<StudiedPoint> single{{{0}, Values{10}, kKeeps}, {{1}, Values{5}, kKeeps}};
  CHECK_FALSE(change_that_helps_most(single_changes(single, 0, Goal::minimise), Goal::minimise));
  CHECK(single_changes(std::span(single).first(1), 0, Goal::minimise).empty());
}

TEST_CASE("A change without a value on any seed comes last", "[study]") {
  const std::vector<StudiedPoint> points{
      {{0}, Values{10, 12}, kKeeps}, {{1}, Values{std::nullopt, std::nullopt}, kKeeps}, {{2}, Values{15, 18}, kKeeps}};
  const auto changes = single_changes(points, 0, Goal::minimise);
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].point == 1);
  CHECK_FALSE(changes[1].difference.interval);
}

TEST_CASE("Among eight changes that do nothing, one is said to help in at most 5 % of 2 000 studies", "[study]") {
  std::mt19937_64 random(8);
  std::normal_distribution<double> normal(0, 1);
  int wrong = 0;
  const int repetitions = 2000;
  for (int i = 0; i < repetitions; ++i) {
    std::vector<StudiedPoint> points;
    for (std::size_t level = 0; level < 9; ++level) {
      points.push_back({{level}, {}, kKeeps});
      for (int seed = 0; seed < 10; ++seed) points.back().values.emplace_back(normal(random));
    }
    wrong += change_that_helps_most(single_changes(points, 0, Goal::minimise), Goal::minimise).has_value();
  }
  // Half of what is wrong by chance is wrong to the other side. Without the correction it would be more than 10 %.
  INFO(wrong << " of " << repetitions);
  CHECK(wrong <= 0.05 * repetitions);
}
