#include "sim/conflict/crdt/seat_map.hpp"

#include "sim/conflict/data_types.hpp"

#include <set>

namespace bicoastal {

std::optional<SeatMap> SeatMap::write(const Write& write, const Setup& /*setup*/) {
  const std::uint32_t seat = write.change.item;
  const std::int64_t self = holder_of(write.session);
  const auto own = [&](const Holders::Entry& e) { return e.payload == self; };
  const auto taken = holders_.of(seat);
  const bool holds = std::any_of(taken.begin(), taken.end(), own);
  if (write.change.verb == Verb::release) {
    if (!holds) return std::nullopt;
    return SeatMap(holders_.cover(seat, own));
  }
  if (!holds && !taken.empty()) return std::nullopt;
  return SeatMap(holders_.put(seat, write.version, self, own));
}

Reading SeatMap::read(const Setup& /*setup*/) const {
  Reading shown;
  std::set<std::int64_t> holders;
  const Holders::Entry* before = nullptr;
  for (const Holders::Entry& e : holders_.entries()) {
    if (before != nullptr && before->item != e.item) holders.clear();
    holders.insert(e.payload);
    shown.value.set(e.item, *holders.begin());
    shown.siblings = std::max(shown.siblings, static_cast<std::uint32_t>(holders.size()));
    before = &e;
  }
  return shown;
}

}  // namespace bicoastal
