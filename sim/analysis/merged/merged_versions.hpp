// What is read from the versions of keys where values merge and every region accepts writes: staleness, session
// guarantees, conflicts, divergence, replication lag.
//
// No order of versions decides what is shown there. What a store knows of a key is a set of writes (key_writes.hpp),
// and
//
//   stale read   a write that was acknowledged before the read began is not in what the store knew when it served it
//   divergence   leaders know different writes of a key, or (when the run ends) show something different
//   conflict     as everywhere: of two writes neither store knew the other's when it accepted its own
//   discarded    nothing is, by any order; what a policy throws away is found by what the keys come to (effects)
//
// and the session guarantees follow (session_knowledge.hpp, session_order.hpp). Nothing is ever lost: no region takes
// another's place.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/conflicts.hpp"
#include "sim/analysis/divergence.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/lost.hpp"
#include "sim/analysis/merged/copies.hpp"
#include "sim/analysis/merged/final_agreement.hpp"
#include "sim/analysis/merged/key_writes.hpp"
#include "sim/analysis/merged/served_reads.hpp"
#include "sim/analysis/merged/session_knowledge.hpp"
#include "sim/analysis/seen.hpp"
#include "sim/analysis/session_order.hpp"
#include "sim/analysis/staleness.hpp"
#include "sim/analysis/under_way.hpp"
#include "sim/analysis/wan.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace bicoastal {

class MergedVersions {
 public:
  /// REQUIRES: writes are local, and the policy merges.
  MergedVersions(const Scenario& scenario, const Limits& limits, Anomalies& anomalies, Wan& wan);

  /// A successful read. True where it was stale and is measured.
  bool read(const OperationRecord& op, bool measured);
  /// A successful write.
  void written(const OperationRecord& op);
  void on(const AcceptRecord& record);
  void on(const ApplyRecord& record);
  void on(const ServeRecord& record);
  void on(const StateRecord& record);
  /// Time goes on: what is settled is forgotten.
  void advance(Time now) {
    while (!due_.empty() && due_.front().at < now - grace_) settle();
  }
  /// `heal`: end of the last fault, or of the load if later.
  void finish(Analysis& analysis, Time heal, Time end);

  /// Keys of which something is kept.
  std::size_t active_keys() const { return keys_.active(); }

 private:
  struct Waiting {
    VersionId version;
    KeyId key;
  };
  /// Since `at` all places have what the origin accepted up to `sequence`.
  struct Due {
    Time at;
    std::uint64_t sequence;
    std::size_t origin;
  };

  bool is_leader(StoreId store) const { return store.index() < seen_.stores(); }
  bool was_accepted(VersionId v) const { return !v.is_initial() && v.sequence() <= accepted_[v.origin().index()]; }
  Slot open(KeyId key);
  void settle();
  void received(const ApplyRecord& record);
  void arrived(StoreId place, VersionId version, Time now);
  void compare(KeyId key, Time now);
  void set_differs(KeyId key, bool differs, Time now);
  void judge(const OperationRecord& op, Slot slot, std::span<const std::uint64_t> known, bool& stale);
  void trim(StoreId origin, Time now) {
    under_way_.trim(origin, now, [this](WriteUnderWay& write) { session_order_.over(write); });
  }

  Time grace_;
  Anomalies& anomalies_;
  Wan& wan_;
  ActiveKeys keys_;
  Seen seen_;    // by leaders
  Seen places_;  // by leaders and copies
  CopiesToInform copies_;
  KeyWrites writes_;
  ServedReads served_;
  LostVersions lost_;  // none
  WritesUnderWay under_way_;
  StaleReads stale_reads_;
  std::vector<std::uint64_t> accepted_, everywhere_, settled_;  // by origin: last sequence
  std::vector<FlatQueue<Waiting>> waiting_;                     // by origin: not settled yet
  FlatQueue<Due> due_;
  SessionKnowledge session_knowledge_;
  SessionOrder session_order_;
  ConflictingWrites conflicts_;
  FinalAgreement final_;
  std::vector<bool> differs_;  // by key
  DifferingKeys differing_;
};

}  // namespace bicoastal
