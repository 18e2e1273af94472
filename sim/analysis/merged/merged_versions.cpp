#include "sim/analysis/merged/merged_versions.hpp"

namespace bicoastal {

namespace {

/// Whether a write takes the place of all that its store knew of the key.
bool writes_supersede(const Scenario& s) {
  return s.keys.type == DataType::reg || s.data.conflicts.policy == "version_vector";
}

}  // namespace

MergedVersions::MergedVersions(const Scenario& scenario, const Limits& limits, Anomalies& anomalies, Wan& wan)
    : grace_(limits.attempt),
      anomalies_(anomalies),
      wan_(wan),
      keys_(scenario.keys.count),
      seen_(scenario),
      places_(scenario.stores.size()),
      copies_(scenario),
      writes_(places_, scenario.regions.size(), writes_supersede(scenario)),
      served_(limits.operation),
      under_way_(seen_, limits),
      accepted_(scenario.regions.size()),
      everywhere_(scenario.regions.size()),
      settled_(scenario.regions.size()),
      waiting_(scenario.regions.size()),
      session_knowledge_(limits, settled_, anomalies),
      session_order_(scenario, seen_, nullptr, lost_, limits, anomalies),
      conflicts_(seen_, anomalies),
      final_(scenario.regions.size()),
      differs_(scenario.keys.count),
      differing_(scenario) {}

Slot MergedVersions::open(KeyId key) {
  const Slot slot = keys_.open(key);
  writes_.open(slot);
  conflicts_.open(slot);
  return slot;
}

void MergedVersions::settle() {
  const Due due = due_.front();
  due_.pop_front();
  auto& waiting = waiting_[due.origin];
  settled_[due.origin] = due.sequence;
  for (; !waiting.empty() && waiting.front().version.sequence() <= due.sequence; waiting.pop_front()) {
    const Slot slot = keys_.find(waiting.front().key);
    if (slot != ActiveKeys::kNone && writes_.forget(slot, waiting.front().version)) keys_.close(slot);
  }
}

void MergedVersions::on(const AcceptRecord& record) {
  const std::size_t origin = record.store.index();
  if (record.version.sequence() <= accepted_[origin]) return;  // a damaged file
  accepted_[origin] = record.version.sequence();
  Slot slot = keys_.find(record.key);
  if (slot == ActiveKeys::kNone) slot = open(record.key);
  const auto known = writes_.known(slot, record.store);
  conflicts_.accept(slot, record, 0, known);
  writes_.accept(slot, record.version, known);
  waiting_[origin].push_back({record.version, record.key});
  seen_.advance(0, record.version, record.store);
  session_order_.accept(under_way_.add(record, 0), {});
  trim(record.store, record.time);
  arrived(record.store, record.version, record.time);
  copies_.told(record.store, record.key, record.version);
  compare(record.key, record.time);
}

void MergedVersions::on(const ApplyRecord& record) {
  if (record.result == ApplyResult::rolled_back) return;  // a damaged file
  if (is_leader(record.store)) {
    received(record);
  } else if (const VersionId version = copies_.received(record); was_accepted(version)) {
    arrived(record.store, version, record.time);
  }
}

/// A write reached a leader.
void MergedVersions::received(const ApplyRecord& record) {
  if (!was_accepted(record.version)) return;
  copies_.told(record.store, record.key, record.version);
  if (!seen_.advance(0, record.version, record.store)) return;
  const StoreId origin = record.version.origin();
  if (const WriteUnderWay* const write = under_way_.find(record.version)) {
    wan_.lag(origin, record.store, record.time - write->accepted);
    session_order_.apply(*write, record.store, record.time);
  }
  trim(origin, record.time);
  arrived(record.store, record.version, record.time);
  compare(record.key, record.time);
}

void MergedVersions::arrived(StoreId place, VersionId version, Time now) {
  if (!places_.advance(0, version, place)) return;
  const std::size_t origin = version.origin().index();
  const std::uint64_t everywhere = places_.everywhere(0, version.origin());
  if (everywhere == everywhere_[origin]) return;
  everywhere_[origin] = everywhere;
  due_.push_back({now, everywhere, origin});
}

void MergedVersions::compare(KeyId key, Time now) {
  if (const Slot slot = keys_.find(key); slot != ActiveKeys::kNone) set_differs(key, !writes_.agreed(slot), now);
}

void MergedVersions::set_differs(KeyId key, bool differs, Time now) {
  if (differs == differs_[key.index()]) return;
  differs_[key.index()] = differs;
  differing_.change(differs, now);
}

void MergedVersions::on(const ServeRecord& record) {
  if (record.kind != OpKind::read) return;
  if (const Slot slot = keys_.find(record.key); slot != ActiveKeys::kNone)
    served_.served(record, writes_.known(slot, record.store));
}

void MergedVersions::on(const StateRecord& record) {
  if (final_.differ(record)) set_differs(record.key, true, record.time);
}

bool MergedVersions::read(const OperationRecord& op, bool measured) {
  const auto known = served_.answered(op);
  const Slot slot = keys_.find(op.key);
  bool stale = false;
  if (slot != ActiveKeys::kNone && !known.empty()) {
    if (measured) judge(op, slot, known, stale);
    writes_.for_each_latest(slot, known, [&](VersionId version) {
      session_knowledge_.note(op, Known::read, version);
      session_order_.knows(op.session, Known::read, version, 0, op.time);
    });
  }
  if (measured && !stale) stale_reads_.fresh_read();
  return stale;
}

void MergedVersions::judge(const OperationRecord& op, Slot slot, std::span<const std::uint64_t> known, bool& stale) {
  session_knowledge_.read(op, known);
  const KeyWrites::Missing missing = writes_.missing(slot, known, op.invoked);
  if (missing.versions == 0) return;
  stale = true;
  const Time age = op.invoked - missing.oldest;
  stale_reads_.stale_read(age, missing.versions);
  anomalies_.add(stale_read_of(op, age, missing.first));
}

void MergedVersions::written(const OperationRecord& op) {
  if (op.version.is_initial()) return;
  if (WriteUnderWay* const write = under_way_.find(op.version); write != nullptr && !write->acknowledged()) {
    write->invoked = op.invoked;
    session_order_.acknowledged(*write, op.time);
    trim(op.version.origin(), op.time);
  }
  if (!was_accepted(op.version)) return;
  if (const Slot slot = keys_.find(op.key); slot != ActiveKeys::kNone) {
    writes_.acknowledged(slot, op.version, op.time);
    session_knowledge_.note(op, Known::written, op.version);
  }
  session_order_.knows(op.session, Known::written, op.version, 0, op.time);
}

void MergedVersions::finish(Analysis& analysis, Time heal, Time end) {
  stale_reads_.finish(analysis);
  session_knowledge_.finish(analysis);
  session_order_.finish(analysis);
  conflicts_.finish(analysis);
  differing_.finish(analysis, heal, end);
}

}  // namespace bicoastal
