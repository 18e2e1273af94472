#include "sim/study/frontier.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

using namespace bicoastal;

namespace {

Figure exact(double value) { return {value, Interval{value, value}}; }
Figure between(double low, double mean, double high) { return {mean, Interval{low, high}}; }
const Figure kUnknown{};
const Figure kNotANumber{std::numeric_limits<double>::quiet_NaN(), std::nullopt};

const std::vector<Objective> kBothLess{{0, Goal::minimise}, {1, Goal::minimise}};

std::vector<FrontierPlace> places(const std::vector<std::vector<Figure>>& points,
                                  const std::vector<Objective>& objectives,
                                  const std::vector<Constraint>& constraints = {}) {
  std::vector<FrontierPlace> found;
  for (const Standing& s : frontier(points, objectives, constraints)) found.push_back(s.place);
  return found;
}

}  // namespace

TEST_CASE("A frontier of five points by hand", "[study]") {
  // Latency and cost: cheap and slow, middling, dear and fast; one beaten by the middling, one equal to it.
  const std::vector<std::vector<Figure>> points{{exact(90), exact(1)},
                                                {exact(40), exact(3)},
                                                {exact(10), exact(9)},
                                                {exact(40), exact(4)},
                                                {exact(40), exact(3)}};
  CHECK(places(points, kBothLess) == std::vector{FrontierPlace::frontier, FrontierPlace::frontier,
                                                 FrontierPlace::frontier, FrontierPlace::dominated,
                                                 FrontierPlace::frontier});
  // As exact as these are, everything is sure.
  const std::vector<Standing> standings = frontier(points, kBothLess);
  for (const Standing& s : standings)
    CHECK(s.on_frontier == (s.place == FrontierPlace::frontier ? Sure::yes : Sure::no));
  // Who wants latency only, wants one.
  CHECK(places(points, {{0, Goal::minimise}}) == std::vector{FrontierPlace::dominated, FrontierPlace::dominated,
                                                             FrontierPlace::frontier, FrontierPlace::dominated,
                                                             FrontierPlace::dominated});
  // Who wants it slow and dear, another.
  CHECK(places(points, {{0, Goal::maximise}, {1, Goal::maximise}}) ==
        std::vector{FrontierPlace::frontier, FrontierPlace::dominated, FrontierPlace::frontier, FrontierPlace::frontier,
                    FrontierPlace::dominated});
}

TEST_CASE("A point that breaks a constraint is out and dominates nobody", "[study]") {
  const std::vector<std::vector<Figure>> points{{exact(1), exact(1), exact(0.9)}, {exact(2), exact(2), exact(0.999)}};
  CHECK(places(points, kBothLess) == std::vector{FrontierPlace::frontier, FrontierPlace::dominated});
  CHECK(places(points, kBothLess, {{2, 0.99, {}}}) == std::vector{FrontierPlace::out, FrontierPlace::frontier});
  CHECK(places(points, kBothLess, {{2, {}, 0.99}}) == std::vector{FrontierPlace::frontier, FrontierPlace::out});
  CHECK(places(points, kBothLess, {{2, 0.9, 0.999}}) == std::vector{FrontierPlace::frontier, FrontierPlace::dominated});
}

TEST_CASE("A point with an unknown figure has no place and takes none away", "[study]") {
  for (const Figure& unknown : {kUnknown, kNotANumber}) {
    const std::vector<std::vector<Figure>> points{{unknown, exact(0), exact(1)}, {exact(2), exact(2), exact(1)}};
    CHECK(frontier(points, kBothLess) ==
          std::vector{Standing{FrontierPlace::unknown, Sure::perhaps}, Standing{FrontierPlace::frontier, Sure::yes}});
    // What is not asked for does not matter.
    CHECK(places(points, {{1, Goal::minimise}}) == std::vector{FrontierPlace::frontier, FrontierPlace::dominated});
    // What breaks a known constraint is out all the same; an unknown constraint leaves a point without a place.
    CHECK(places(points, kBothLess, {{1, 1, {}}}) == std::vector{FrontierPlace::out, FrontierPlace::frontier});
    CHECK(places(points, {{1, Goal::minimise}}, {{0, {}, 5}}) ==
          std::vector{FrontierPlace::unknown, FrontierPlace::frontier});
  }
}

TEST_CASE("Where intervals overlap, nobody is surely dominated", "[study]") {
  const std::vector<Figure> better{between(8, 10, 12), between(1, 2, 3)};
  const auto beside = [&](const std::vector<Figure>& other) { return frontier(std::vector{better, other}, kBothLess); };
  // Clear of it in both: 12 < 13 and 3 < 4.
  CHECK(beside({between(13, 14, 15), between(4, 5, 6)}) ==
        std::vector{Standing{FrontierPlace::frontier, Sure::yes}, Standing{FrontierPlace::dominated, Sure::no}});
  // Its good end in the first objective is 11.
  CHECK(beside({between(11, 14, 17), between(4, 5, 6)}) ==
        std::vector{Standing{FrontierPlace::frontier, Sure::yes}, Standing{FrontierPlace::dominated, Sure::perhaps}});
  // Overlapping in both, either may be the better one.
  CHECK(
      beside({between(11, 14, 17), between(2, 5, 8)}) ==
      std::vector{Standing{FrontierPlace::frontier, Sure::perhaps}, Standing{FrontierPlace::dominated, Sure::perhaps}});
}

TEST_CASE("A mean without an interval is sure of nothing", "[study]") {
  const std::vector<std::vector<Figure>> points{{Figure{1.0, {}}, Figure{1.0, {}}}, {exact(9), exact(9)}};
  CHECK(frontier(points, kBothLess) == std::vector{Standing{FrontierPlace::frontier, Sure::perhaps},
                                                   Standing{FrontierPlace::dominated, Sure::perhaps}});
}

