#include "sim/analysis/quorum/quorum_conflicts.hpp"

namespace bicoastal {

void QuorumConflicts::open(Slot slot) {
  if (slot >= keys_.size()) keys_.resize(slot + 1);
  Key& key = keys_[slot];
  key = {};
  key.known.resize(members_.count());
}

void QuorumConflicts::accept(Slot slot, const AcceptRecord& record, std::size_t looked_at) {
  ++accepted_;
  Key& key = keys_[slot];
  std::erase_if(key.pending, [&](std::uint32_t p) {
    const bool astray = key.writes[p].accepted < record.time - attempt_;
    if (astray && !key.writes[p].reached) key.live.remove(p);
    return astray || key.writes[p].reached;
  });
  std::uint32_t place = static_cast<std::uint32_t>(key.writes.size());
  if (key.free.empty()) {
    key.writes.emplace_back();
  } else {
    place = key.free.back();
    key.free.pop_back();
  }
  key.writes[place] = {record.version, record.time, key.known[looked_at], false};
  WriteSet unseen = key.live;
  unseen.remove(key.writes[place].seen);
  const std::size_t pairs = unseen.size();
  anomalies_.count(AnomalyKind::conflict, pairs);
  unseen.for_each([&](std::size_t other) {
    if (!key.conflicting.contains(other)) ++in_conflict_;
    key.conflicting.add(other);
    if (!anomalies_.keeps(AnomalyKind::conflict)) return;
    anomalies_.keep(anomaly_of(AnomalyKind::conflict, record, key.writes[other].version));
  });
  if (pairs > 0) {
    key.conflicting.add(place);
    ++in_conflict_;
  }
  key.listed.add(place);
  key.live.add(place);
  key.pending.push_back(place);
  places_[record.version.value] = place;
}

QuorumConflicts::Arrival QuorumConflicts::arrive(Slot slot, VersionId version, std::size_t member) {
  Key& key = keys_[slot];
  const auto at = places_.find(version.value);
  if (at == places_.end()) return {};  // known everywhere
  const std::uint32_t place = at->second;
  if (place >= key.writes.size() || !(key.writes[place].version == version)) return {};  // a damaged file
  Write& write = key.writes[place];
  Arrival arrival;
  if (!key.known[member].contains(place)) arrival.news = write.accepted;
  arrival.first = !write.reached;
  write.reached = true;
  key.live.add(place);
  key.known[member].add(write.seen);
  key.known[member].add(place);
  forget_known(key);
  return arrival;
}

/// What all members know, every write to come will have seen.
void QuorumConflicts::forget_known(Key& key) {
  WriteSet known = key.listed;
  for (const WriteSet& by_member : key.known) known.intersect(by_member);
  if (known.size() == 0) return;
  known.for_each([&](std::size_t place) {
    places_.erase(key.writes[place].version.value);
    key.writes[place] = {};
    key.free.push_back(static_cast<std::uint32_t>(place));
  });
  std::erase_if(key.pending, [&](std::uint32_t p) { return known.contains(p); });
  for (WriteSet& by_member : key.known) by_member.remove(known);
  key.listed.remove(known);
  key.live.remove(known);
  key.conflicting.remove(known);
  key.listed.for_each([&](std::size_t place) { key.writes[place].seen.remove(known); });
}

void QuorumConflicts::finish(Analysis& analysis) const {
  analysis.conflicts.accepted = accepted_;
  analysis.conflicts.concurrent = anomalies_.counted(AnomalyKind::conflict);
  analysis.conflicts.conflicting_writes = in_conflict_;
  analysis.conflicts.siblings_max = accepted_ > 0 ? 1 : 0;  // regions keep one version of a key
}

}  // namespace bicoastal
