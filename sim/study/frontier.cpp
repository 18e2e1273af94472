#include "sim/study/frontier.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

/// A point with every objective turned so that less is better.
struct Turned {
  std::vector<double> mean, best, worst;
  Keeping keeping;
  bool known = true;
};

Turned turned(const std::vector<Figure>& figures, std::span<const Objective> objectives,
              std::span<const Constraint> constraints) {
  Turned point;
  point.keeping = keeps_to(figures, constraints);
  point.known = point.keeping.by_mean != Kept::unknown;
  for (const Objective& objective : objectives) {
    BC_CHECK(objective.metric < figures.size());
    const Figure& figure = figures[objective.metric];
    const Interval range = figure.range();
    const bool less = objective.goal == Goal::minimise;
    point.known = point.known && figure.known();
    point.mean.push_back(figure.known() ? (less ? *figure.mean : -*figure.mean) : 0);
    point.best.push_back(less ? range.low : -range.high);
    point.worst.push_back(less ? range.high : -range.low);
  }
  return point;
}

bool dominates(const std::vector<double>& a, const std::vector<double>& b) {
  bool better = false;
  for (std::size_t m = 0; m < a.size(); ++m) {
    if (a[m] > b[m]) return false;
    better = better || a[m] < b[m];
  }
  return better;
}

}  // namespace

std::vector<Standing> frontier(std::span<const std::vector<Figure>> points, std::span<const Objective> objectives,
                               std::span<const Constraint> constraints) {
  BC_CHECK(!objectives.empty());
  std::vector<Turned> all;
  for (const std::vector<Figure>& point : points) all.push_back(turned(point, objectives, constraints));
  std::vector<Standing> standings;
  for (const Turned& p : all) {
    const auto by_one = [&](auto&& beats) { return std::ranges::any_of(all, beats); };
    const bool beaten =
        by_one([&](const Turned& q) { return q.known && q.keeping.by_mean == Kept::yes && dominates(q.mean, p.mean); });
    const bool surely_beaten = by_one([&](const Turned& q) {
      return &q != &p && q.known && q.keeping.sure == Sure::yes && dominates(q.worst, p.best);
    });
    const bool perhaps_beaten = by_one([&](const Turned& q) {
      return &q != &p && q.known && q.keeping.sure != Sure::no && dominates(q.best, p.worst);
    });
    Standing standing;
    if (p.keeping.by_mean == Kept::no)
      standing.place = FrontierPlace::out;
    else if (p.known)
      standing.place = beaten ? FrontierPlace::dominated : FrontierPlace::frontier;
    if (p.keeping.sure == Sure::no || (p.known && surely_beaten))
      standing.on_frontier = Sure::no;
    else if (p.known && p.keeping.sure == Sure::yes && !perhaps_beaten)
      standing.on_frontier = Sure::yes;
    standings.push_back(standing);
  }
  return standings;
}

}  // namespace bicoastal
