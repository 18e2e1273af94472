#include "sim/analysis/quorum/quorum_sessions.hpp"

#include <algorithm>

namespace bicoastal {

QuorumSessions::QuorumSessions(const Scenario& scenario, const QuorumMembers& members, const ActiveKeys& keys,
                               Visibility& visibility, const SessionFloors& floors, const Limits& limits,
                               Anomalies& anomalies)
    : members_(members),
      keys_(keys),
      visibility_(visibility),
      floors_(floors),
      operation_(limits.operation),
      attempt_(limits.attempt),
      anomalies_(anomalies) {
  std::size_t sessions = 0;
  for (const Population& population : scenario.clients) sessions += population.sessions;
  known_.resize(sessions);
}

/// By a read that asks R members.
bool QuorumSessions::can_be_missed(KeyId key, const Stamped& id) const {
  const Slot slot = keys_.find(key);
  if (slot == ActiveKeys::kNone) return false;
  const ListedVersion* const listed = visibility_.find(slot, id);
  return listed != nullptr && listed->shown < members_.enough_for_all_reads();
}

void QuorumSessions::knows(const OperationRecord& op, Known how) {
  const Stamped id{op.version, op.stamp};
  if (op.version.is_initial() || !can_be_missed(op.key, id)) return;
  // Operations that have not ended were invoked after `horizon`; what was known before it binds them all. Whoever may
  // miss a version may miss all later ones of the key.
  const Time horizon = op.time - operation_;
  auto& links = known_[op.session.index()];
  Stamped binds_all;
  bool known = false;
  for (const Link& link : links) {
    if (!(link.key == op.key) || link.how != how) continue;
    known = known || !later(id, link.id);
    if (link.since <= horizon && later(link.id, binds_all)) binds_all = link.id;
  }
  std::erase_if(links, [&](const Link& link) {
    return (link.key == op.key && link.how == how && later(binds_all, link.id)) || !can_be_missed(link.key, link.id);
  });
  if (!known) links.push_back({id, op.time, op.key, how});
}

void QuorumSessions::accept(const AcceptRecord& record) {
  forget_unanswered(record.time);
  Dependent d;
  for (const Link& link : known_[record.session.index()])
    if (can_be_missed(link.key, link.id)) d.links.push_back(link);
  bool comes_before = false;
  for (const Known how : {Known::read, Known::written}) {
    const auto above = floors_.first_after(record.session, record.key, how, {record.version, record.stamp});
    if (!above) continue;
    comes_before = true;
    d.since[static_cast<std::size_t>(how)] = above->since;
    d.missing[static_cast<std::size_t>(how)] = above->version;
  }
  if (d.links.empty() && !comes_before) return;
  d.write = record;
  dependents_[record.version.value] = std::move(d);
  begun_.push_back({record.time, record.version});
}

void QuorumSessions::reached(VersionId version) {
  const auto at = dependents_.find(version.value);
  if (at == dependents_.end()) return;
  Dependent& d = at->second;
  d.reached = true;
  for (const Link& link : d.links) {
    const auto how = static_cast<std::size_t>(link.how);
    if (link.since >= d.since[how] || !can_be_missed(link.key, link.id)) continue;
    d.since[how] = link.since;
    d.missing[how] = link.id.version;
  }
  d.links.clear();
  if (d.invoked == Time::max()) return;
  judge(d);
  dependents_.erase(at);
}

void QuorumSessions::acknowledged(const OperationRecord& op) {
  const auto at = dependents_.find(op.version.value);
  if (at == dependents_.end() || at->second.invoked != Time::max()) return;
  Dependent& d = at->second;
  d.invoked = op.invoked;
  d.acknowledged = op.time;
  if (!d.reached) return;  // those who stand in for members have it
  judge(d);
  dependents_.erase(at);
}

void QuorumSessions::judge(const Dependent& d) {
  for (const Known how : {Known::read, Known::written}) {
    const auto h = static_cast<std::size_t>(how);
    if (d.since[h] > d.invoked) continue;
    Anomaly anomaly;
    anomaly.kind = how == Known::written ? AnomalyKind::monotonic_writes : AnomalyKind::writes_follow_reads;
    anomaly.time = d.acknowledged;
    anomaly.key = d.write.key;
    anomaly.session = d.write.session;
    anomaly.op = d.write.op;
    anomaly.version = d.write.version;
    anomaly.other = d.missing[h];
    anomalies_.add(anomaly);
  }
}

/// Writes whose clients have given up.
void QuorumSessions::forget_unanswered(Time now) {
  for (; !begun_.empty() && begun_.front().at < now - attempt_; begun_.pop_front()) {
    const auto at = dependents_.find(begun_.front().version.value);
    if (at != dependents_.end() && at->second.invoked == Time::max()) dependents_.erase(at);
  }
}

void QuorumSessions::finish(Analysis& analysis) const {
  analysis.sessions.monotonic_writes = anomalies_.counted(AnomalyKind::monotonic_writes);
  analysis.sessions.writes_follow_reads = anomalies_.counted(AnomalyKind::writes_follow_reads);
}

}  // namespace bicoastal
