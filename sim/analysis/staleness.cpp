#include "sim/analysis/staleness.hpp"

#include "sim/analysis/percentiles.hpp"

#include <algorithm>

namespace bicoastal {

void AcknowledgedWrites::open(Slot slot) {
  if (slot >= lists_.size()) lists_.resize(slot + 1);
  lists_[slot].writes.clear();
  lists_[slot].has_lost = false;
}

void AcknowledgedWrites::acknowledged(Slot slot, const Stamped& id, Time now) {
  auto& writes = lists_[slot].writes;
  const std::size_t at = first_later(writes, id);
  // The newest acknowledgement is nobody's least, and the greatest of all from its place on.
  const Time oldest = at < writes.size() ? writes[at].oldest_from : now;
  writes.insert(at, {id, now, oldest, now, false});
  for (std::size_t i = at + 1; i < writes.size(); ++i) writes[i].newest_before = now;
}

void AcknowledgedWrites::lost(Slot slot, const Stamped& id) {
  List& list = lists_[slot];
  const std::size_t at = find_in_order(list.writes, id);
  if (at == list.writes.size()) return;
  list.writes[at].lost = list.has_lost = true;
}

void AcknowledgedWrites::without_lost(List& list) {
  auto& writes = list.writes;
  list.has_lost = false;
  writes.erase_if([](const Write& w) { return w.lost; });
  Time oldest = Time::max(), newest(std::numeric_limits<std::int64_t>::min());
  for (std::size_t i = writes.size(); i > 0; --i)
    oldest = writes[i - 1].oldest_from = std::min(oldest, writes[i - 1].acknowledged);
  for (Write& w : writes) newest = w.newest_before = std::max(newest, w.acknowledged);
}

void AcknowledgedWrites::forget(Slot slot, const Stamped& settled) {
  auto& writes = lists_[slot].writes;
  while (!writes.empty() && !later(writes.front().id, settled)) writes.pop_front();
}

AcknowledgedWrites::Missing AcknowledgedWrites::count_missing(List& list, const Stamped& version, Time invoked) {
  if (list.has_lost) without_lost(list);
  const auto& writes = list.writes;
  const std::size_t first = first_later(writes, version);
  Missing missing{writes.size() - first, Time()};
  for (std::size_t i = writes.size(); i > first && writes[i - 1].newest_before > invoked; --i)
    if (writes[i - 1].acknowledged > invoked) --missing.versions;
  if (missing.versions > 0) missing.oldest = writes[first].oldest_from;
  return missing;
}

VersionId AcknowledgedWrites::missed_first(Slot slot, const Stamped& version, const Missing& missing) const {
  const auto& writes = lists_[slot].writes;
  for (std::size_t i = first_later(writes, version); i < writes.size(); ++i)
    if (writes[i].acknowledged == missing.oldest) return writes[i].id.version;
  return {};
}

Anomaly stale_read_of(const OperationRecord& read, Time age, VersionId missed) {
  Anomaly anomaly;
  anomaly.kind = AnomalyKind::stale_read;
  anomaly.time = read.time;
  anomaly.key = read.key;
  anomaly.session = read.session;
  anomaly.op = read.op;
  anomaly.version = read.version;
  anomaly.other = missed;
  anomaly.age = age;
  return anomaly;
}

void StaleReads::stale_read(Time age, std::uint64_t versions) {
  ++reads_;
  age_.add(age.ns);
  versions_.add(static_cast<std::int64_t>(versions));
}

void StaleReads::finish(Analysis& analysis) const {
  analysis.staleness.reads = reads_;
  analysis.staleness.stale_reads = age_.count();
  analysis.staleness.age = percentiles_of(age_);
  analysis.staleness.mean_versions = versions_.mean();
  analysis.staleness.max_versions = static_cast<std::uint64_t>(versions_.max());
}

}  // namespace bicoastal
