#include "sim/conflict/crdt/two_phase_set.hpp"

#include <algorithm>

namespace bicoastal {

TwoPhaseSet TwoPhaseSet::of(Item item) {
  TwoPhaseSet set;
  set.items_ = {item};
  return set;
}

std::optional<TwoPhaseSet> TwoPhaseSet::write(const Write& write, const Setup& /*setup*/) {
  const std::uint32_t item = write.change.item;
  const auto known = std::find_if(items_.begin(), items_.end(), [&](const Item& i) { return i.item == item; });
  const bool removes = write.change.verb == Verb::remove;
  if (removes && known == items_.end()) return TwoPhaseSet();
  if (!removes && known != items_.end() && known->removed) return std::nullopt;
  const TwoPhaseSet delta = of({item, removes});
  merge(delta);
  return delta;
}

void TwoPhaseSet::merge(const TwoPhaseSet& other) {
  for (const Item& theirs : other.items_) {
    const auto place = std::lower_bound(items_.begin(), items_.end(), theirs.item,
                                        [](const Item& i, std::uint32_t item) { return i.item < item; });
    if (place == items_.end() || place->item != theirs.item)
      items_.insert(place, theirs);
    else
      place->removed = place->removed || theirs.removed;
  }
}

Reading TwoPhaseSet::read(const Setup& /*setup*/) const {
  Reading shown;
  for (const Item& i : items_)
    if (!i.removed) shown.value.set(i.item, 1);
  return shown;
}

std::size_t TwoPhaseSet::payloads() const {
  return static_cast<std::size_t>(
      std::count_if(items_.begin(), items_.end(), [](const Item& i) { return !i.removed; }));
}

}  // namespace bicoastal
