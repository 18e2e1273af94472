#include "sim/conflict/crdt/bounded_counter.hpp"

#include "sim/conflict/data_types.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace bicoastal {

std::optional<BoundedCounter> BoundedCounter::write(const Write& write, const Setup& setup) {
  if (signed_amount(write.change) < 0 && rights(setup)[write.at.index()] < write.change.amount) return std::nullopt;
  BoundedCounter delta;
  delta.counts_ = counts_.count(write);
  return delta;
}

void BoundedCounter::merge(const BoundedCounter& other) {
  counts_.merge(other.counts_);
  for (const Gift& theirs : other.gifts_) {
    Gift& ours = of(theirs.from, theirs.to);
    ours.sum = std::max(ours.sum, theirs.sum);
  }
}

std::vector<std::int64_t> BoundedCounter::rights(const Setup& setup) const {
  const auto regions = static_cast<std::int64_t>(setup.regions);
  const std::int64_t all = initial_document(setup.keys).total();
  std::vector<std::int64_t> rights(setup.regions, all / regions);
  for (std::int64_t rest = 0; rest < all % regions; ++rest) ++rights[static_cast<std::size_t>(rest)];
  for (const PnCounter::Count& c : counts_.counts()) rights[c.region.index()] += c.added - c.taken;
  for (const Gift& g : gifts_) {
    rights[g.from.index()] -= g.sum;
    rights[g.to.index()] += g.sum;
  }
  return rights;
}

std::optional<BoundedCounter> BoundedCounter::share_rights(RegionId at, const Setup& setup) {
  std::vector<std::int64_t> has = rights(setup);
  const auto regions = static_cast<std::int64_t>(has.size());
  const std::int64_t even = (std::accumulate(has.begin(), has.end(), std::int64_t{0}) + regions - 1) / regions;
  std::int64_t spare = has[at.index()] - even;
  BoundedCounter delta;
  while (spare > 0) {
    const auto poorest = std::min_element(has.begin(), has.end());
    if (2 * *poorest >= even) break;
    const std::int64_t given = std::min(spare, even - *poorest);
    Gift& gift = of(at, RegionId(static_cast<std::size_t>(poorest - has.begin())));
    gift.sum += given;
    delta.of(gift.from, gift.to) = gift;
    *poorest += given;
    spare -= given;
  }
  if (delta.gifts_.empty()) return std::nullopt;
  return delta;
}

BoundedCounter::Gift& BoundedCounter::of(RegionId from, RegionId to) {
  const auto place = std::lower_bound(gifts_.begin(), gifts_.end(), std::tie(from, to),
                                      [](const Gift& g, const auto& key) { return std::tie(g.from, g.to) < key; });
  if (place != gifts_.end() && place->from == from && place->to == to) return *place;
  return *gifts_.insert(place, Gift{from, to, 0});
}

}  // namespace bicoastal
