#include "sim/conflict/crdt/pn_counter.hpp"

#include "sim/conflict/data_types.hpp"

#include <algorithm>
#include <tuple>

namespace bicoastal {

std::int64_t signed_amount(const Change& change) {
  return change.verb == Verb::take || change.verb == Verb::withdraw ? -change.amount : change.amount;
}

std::optional<PnCounter> PnCounter::write(const Write& write, const Setup& setup) {
  Document shown = read(setup).value;
  if (!apply(setup.keys.type, setup.keys, write, shown)) return std::nullopt;
  return count(write);
}

PnCounter PnCounter::count(const Write& write) {
  Count& own = of(write.change.item, write.at);
  const std::int64_t amount = signed_amount(write.change);
  (amount < 0 ? own.taken : own.added) += amount < 0 ? -amount : amount;
  PnCounter delta;
  delta.counts_.push_back(own);
  return delta;
}

void PnCounter::merge(const PnCounter& other) {
  for (const Count& theirs : other.counts_) {
    Count& ours = of(theirs.item, theirs.region);
    ours.added = std::max(ours.added, theirs.added);
    ours.taken = std::max(ours.taken, theirs.taken);
  }
}

Reading PnCounter::read(const Setup& setup) const {
  Reading shown{initial_document(setup.keys), 1};
  for (const Count& c : counts_) shown.value.add(c.item, c.added - c.taken);
  return shown;
}

PnCounter::Count& PnCounter::of(std::uint32_t item, RegionId region) {
  const auto place = std::lower_bound(counts_.begin(), counts_.end(), std::tie(item, region),
                                      [](const Count& c, const auto& key) { return std::tie(c.item, c.region) < key; });
  if (place != counts_.end() && place->item == item && place->region == region) return *place;
  return *counts_.insert(place, Count{item, region, 0, 0});
}

}  // namespace bicoastal
