#include "sim/report/page/study_order.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace bicoastal {

PointPlace place_of(const StudyFindings& f, std::size_t point) {
  const Keeping& keeping = f.keeping[point];
  if (keeping.by_mean == Kept::no) return keeping.sure == Sure::no ? PointPlace::out : PointPlace::perhaps_out;
  if (keeping.by_mean == Kept::unknown) return PointPlace::unknown;
  if (f.best && f.best->point == point) return PointPlace::best;
  if (f.standings.empty() || f.objectives.size() < 2) return PointPlace::kept;
  const Standing& standing = f.standings[point];
  if (standing.place == FrontierPlace::unknown) return PointPlace::unknown;
  if (standing.place == FrontierPlace::frontier) return PointPlace::frontier;
  return standing.on_frontier == Sure::no ? PointPlace::dominated : PointPlace::perhaps;
}

std::string_view name_of(PointPlace place) {
  switch (place) {
    case PointPlace::best: return "best";
    case PointPlace::frontier: return "frontier";
    case PointPlace::perhaps: return "perhaps frontier";
    case PointPlace::dominated: return "dominated";
    case PointPlace::kept: return "";
    case PointPlace::unknown: return "unknown";
    case PointPlace::perhaps_out: return "breaks a constraint, perhaps";
    case PointPlace::out: return "breaks a constraint";
  }
  return "";
}

std::vector<std::size_t> best_first(const StudyFindings& f) {
  std::vector<std::size_t> order(f.samples.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t p) {
    constexpr double kLast = std::numeric_limits<double>::infinity();
    if (f.objectives.empty()) return std::pair(place_of(f, p), 0.0);
    const Objective& first = f.objectives.front();
    const Sample& sample = f.samples[p][first.metric];
    const double loss = first.goal == Goal::minimise ? sample.mean : -sample.mean;
    return std::pair(place_of(f, p), sample.told == 0 ? kLast : loss);
  };
  std::ranges::stable_sort(order, {}, key);
  return order;
}

}  // namespace bicoastal
