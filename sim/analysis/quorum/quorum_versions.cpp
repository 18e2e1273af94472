#include "sim/analysis/quorum/quorum_versions.hpp"

namespace bicoastal {

namespace {

/// Whether old versions may come back, or come late, however long all members show newer ones.
bool keeps_all(const Scenario& s) {
  if (s.data.quorum.n >= s.regions.size()) return false;
  return (s.data.quorum.sloppy && !s.faults.empty()) || s.data.conflicts.clock == ClockKind::lamport;
}

}  // namespace

QuorumVersions::QuorumVersions(const Scenario& scenario, const Limits& limits, Anomalies& anomalies, Wan& wan,
                               Ledger& ledger)
    : limits_(limits),
      forgets_(!keeps_all(scenario)),
      anomalies_(anomalies),
      wan_(wan),
      members_(scenario),
      keys_(scenario.keys.count),
      visibility_(scenario, limits, keys_),
      floors_(scenario, visibility_, lost_, limits),
      session_reads_(floors_, anomalies),
      sessions_(scenario, members_, keys_, visibility_, floors_, limits, anomalies),
      conflicts_(members_, limits, anomalies),
      discarded_(scenario, anomalies, ledger),
      divergence_(scenario, members_.count()) {}

Slot QuorumVersions::open(const AcceptRecord& record) {
  const Slot slot = keys_.open(record.key);
  visibility_.open(slot, record);
  acknowledged_.open(slot);
  conflicts_.open(slot);
  divergence_.open(slot);
  return slot;
}

void QuorumVersions::settle(Slot slot, Time now) {
  if (!keys_.in_use(slot)) return;
  const KeyId key = keys_.key_of(slot);
  const bool still =
      visibility_.settle(slot, now, [&](const ListedVersion& v, Time when) { discarded_.gone(key, v, when); });
  acknowledged_.forget(slot, visibility_.settled(slot));
  if (!still) return;
  if (!conflicts_.idle(slot)) {
    visibility_.wake(slot, now);  // some member does not know of a write that it would not show
    return;
  }
  visibility_.close(slot);
  acknowledged_.close(slot);
  keys_.close(slot);
}

/// The member whose copy the coordinator looked at: its own, or the first that it reached and that showed so.
std::size_t QuorumVersions::looked_at_by(Slot slot, const AcceptRecord& record) const {
  if (const auto own = members_.find(record.key, record.store)) return *own;
  for (std::size_t m = 0; m < members_.count(); ++m) {
    const StoreId store((members_.home(record.key).index() + m) % members_.regions());
    if (visibility_.shows(slot, store, record.previous)) return m;
  }
  return 0;
}

void QuorumVersions::on(const AcceptRecord& record) {
  Slot slot = keys_.find(record.key);
  if (slot == ActiveKeys::kNone) slot = open(record);
  const std::size_t regions = members_.regions();
  sessions_.accept(record);
  AcceptRecord looked_at = record;  // its place is where what it had seen is shown
  const std::size_t member = looked_at_by(slot, record);
  looked_at.store = StoreId((members_.home(record.key).index() + member) % regions);
  looked_at.shadowed = 2;
  conflicts_.accept(slot, record, member);
  visibility_.accept(slot, looked_at);
}

void QuorumVersions::on(const ApplyRecord& record) {
  const auto member = members_.find(record.key, record.store);
  const Slot slot = keys_.find(record.key);
  if (!member || slot == ActiveKeys::kNone || record.version.is_initial()) return;
  const auto arrival = conflicts_.arrive(slot, record.version, *member);
  if (arrival.news) wan_.lag(record.version.origin(), record.store, record.time - *arrival.news);
  name_winner(slot, record);
  if (record.result == ApplyResult::applied) {
    const VersionId before = visibility_.shown(slot)[record.store.index()].version;
    visibility_.show(slot, record.store, {record.version, record.stamp}, record.time);
    divergence_.change(slot, record.store, before, false, visibility_.shown(slot), record.time);
  }
  if (arrival.first) sessions_.reached(record.version);
}

/// Of what lost its place, or did not get it, remembers to which version it was.
void QuorumVersions::name_winner(Slot slot, const ApplyRecord& record) {
  const Stamped incoming{record.version, record.stamp}, current{record.displaced, record.displaced_stamp};
  const bool applied = record.result == ApplyResult::applied;
  visibility_.name_winner(slot, applied ? current : incoming, applied ? incoming : current);
}

bool QuorumVersions::read(const OperationRecord& op, bool measured) {
  const Slot slot = keys_.find(op.key);
  bool stale = false;
  if (slot != ActiveKeys::kNone) {
    if (measured) judge(op, slot, stale);
    note(slot, op, Known::read);
  }
  if (measured && !stale) stale_reads_.fresh_read();
  return stale;
}

void QuorumVersions::judge(const OperationRecord& op, Slot slot, bool& stale) {
  const Stamped version{op.version, op.stamp};
  if (later(visibility_.newest(slot), version)) session_reads_.read(op);
  const auto missing = acknowledged_.missing(slot, version, op.invoked);
  if (missing.versions == 0) return;
  stale = true;
  const Time age = op.invoked - missing.oldest;
  stale_reads_.stale_read(age, missing.versions);
  anomalies_.add(stale_read_of(op, age, acknowledged_.missed_first(slot, version, missing)));
}

/// The session knows the version that it read or wrote.
void QuorumVersions::note(Slot slot, const OperationRecord& op, Known how) {
  if (op.version.is_initial()) return;
  const Stamped version{op.version, op.stamp};
  // Where all members show it, no later read can return less; but a write with a slow clock may still come before it.
  const bool may_be_undercut = !limits_.causal && op.stamp >= (op.time + limits_.clock_low).ns;
  if (!forgets_ || may_be_undercut || !visibility_.is_everywhere(slot, version))
    floors_.note(op.session, op.key, how, version, op.time);
  sessions_.knows(op, how);
}

void QuorumVersions::written(const OperationRecord& op) {
  if (op.version.is_initial()) return;
  sessions_.acknowledged(op);
  const Slot slot = keys_.find(op.key);
  if (slot == ActiveKeys::kNone) return;
  const Stamped version{op.version, op.stamp};
  if (ListedVersion* const listed = visibility_.find(slot, version)) {
    listed->acknowledged = true;
    if (later(version, visibility_.settled(slot))) acknowledged_.acknowledged(slot, version, op.time);
  }
  note(slot, op, Known::written);
}

void QuorumVersions::finish(Analysis& analysis, Time heal, Time end) {
  if (analysis.complete) {
    for (Slot slot = 0; slot < keys_.slots(); ++slot) {
      if (!keys_.in_use(slot)) continue;
      const auto listed = visibility_.listed(slot);
      for (std::size_t i = 0; i < listed.size(); ++i)
        if (!visibility_.is_shown(slot, i)) discarded_.gone(keys_.key_of(slot), listed[i], end);
    }
  }
  stale_reads_.finish(analysis);
  session_reads_.finish(analysis);
  sessions_.finish(analysis);
  conflicts_.finish(analysis);
  discarded_.finish(analysis);
  divergence_.finish(analysis, heal, end);
}

}  // namespace bicoastal
