// Everything that is read from the versions of keys: staleness, session guarantees, conflicts, discarded and lost
// writes, divergence, replication lag.
//
// Keeps the parts in step: each record is told to them in the one order that makes each of them right.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/conflicts.hpp"
#include "sim/analysis/discarded.hpp"
#include "sim/analysis/divergence.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/lost.hpp"
#include "sim/analysis/seen.hpp"
#include "sim/analysis/session_floors.hpp"
#include "sim/analysis/session_order.hpp"
#include "sim/analysis/session_reads.hpp"
#include "sim/analysis/staleness.hpp"
#include "sim/analysis/under_way.hpp"
#include "sim/analysis/visibility.hpp"
#include "sim/analysis/wan.hpp"

#include <optional>

namespace bicoastal {

class Versions {
 public:
  Versions(const Scenario& scenario, const Limits& limits, Anomalies& anomalies, Wan& wan, Ledger& ledger);

  /// A successful read. True where it was stale and is measured.
  bool read(const OperationRecord& op, bool measured);
  /// A successful write.
  void written(const OperationRecord& op);
  void on(const AcceptRecord& record);
  void on(const ApplyRecord& record);
  void on(const LostRecord& record);
  /// Time goes on: what is settled is forgotten.
  void advance(Time now) {
    for (Slot slot; (slot = visibility_.take_due(now)) != ActiveKeys::kNone;) settle(slot, now);
  }
  /// `heal`: end of the last fault, or of the load if later.
  void finish(Analysis& analysis, Time heal, Time end);

  /// A version before which no read still to come returns anything; nothing where all stores show the same version of
  /// the key, and have for so long that no read still to come returns any other.
  std::optional<Stamped> settled(KeyId key) const {
    const Slot slot = keys_.find(key);
    return slot == ActiveKeys::kNone ? std::nullopt : std::optional(visibility_.settled(slot));
  }

  /// Keys of which something is kept.
  std::size_t active_keys() const { return keys_.active(); }

  // Asks for memory ahead of its use; any record will do.
  void prefetch_key(KeyId key) const { keys_.prefetch(key); }
  void prefetch_state(KeyId key, SessionId session) const {
    const Slot slot = keys_.find_any(key);
    if (slot == ActiveKeys::kNone) return;
    visibility_.prefetch(slot);
    floors_.prefetch(session, key);
    session_order_.prefetch(session);
  }
  void prefetch_newest(KeyId key) const {
    if (const Slot slot = keys_.find_any(key); slot != ActiveKeys::kNone) visibility_.prefetch_newest(slot);
  }

 private:
  Slot open(const AcceptRecord& record);
  void settle(Slot slot, Time now);
  bool read_active(Slot slot, const OperationRecord& op, bool measured);
  void note(Slot slot, const OperationRecord& op, Known how);
  void received(const ApplyRecord& record, std::size_t partition);
  static bool moves(const ApplyRecord& record);
  void name_winner(Slot slot, const ApplyRecord& record);
  void trim(StoreId origin, Time now) {
    under_way_.trim(origin, now, [this](WriteUnderWay& write) { session_order_.over(write); });
  }
  bool is_leader(StoreId store) const { return store.index() < seen_.stores(); }

  Limits limits_;
  bool merges_;  // values, of which an order of versions decides what is shown
  Anomalies& anomalies_;
  Wan& wan_;
  ActiveKeys keys_;
  Seen seen_;
  Visibility visibility_;
  LostVersions lost_versions_;
  WritesUnderWay under_way_;
  AcknowledgedWrites acknowledged_;
  StaleReads stale_reads_;
  SessionFloors floors_;
  SessionReads session_reads_;
  SessionOrder session_order_;
  ConflictingWrites conflicts_;
  DiscardedWrites discarded_;
  LostWrites lost_;
  KeyDivergence divergence_;
};

}  // namespace bicoastal
