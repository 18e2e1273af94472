#include "sim/conflict/crdt/or_map.hpp"

namespace bicoastal {

std::optional<OrMap> OrMap::write(const Write& write, const Setup& /*setup*/) {
  const std::uint32_t good = write.change.item;
  if (write.change.verb == Verb::remove) return OrMap(counts_.cover(good, kAllEntries));
  const StoreId self = write.version.origin();
  const auto own = [&](const Counts::Entry& e) { return e.dot.origin() == self; };
  std::int64_t count = write.change.amount;
  for (const Counts::Entry& e : counts_.of(good))
    if (own(e)) count = write.change.amount + e.payload;
  return OrMap(counts_.put(good, write.version, count, own));
}

Reading OrMap::read(const Setup& /*setup*/) const {
  Reading shown;
  for (std::size_t i = 0; i < counts_.entries().size(); ++i)
    if (is_last(i)) shown.value.add(counts_.entries()[i].item, counts_.entries()[i].payload);
  return shown;
}

/// Entries of a good are by origin and age.
bool OrMap::is_last(std::size_t entry) const {
  const auto entries = counts_.entries();
  if (entry + 1 == entries.size() || entries[entry + 1].item != entries[entry].item) return true;
  return entries[entry + 1].dot.origin() != entries[entry].dot.origin();
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
