#include "sim/analysis/versions.hpp"

namespace bicoastal {

Versions::Versions(const Scenario& scenario, const Limits& limits, Anomalies& anomalies, Wan& wan, Ledger& ledger)
    : limits_(limits),
      merges_(scenario.data.conflicts.merges),
      anomalies_(anomalies),
      wan_(wan),
      keys_(scenario.keys.count),
      seen_(scenario),
      visibility_(scenario, limits, keys_),
      under_way_(seen_, limits),
      floors_(scenario, visibility_, lost_versions_, limits),
      session_reads_(floors_, anomalies),
      session_order_(scenario, seen_, &floors_, lost_versions_, limits, anomalies),
      conflicts_(seen_, anomalies),
      discarded_(scenario, anomalies, ledger),
      lost_(scenario, anomalies, ledger),
      divergence_(scenario) {}

Slot Versions::open(const AcceptRecord& record) {
  const Slot slot = keys_.open(record.key);
  visibility_.open(slot, record);
  acknowledged_.open(slot);
  conflicts_.open(slot);
  divergence_.open(slot);
  return slot;
}

void Versions::settle(Slot slot, Time now) {
  if (!keys_.in_use(slot)) return;
  const KeyId key = keys_.key_of(slot);
  const bool still =
      visibility_.settle(slot, now, [&](const ListedVersion& v, Time when) { discarded_.gone(key, v, when); });
  acknowledged_.forget(slot, visibility_.settled(slot));
  if (!still) return;
  if (!conflicts_.idle(slot, seen_.partition_of(key))) {
    visibility_.wake(slot, now);  // a write that nobody will ever see is still on its way
    return;
  }
  visibility_.close(slot);
  acknowledged_.close(slot);
  keys_.close(slot);
}

bool Versions::read(const OperationRecord& op, bool measured) {
  const Slot slot = keys_.find(op.key);
  if (slot != ActiveKeys::kNone) return read_active(slot, op, measured);
  if (measured) stale_reads_.fresh_read();
  return false;
}

bool Versions::read_active(Slot slot, const OperationRecord& op, bool measured) {
  const Stamped version{op.version, op.stamp};
  bool stale = false;
  if (measured) {
    const auto missing = acknowledged_.missing(slot, version, op.invoked);
    if (missing.versions == 0) {
      stale_reads_.fresh_read();
    } else {
      stale = true;
      const Time age = op.invoked - missing.oldest;
      stale_reads_.stale_read(age, missing.versions);
      anomalies_.count(AnomalyKind::stale_read);
      if (anomalies_.keeps(AnomalyKind::stale_read)) {
        anomalies_.keep(stale_read_of(op, age, acknowledged_.missed_first(slot, version, missing)));
      }
    }
    if (later(visibility_.newest(slot), version)) session_reads_.read(op);
  }
  note(slot, op, Known::read);
  return stale;
}

/// The session knows the version that it read or wrote.
void Versions::note(Slot slot, const OperationRecord& op, Known how) {
  if (op.version.is_initial()) return;
  const Stamped version{op.version, op.stamp};
  // Where all stores show it, no later read can return less; but a write with a slow clock may still come before it.
  const bool may_be_undercut = !limits_.causal && op.stamp >= (op.time + limits_.clock_low).ns;
  if (may_be_undercut || !visibility_.is_everywhere(slot, version))
    floors_.note(op.session, op.key, how, version, op.time);
  session_order_.knows(op.session, how, op.version, seen_.partition_of(op.key), op.time);
}

void Versions::written(const OperationRecord& op) {
  if (op.version.is_initial()) return;
  if (WriteUnderWay* const write = under_way_.find(op.version); write != nullptr && !write->acknowledged()) {
    write->invoked = op.invoked;
    if (write->lost) lost_.acknowledged(*write, op.time);
    session_order_.acknowledged(*write, op.time);
    trim(op.version.origin(), op.time);
  }
  const Slot slot = keys_.find(op.key);
  if (slot == ActiveKeys::kNone) return;
  const Stamped version{op.version, op.stamp};
  if (ListedVersion* const listed = visibility_.find(slot, version); listed != nullptr && !listed->lost) {
    listed->acknowledged = true;
    if (later(version, visibility_.settled(slot))) acknowledged_.acknowledged(slot, version, op.time);
  }
  note(slot, op, Known::written);
}

void Versions::on(const AcceptRecord& record) {
  Slot slot = keys_.find(record.key);
  if (slot == ActiveKeys::kNone) slot = open(record);
  if (merges_ && record.shadowed == 0 &&
      later(visibility_.shown(slot)[record.store.index()], {record.version, record.stamp})) {
    AcceptRecord hidden = record;  // it is part of the value, but not what is shown of it
    hidden.shadowed = 1;
    return on(hidden);
  }
  const std::size_t partition = seen_.partition_of(record.key);
  conflicts_.accept(slot, record, partition);
  seen_.advance(partition, record.version, record.store);
  session_order_.accept(under_way_.add(record, partition), visibility_.newest(slot));
  trim(record.store, record.time);
  const VersionId before = visibility_.shown(slot)[record.store.index()].version;
  visibility_.accept(slot, record);
  if (record.shadowed == 0) divergence_.change(slot, record.store, before, true, visibility_.shown(slot), record.time);
}

void Versions::on(const ApplyRecord& record) {
  const std::size_t partition = seen_.partition_of(record.key);
  if (record.result != ApplyResult::rolled_back && is_leader(record.store)) received(record, partition);
  const Slot slot = keys_.find(record.key);
  if (slot == ActiveKeys::kNone) return;
  if (record.result != ApplyResult::rolled_back && is_leader(record.store)) name_winner(slot, record);
  if (record.result != ApplyResult::applied && !moves(record)) return;
  const VersionId before = visibility_.shown(slot)[record.store.index()].version;
  visibility_.show(slot, record.store, {record.version, record.stamp}, record.time);
  if (is_leader(record.store))
    divergence_.change(slot, record.store, before, false, visibility_.shown(slot), record.time);
}

/// Whether the store shows another version from now on. What is merged is shown only where it comes after what was
/// there.
bool Versions::moves(const ApplyRecord& record) {
  if (record.result != ApplyResult::merged) return record.result != ApplyResult::superseded;
  return later({record.version, record.stamp}, {record.displaced, record.displaced_stamp});
}

/// A write reached a leader; for the first time, unless a new primary passed on what was there already.
void Versions::received(const ApplyRecord& record, std::size_t partition) {
  if (record.version.is_initial() || !seen_.advance(partition, record.version, record.store)) return;
  const StoreId origin = record.version.origin();
  if (const WriteUnderWay* const write = under_way_.find(record.version)) {
    wan_.lag(origin, record.store, record.time - write->accepted);
    session_order_.apply(*write, record.store, record.time);
  }
  trim(origin, record.time);
}

/// Of what lost its place, or did not get it, remembers to which version it was.
void Versions::name_winner(Slot slot, const ApplyRecord& record) {
  const Stamped incoming{record.version, record.stamp}, current{record.displaced, record.displaced_stamp};
  const bool applied = moves(record);
  visibility_.name_winner(slot, applied ? current : incoming, applied ? incoming : current);
}

void Versions::on(const LostRecord& record) {
  WriteUnderWay* const write = under_way_.find(record.version);
  if (write == nullptr || write->lost || !(write->key == record.key)) return;  // all stores have seen it: not lost
  write->lost = true;
  lost_versions_.add(record.version);
  lost_.lost(record, *write);
  if (const Slot slot = keys_.find(record.key); slot != ActiveKeys::kNone) {
    const Stamped version{write->version, write->stamp};
    visibility_.mark_lost(slot, version, record.time);
    acknowledged_.lost(slot, version);
    conflicts_.lost(slot, record.version);
  }
  trim(record.version.origin(), record.time);
}

void Versions::finish(Analysis& analysis, Time heal, Time end) {
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
  session_order_.finish(analysis);
  conflicts_.finish(analysis);
  discarded_.finish(analysis);
  lost_.finish(analysis);
  divergence_.finish(analysis, heal, end);
}

}  // namespace bicoastal
