// What is read from the versions of keys under quorums (WritePattern::quorum): staleness, session guarantees,
// conflicts, discarded writes, divergence, replication lag.
//
// A key lives in N regions, its members, which show the latest version that they have been sent; a write is shown where
// it arrives, and by its coordinator too only if that is a member. Messages may overtake each other, get lost, or come
// hours later, as a hint. So
//
//   staleness, sessions' reads   by the order of versions, as everywhere
//   divergence                   members of a key show different versions
//   conflicts                    by sets of writes: quorum_conflicts.hpp
//   sessions' writes             by what read quorums may miss: quorum_sessions.hpp
//   lag                          from a write's acceptance until a member got it, where that was news to the member
//
// What is settled (limits.hpp) is forgotten, unless older versions may still come back: those who stand in for members
// that cannot be reached (sloppy quorums) answer with what they hold, be it nothing; and a Lamport clock of a
// region without a copy of a key may be behind all that is there. Then the whole run is kept in memory.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/discarded.hpp"
#include "sim/analysis/divergence.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/lost.hpp"
#include "sim/analysis/quorum/members.hpp"
#include "sim/analysis/quorum/quorum_conflicts.hpp"
#include "sim/analysis/quorum/quorum_sessions.hpp"
#include "sim/analysis/session_floors.hpp"
#include "sim/analysis/session_reads.hpp"
#include "sim/analysis/staleness.hpp"
#include "sim/analysis/visibility.hpp"
#include "sim/analysis/wan.hpp"

#include <optional>

namespace bicoastal {

class QuorumVersions {
 public:
  QuorumVersions(const Scenario& scenario, const Limits& limits, Anomalies& anomalies, Wan& wan, Ledger& ledger);

  /// A successful read. True where it was stale and is measured.
  bool read(const OperationRecord& op, bool measured);
  /// A successful write.
  void written(const OperationRecord& op);
  void on(const AcceptRecord& record);
  void on(const ApplyRecord& record);
  /// Time goes on: what is settled is forgotten.
  void advance(Time now) {
    if (!forgets_) return;
    for (Slot slot; (slot = visibility_.take_due(now)) != ActiveKeys::kNone;) settle(slot, now);
  }
  /// `heal`: end of the last fault, or of the load if later.
  void finish(Analysis& analysis, Time heal, Time end);

  /// A version before which no read still to come returns anything; nothing where all members show the same version of
  /// the key, and have for so long that no read still to come returns any other.
  std::optional<Stamped> settled(KeyId key) const {
    const Slot slot = keys_.find(key);
    return slot == ActiveKeys::kNone ? std::nullopt : std::optional(visibility_.settled(slot));
  }
  /// Keys of which something is kept.
  std::size_t active_keys() const { return keys_.active(); }

 private:
  std::size_t looked_at_by(Slot slot, const AcceptRecord& record) const;
  Slot open(const AcceptRecord& record);
  void settle(Slot slot, Time now);
  void judge(const OperationRecord& op, Slot slot, bool& stale);
  void note(Slot slot, const OperationRecord& op, Known how);
  void name_winner(Slot slot, const ApplyRecord& record);

  Limits limits_;
  bool forgets_;
  Anomalies& anomalies_;
  Wan& wan_;
  QuorumMembers members_;
  ActiveKeys keys_;
  Visibility visibility_;
  LostVersions lost_;  // none
  AcknowledgedWrites acknowledged_;
  StaleReads stale_reads_;
  SessionFloors floors_;
  SessionReads session_reads_;
  QuorumSessions sessions_;
  QuorumConflicts conflicts_;
  DiscardedWrites discarded_;
  KeyDivergence divergence_;
};

}  // namespace bicoastal