TEST_CASE("Whether a constraint is kept is sure only where the whole interval is on one side", "[study]") {
  const std::vector<Constraint> at_most{{0, {}, 10}};
  const auto keeping = [&](const Figure& figure) { return keeps_to(std::vector{figure}, at_most); };
  CHECK(keeping(between(7, 8, 9)) == Keeping{Kept::yes, Sure::yes});
  CHECK(keeping(between(7, 8, 11)) == Keeping{Kept::yes, Sure::perhaps});
  CHECK(keeping(between(7, 11, 15)) == Keeping{Kept::no, Sure::perhaps});
  CHECK(keeping(between(11, 12, 13)) == Keeping{Kept::no, Sure::no});
  CHECK(keeping(exact(10)) == Keeping{Kept::yes, Sure::yes});
  CHECK(keeping(kUnknown) == Keeping{Kept::unknown, Sure::perhaps});
  CHECK(keeps_to(std::vector{kUnknown, exact(3)}, std::vector<Constraint>{{0, {}, 10}, {1, 5, {}}}) ==
        Keeping{Kept::no, Sure::no});
  // A point that perhaps keeps to it beats nobody surely.
  const std::vector<std::vector<Figure>> points{{between(7, 8, 11), exact(1)}, {exact(9.5), exact(2)}};
  const std::vector<Objective> second{{1, Goal::minimise}};
  CHECK(frontier(points, second, at_most) == std::vector{Standing{FrontierPlace::frontier, Sure::perhaps},
                                                         Standing{FrontierPlace::dominated, Sure::perhaps}});
}

namespace {

/// 2 to 4 objectives over a few coarse values, so that ties are frequent; some unknown, some not a number.
struct RandomStudy {
  std::vector<std::vector<Figure>> points;
  std::vector<Objective> objectives;
  std::vector<Constraint> constraints;
};

RandomStudy random_study() {
  RandomStudy study;
  const auto metrics = *rc::gen::inRange<std::size_t>(2, 5);
  for (std::size_t m = 0; m < metrics; ++m)
    study.objectives.push_back({m, *rc::gen::arbitrary<bool>() ? Goal::minimise : Goal::maximise});
  if (*rc::gen::arbitrary<bool>()) study.constraints.push_back({0, {}, *rc::gen::inRange(1, 6)});
  if (*rc::gen::arbitrary<bool>()) study.constraints.push_back({metrics - 1, *rc::gen::inRange(1, 6), {}});
  for (int left = *rc::gen::inRange(0, 40); left > 0; --left) {
    std::vector<Figure> point;
    for (std::size_t m = 0; m < metrics; ++m) {
      const int what = *rc::gen::inRange(0, 60);
      const double mean = what % 6, below = *rc::gen::inRange(0, 3), above = *rc::gen::inRange(0, 3);
      point.push_back(what == 59 ? kUnknown : what == 58 ? kNotANumber : between(mean - below, mean, mean + above));
    }
    study.points.push_back(point);
  }
  return study;
}

bool beats(const RandomStudy& study, const std::vector<Figure>& a, const std::vector<Figure>& b) {
  int better = 0, worse = 0;
  for (const auto& [metric, goal] : study.objectives) {
    const double gain = goal == Goal::maximise ? *a[metric].mean - *b[metric].mean : *b[metric].mean - *a[metric].mean;
    better += gain > 0;
    worse += gain < 0;
  }
  return worse == 0 && better > 0;
}

bool is_number(const Figure& figure) { return figure.mean && !std::isnan(*figure.mean); }

/// The definition, read aloud.
FrontierPlace by_definition(const RandomStudy& study, std::size_t i) {
  const auto broken = [&](const std::vector<Figure>& p, const Constraint& c) {
    return is_number(p[c.metric]) &&
           ((c.at_least && *p[c.metric].mean < *c.at_least) || (c.at_most && *p[c.metric].mean > *c.at_most));
  };
  const auto breaks = [&](const std::vector<Figure>& p) {
    return std::ranges::any_of(study.constraints, [&](const Constraint& c) { return broken(p, c); });
  };
  const auto whole = [](const std::vector<Figure>& p) { return std::ranges::all_of(p, is_number); };
  const auto& p = study.points[i];
  if (breaks(p)) return FrontierPlace::out;
  if (!whole(p)) return FrontierPlace::unknown;
  for (const auto& q : study.points)
    if (whole(q) && !breaks(q) && beats(study, q, p)) return FrontierPlace::dominated;
  return FrontierPlace::frontier;
}

}  // namespace

TEST_CASE("The frontier equals brute force on random sets of 2 to 4 objectives", "[study]") {
  CHECK(rc::check([] {
    const RandomStudy study = random_study();
    const auto standings = frontier(study.points, study.objectives, study.constraints);
    for (std::size_t i = 0; i < standings.size(); ++i) RC_ASSERT(standings[i].place == by_definition(study, i));
  }));
}

TEST_CASE("What is sure holds wherever in their intervals the true figures are", "[study]") {
  CHECK(rc::check([] {
    RandomStudy study = random_study();
    const auto said = frontier(study.points, study.objectives, study.constraints);
    for (auto& point : study.points)
      for (Figure& figure : point)
        if (is_number(figure))
          figure.mean =
              *rc::gen::inRange(static_cast<int>(figure.interval->low), static_cast<int>(figure.interval->high) + 1);
    for (std::size_t i = 0; i < said.size(); ++i) {
      const FrontierPlace truth = by_definition(study, i);
      if (said[i].on_frontier == Sure::yes) RC_ASSERT(truth == FrontierPlace::frontier);
      if (said[i].on_frontier == Sure::no) RC_ASSERT(truth != FrontierPlace::frontier);
    }
  }));
}
