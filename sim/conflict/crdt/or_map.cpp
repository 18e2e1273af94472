#include "sim/conflict/crdt/or_map.hpp"

namespace bicoastal {

std::optional<OrMap> OrMap::write(const Write& write, const Setup& /*setup*/) {
  const std::uint32_t good = write.change.item;
  if (write.change.verb == Verb::remove) return OrMap(counts_.cover(good, kAllEntries));
  const StoreId self = write.version.origin();
  const auto own = [&](const Counts::Entry& e) { return e.dot.origin() == self; };
  std::int64_t count = write.change.amount;
  for (const Counts::Entry& e : counts_.of(good))
    if (own(e)) count += e.payload;
  return OrMap(counts_.put(good, write.version, count, own));
}

Reading OrMap::read(const Setup& /*setup*/) const {
  Reading shown;
  for (const Counts::Entry& e : counts_.entries()) shown.value.add(e.item, e.payload);
  return shown;
}

std::size_t OrMap::payloads() const {
  std::size_t goods = 0;
  const Counts::Entry* before = nullptr;
  for (const Counts::Entry& e : counts_.entries()) {
    goods += before == nullptr || before->item != e.item;
    before = &e;
  }
  return goods;
}

}  // namespace bicoastal
