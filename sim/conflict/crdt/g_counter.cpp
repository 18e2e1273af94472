#include "sim/conflict/crdt/g_counter.hpp"

#include "sim/conflict/data_types.hpp"

#include <algorithm>

namespace bicoastal {

std::optional<GCounter> GCounter::write(const Write& write, const Setup& /*setup*/) {
  if (write.change.amount < 0) return std::nullopt;
  Count& own = of(write.at);
  own.sum += write.change.amount;
  GCounter delta;
  delta.counts_.push_back(own);
  return delta;
}

void GCounter::merge(const GCounter& other) {
  for (const Count& theirs : other.counts_) {
    Count& ours = of(theirs.region);
    ours.sum = std::max(ours.sum, theirs.sum);
  }
}

Reading GCounter::read(const Setup& setup) const {
  Reading shown{initial_document(setup.keys), 1};
  for (const Count& c : counts_) shown.value.add(0, c.sum);
  return shown;
}

GCounter::Count& GCounter::of(RegionId region) {
  const auto place =
      std::lower_bound(counts_.begin(), counts_.end(), region, [](const Count& c, RegionId r) { return c.region < r; });
  if (place != counts_.end() && place->region == region) return *place;
  return *counts_.insert(place, Count{region, 0});
}

}  // namespace bicoastal
