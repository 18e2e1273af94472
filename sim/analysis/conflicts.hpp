// Conflicts: two writes to a key neither of which had seen the other when it was accepted.
//
// The history is in the order of time, so of two writes only the later one can have seen the earlier. When a write is
// accepted at a store, it conflicts with those earlier writes of its key that this store has not seen (seen.hpp): of
// each other store's writes to the key, the last ones. Each pair is found once, with its later write, whether or not
// the two ever meet.
//
// Per active key and accepting store: the writes that some leader has not seen yet, and those of them that are in no
// conflict so far. Finding a pair's number is a binary search; a write leaves the second list once.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/flat_queue.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/seen.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace bicoastal {

class ConflictingWrites {
 public:
  ConflictingWrites(const Seen& seen, Anomalies& anomalies) : seen_(seen), anomalies_(anomalies) {}

  void open(Slot slot);
  /// `known`: by store, up to which sequence the accepting one knows the writes to the key; what it has seen if empty.
  /// REQUIRES: its own store has not been told of it yet (Seen::advance).
  void accept(Slot slot, const AcceptRecord& record, std::size_t partition, std::span<const std::uint64_t> known = {});
  /// A lost write conflicts with nothing that comes later.
  void lost(Slot slot, VersionId version);
  /// Whether nothing of the key can conflict any more.
  bool idle(Slot slot, std::size_t partition);

  void finish(Analysis& analysis) const;

 private:
  struct FromStore {
    StoreId origin;
    FlatQueue<VersionId> unseen;      // that some leader has not seen, by sequence
    FlatQueue<VersionId> harmonious;  // of these: in no conflict so far
  };
  struct Writes {
    std::vector<FromStore> from;  // the first `used` are of this key; the others keep their memory
    std::size_t used = 0;
  };

  FromStore& of(Writes& writes, StoreId origin);
  std::uint64_t meet(FromStore& others, std::uint64_t seen_until, const AcceptRecord& record);

  const Seen& seen_;
  Anomalies& anomalies_;
  std::vector<Writes> writes_;  // by slot
  std::uint64_t accepted_ = 0, in_conflict_ = 0;
};

}  // namespace bicoastal
