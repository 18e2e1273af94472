#include "sim/conflict/crdt/rw_set.hpp"

namespace bicoastal {

Reading RwSet::read(const Setup& /*setup*/) const {
  Reading shown;
  for (const Marks::Entry& e : marks_.entries())
    if (e.payload == Mark::added) shown.value.set(e.item, 1);
  for (const Marks::Entry& e : marks_.entries())
    if (e.payload == Mark::removed) shown.value.set(e.item, 0);
  return shown;
}

void RwSet::collect_garbage(std::span<const std::uint64_t> settled, std::span<const std::uint64_t> cut) {
  const auto within = [](const Marks::Entry& e, std::span<const std::uint64_t> upto) {
    return e.dot.sequence() <= upto[e.dot.origin().index()];
  };
  std::vector<std::uint64_t> items;
  for (const Marks::Entry& e : marks_.entries())
    if (e.payload == Mark::removed && within(e, settled)) items.push_back(e.item);
  for (const std::uint64_t item : items)
    marks_.drop(item, [&](const Marks::Entry& e) { return within(e, e.payload == Mark::removed ? settled : cut); });
}

std::size_t RwSet::metadata_bytes() const {
  const std::size_t tombstones = marks_.entries().size() - payloads();
  return marks_.metadata_bytes() + 8 * tombstones;
}

std::size_t RwSet::payloads() const {
  std::size_t added = 0;
  for (const Marks::Entry& e : marks_.entries()) added += e.payload == Mark::added;
  return added;
}

}  // namespace bicoastal
