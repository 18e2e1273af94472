// Conflicts where several regions keep each key and each answers for itself: two writes to a key neither of which had
// seen the other.
//
// A write has seen what the copy that its coordinator looked at had been sent when it was accepted (its own copy;
// where it is no member, that of the first one it reached), and what these writes had seen. Messages may overtake each
// other and get lost, so what a copy knows is a set of writes.
//
// Modelling choice: a write that no member has got within a client's timeout conflicts with no later one until some
// member gets it. It may have gone astray, and then nothing could ever meet it.
//
// Kept of a key are the writes that some member does not know of.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/quorum/members.hpp"
#include "sim/analysis/quorum/write_set.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class QuorumConflicts {
 public:
  QuorumConflicts(const QuorumMembers& members, const Limits& limits, Anomalies& anomalies)
      : members_(members), attempt_(limits.attempt), anomalies_(anomalies) {}

  void open(Slot slot);
  /// `looked_at`: the member whose copy the coordinator looked at.
  void accept(Slot slot, const AcceptRecord& record, std::size_t looked_at);

  struct Arrival {
    std::optional<Time> news;  ///< when the write was accepted, where the member had not known of it
    bool first = false;        ///< no member had got it before
  };
  Arrival arrive(Slot slot, VersionId version, std::size_t member);
  /// Whether all members know all writes to the key.
  bool idle(Slot slot) const { return keys_[slot].listed.size() == 0; }

  void finish(Analysis& analysis) const;

 private:
  struct Write {
    VersionId version;
    Time accepted;
    WriteSet seen;
    bool reached = false;  // a member has got it
  };
  struct Key {
    std::vector<Write> writes;
    std::vector<std::uint32_t> free;     // of these
    std::vector<std::uint32_t> pending;  // accepted lately, not reached
    std::vector<WriteSet> known;         // by member
    WriteSet listed, live, conflicting;  // live: in conflict with what has not seen it
  };

  void forget_known(Key& key);

  const QuorumMembers& members_;
  Time attempt_;
  Anomalies& anomalies_;
  std::vector<Key> keys_;                                    // by slot
  std::unordered_map<std::uint64_t, std::uint32_t> places_;  // by version, of those listed; looked up only
  std::uint64_t accepted_ = 0, in_conflict_ = 0;
};

}  // namespace bicoastal
