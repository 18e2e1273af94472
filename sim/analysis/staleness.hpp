// Stale reads: reads that miss an operation acknowledged before they began.
//
// A read invoked at t that returned v is stale where some acknowledged write of its key, acknowledged at or before t,
// comes after v: it is neither v, nor was it superseded by v. Depth: how many such writes (k-staleness); age: t minus
// the oldest of these acknowledgements (t-staleness; Bailis et al., "Probabilistically bounded staleness for practical
// partial quorums", VLDB 2012, measures both against the same reference).
//
// Modelling choice: a write that is lost counts until the stores have lost it. A read recorded before that is stale for
// missing it; afterwards nobody can be blamed for not showing it, and it is counted as lost.
//
// Per active key the acknowledged writes that a read may still miss, in their order. What a read misses is the end of
// that list, less what was acknowledged while it was under way; running least and greatest acknowledgements make that a
// binary search and a few steps, also when a region has been cut off for long.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/flat_queue.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/order.hpp"
#include "sim/base/histogram.hpp"

#include <cstdint>
#include <vector>

namespace bicoastal {

class AcknowledgedWrites {
 public:
  struct Missing {
    std::uint64_t versions = 0;  ///< 0: the read was fresh
    Time oldest;                 ///< the oldest missing acknowledgement
  };

  void open(Slot slot);
  void close(Slot slot) { lists_[slot].writes.clear(); }
  /// REQUIRES: `now` does not decrease.
  void acknowledged(Slot slot, const Stamped& id, Time now);
  void lost(Slot slot, const Stamped& id);
  /// No read returns anything before `settled` any more.
  void forget(Slot slot, const Stamped& settled);

  /// What a read invoked at `invoked` that returned `version` missed.
  Missing missing(Slot slot, const Stamped& version, Time invoked) {
    List& list = lists_[slot];
    if (list.writes.empty() || !later(list.writes.back().id, version)) return {};
    return count_missing(list, version, invoked);
  }
  /// The version that a stale read missed first. REQUIRES: `missing` is what missing() said.
  VersionId missed_first(Slot slot, const Stamped& version, const Missing& missing) const;

 private:
  struct Write {
    Stamped id;
    Time acknowledged;
    Time oldest_from;    // least acknowledgement from here to the end of the list
    Time newest_before;  // greatest acknowledgement from the begin of the list to here
    bool lost = false;
  };
  struct List {
    FlatQueue<Write> writes;  // by order
    bool has_lost = false;
  };

  static Missing count_missing(List& list, const Stamped& version, Time invoked);
  static void without_lost(List& list);

  std::vector<List> lists_;  // by slot
};

/// The anomaly: the read missed `missed` first.
Anomaly stale_read_of(const OperationRecord& read, Time age, VersionId missed);

/// The figures.
class StaleReads {
 public:
  void fresh_read() { ++reads_; }
  void stale_read(Time age, std::uint64_t versions);
  void finish(Analysis& analysis) const;

 private:
  std::uint64_t reads_ = 0;
  Histogram age_, versions_;
};

}  // namespace bicoastal
