#include "sim/analysis/conflicts.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

/// First of `list` with a greater sequence.
std::size_t first_after(const FlatQueue<VersionId>& list, std::uint64_t sequence) {
  if (list.empty() || list.back().sequence() <= sequence) return list.size();
  const auto* at = std::upper_bound(list.begin(), list.end(), sequence,
                                    [](std::uint64_t s, VersionId v) { return s < v.sequence(); });
  return static_cast<std::size_t>(at - list.begin());
}

void erase(FlatQueue<VersionId>& list, VersionId version) {
  const std::size_t i = first_after(list, version.sequence() - 1);
  if (i < list.size() && list[i] == version) list.erase(i);
}

void forget_until(FlatQueue<VersionId>& list, std::uint64_t sequence) {
  while (!list.empty() && list.front().sequence() <= sequence) list.pop_front();
}

}  // namespace

void ConflictingWrites::open(Slot slot) {
  if (slot >= writes_.size()) writes_.resize(slot + 1);
  writes_[slot].used = 0;
}

ConflictingWrites::FromStore& ConflictingWrites::of(Writes& writes, StoreId origin) {
  for (std::size_t i = 0; i < writes.used; ++i)
    if (writes.from[i].origin == origin) return writes.from[i];
  if (writes.used == writes.from.size()) writes.from.emplace_back();
  FromStore& fresh = writes.from[writes.used++];
  fresh.origin = origin;
  fresh.unseen.clear();
  fresh.harmonious.clear();
  return fresh;
}

void ConflictingWrites::accept(Slot slot, const AcceptRecord& record, std::size_t partition,
                               std::span<const std::uint64_t> known) {
  ++accepted_;
  if (seen_.stores() == 1) return;
  Writes& writes = writes_[slot];
  const StoreId store = record.version.origin();
  std::uint64_t pairs = 0;
  for (std::size_t i = 0; i < writes.used; ++i) {
    FromStore& others = writes.from[i];
    const std::uint64_t everywhere = seen_.everywhere(partition, others.origin);
    forget_until(others.unseen, everywhere);
    forget_until(others.harmonious, everywhere);
    if (others.origin == store) continue;
    const std::uint64_t until =
        known.empty() ? seen_.at(partition, others.origin, store) : known[others.origin.index()];
    pairs += meet(others, until, record);
  }
  FromStore& own = of(writes, store);
  own.unseen.push_back(record.version);
  if (pairs == 0) {
    own.harmonious.push_back(record.version);
  } else {
    ++in_conflict_;
  }
}

/// Counts the pairs of a new write with those of another store that its own has not seen.
std::uint64_t ConflictingWrites::meet(FromStore& others, std::uint64_t seen_until, const AcceptRecord& record) {
  const std::size_t first = first_after(others.unseen, seen_until);
  const std::uint64_t pairs = others.unseen.size() - first;
  if (pairs == 0) return 0;
  while (!others.harmonious.empty() && others.harmonious.back().sequence() > seen_until) {
    others.harmonious.pop_back();
    ++in_conflict_;
  }
  anomalies_.count(AnomalyKind::conflict, pairs);
  for (std::size_t i = first; i < others.unseen.size() && anomalies_.keeps(AnomalyKind::conflict); ++i) {
    anomalies_.keep(anomaly_of(AnomalyKind::conflict, record, others.unseen[i]));
  }
  return pairs;
}

void ConflictingWrites::lost(Slot slot, VersionId version) {
  Writes& writes = writes_[slot];
  for (std::size_t i = 0; i < writes.used; ++i) {
    if (!(writes.from[i].origin == version.origin())) continue;
    erase(writes.from[i].unseen, version);
    erase(writes.from[i].harmonious, version);
  }
}

bool ConflictingWrites::idle(Slot slot, std::size_t partition) {
  const Writes& writes = writes_[slot];
  for (std::size_t i = 0; i < writes.used; ++i) {
    const auto& unseen = writes.from[i].unseen;
    if (!unseen.empty() && !seen_.seen_everywhere(partition, unseen.back())) return false;
  }
  return true;
}

void ConflictingWrites::finish(Analysis& analysis) const {
  analysis.conflicts.accepted = accepted_;
  analysis.conflicts.concurrent = anomalies_.counted(AnomalyKind::conflict);
  analysis.conflicts.conflicting_writes = in_conflict_;
  analysis.conflicts.siblings_max = accepted_ > 0 ? 1 : 0;  // stores keep one version of a key
}

}  // namespace bicoastal
