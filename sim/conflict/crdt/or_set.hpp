// OR-set, add wins: a member is in as long as some add of it has been seen by no remove (Shapiro et al., INRIA RR-7506,
// 2011, specification 15), without tombstones (Bieniusa et al., "An optimized conflict-free replicated set", INRIA
// RR-8083, 2012): a new add takes the place of the adds that its region shows.
//
// A remove of what is not there changes nothing. A delta of a remove has no payload: it names the adds that it saw.
#pragma once

#include "sim/conflict/crdt/causal_map.hpp"
#include "sim/conflict/state_value.hpp"

namespace bicoastal {

class OrSet {
 public:
  static OrSet initial(const Setup& /*setup*/) { return {}; }

  std::optional<OrSet> write(const Write& write, const Setup& /*setup*/) {
    const std::uint32_t item = write.change.item;
    if (write.change.verb == Verb::remove) return OrSet(adds_.cover(item, kAllEntries));
    return OrSet(adds_.put(item, write.version, {}, kAllEntries));
  }
  void merge(const OrSet& other) { adds_.merge(other.adds_); }
  Reading read(const Setup& /*setup*/) const {
    Reading shown;
    for (const auto& e : adds_.entries()) shown.value.set(e.item, 1);
    return shown;
  }
  bool operator==(const OrSet&) const = default;
  /// 8 for each add, and the context.
  std::size_t metadata_bytes() const { return adds_.metadata_bytes(); }
  std::size_t payloads() const { return adds_.entries().size(); }

 private:
  using Adds = CausalMap<NoPayload>;
  OrSet() = default;
  explicit OrSet(Adds adds) : adds_(std::move(adds)) {}

  Adds adds_;
};

}  // namespace bicoastal
