// RW-set, remove wins: a member is in if it was added and every remove of it has been seen by some add of it (Bieniusa
// et al., "Brief announcement: semantics of eventually consistent replicated sets", DISC 2012; the definition is that
// of Preguiça, "Conflict-free replicated data types: an overview", arXiv:1806.10254, 2018).
//
// A remove leaves a tombstone, also of what is not there (a concurrent add must lose against it); an add takes away the
// tombstones that its region shows.
//
// A settled tombstone is collected, with the adds beside it that it beats. Not all adds beside it are: one that had
// seen it through another add can be here while that other one, which names the tombstone, is still under way. Such an
// add lies beyond the cut if the other one does; and of what lies within, everything that was seen has come as well, so
// an add within the cut that is still beside the tombstone is concurrent with it.
#pragma once

#include "sim/conflict/crdt/causal_map.hpp"
#include "sim/conflict/state_value.hpp"

namespace bicoastal {

class RwSet {
 public:
  static RwSet initial(const Setup& /*setup*/) { return {}; }

  std::optional<RwSet> write(const Write& write, const Setup& /*setup*/) {
    const Mark mark = write.change.verb == Verb::remove ? Mark::removed : Mark::added;
    return RwSet(marks_.put(write.change.item, write.version, mark, kAllEntries));
  }
  void merge(const RwSet& other) { marks_.merge(other.marks_); }
  Reading read(const Setup& setup) const;
  void collect_garbage(std::span<const std::uint64_t> settled, std::span<const std::uint64_t> cut);
  /// Every change has a dot, so who knows the same dots knows the same; what is collected is not missed.
  bool operator==(const RwSet& other) const { return marks_.context() == other.marks_.context(); }
  /// 8 for each add, 16 for each tombstone (dot and member), and the context.
  std::size_t metadata_bytes() const;
  std::size_t payloads() const;

 private:
  enum class Mark : std::uint8_t { added, removed };
  using Marks = CausalMap<Mark>;
  RwSet() = default;
  explicit RwSet(Marks marks) : marks_(std::move(marks)) {}

  Marks marks_;
};

}  // namespace bicoastal
