// OR-map of counters: a cart. A good is in as long as some add of it has been seen by no remove; its quantity is the
// sum of what the regions count of it. As Riak's maps with embedded counters (riak_dt_emcntr): each region's count has
// the dot of its last add, a remove covers the counts that its region shows.
//
// Where an add arrives before an earlier one of its region, both counts are there until the one between them has come;
// the newer one has the older one in it, and is the one shown.
//
// A remove that races with an add brings back what the adding region had counted before, beside what it now adds:
// its new count covers both. Counts that a remove can split would need a dot for each add, without bound. Quantities
// only grow between removes, so the counter's negative half is not kept.
#pragma once

#include "sim/conflict/crdt/causal_map.hpp"
#include "sim/conflict/state_value.hpp"

namespace bicoastal {

class OrMap {
 public:
  static OrMap initial(const Setup& /*setup*/) { return {}; }

  std::optional<OrMap> write(const Write& write, const Setup& setup);
  void merge(const OrMap& other) { counts_.merge(other.counts_); }
  Reading read(const Setup& setup) const;
  bool operator==(const OrMap&) const = default;
  /// 16 for each good and region that counted (dot and count), and the context.
  std::size_t metadata_bytes() const { return counts_.metadata_bytes() + 8 * counts_.entries().size(); }
  /// Goods.
  std::size_t payloads() const;

 private:
  using Counts = CausalMap<std::int64_t>;
  OrMap() = default;
  explicit OrMap(Counts counts) : counts_(std::move(counts)) {}

  bool is_last(std::size_t entry) const;

  Counts counts_;
};

}  // namespace bicoastal
