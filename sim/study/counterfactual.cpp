#include "sim/study/counterfactual.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace bicoastal {

namespace {

using Counts = std::array<std::uint64_t, kAnomalyKinds>;

template <class Signs>
Counts by_kind(const Signs& signs) {
  Counts counts{};
  for (const AnomalySign& sign : signs) ++counts[static_cast<std::size_t>(sign.kind)];
  return counts;
}

Counts only_in(std::span<const AnomalySign> these, std::span<const AnomalySign> those) {
  std::vector<AnomalySign> left;
  std::ranges::set_difference(these, those, std::back_inserter(left));
  return by_kind(left);
}

}  // namespace

std::vector<AnomalySign> signs_of(const Analysis& analysis) {
  std::vector<AnomalySign> signs;
  signs.reserve(analysis.anomalies.size());
  for (const Anomaly& anomaly : analysis.anomalies) signs.push_back({anomaly.kind, anomaly.op});
  std::ranges::sort(signs);
  signs.erase(std::unique(signs.begin(), signs.end()), signs.end());
  return signs;
}

Fate& Fate::operator+=(const Fate& other) {
  before += other.before;
  after += other.after;
  vanish += other.vanish;
  fresh += other.fresh;
  return *this;
}

std::vector<Fate> fates(std::span<const AnomalySign> first, std::span<const AnomalySign> other) {
  const Counts before = by_kind(first), after = by_kind(other);
  const Counts vanish = only_in(first, other), fresh = only_in(other, first);
  std::vector<Fate> all;
  for (std::size_t k = 0; k < kAnomalyKinds; ++k)
    if (before[k] + after[k] > 0)
      all.push_back({static_cast<AnomalyKind>(k), before[k], after[k], vanish[k], fresh[k]});
  return all;
}

}  // namespace bicoastal
