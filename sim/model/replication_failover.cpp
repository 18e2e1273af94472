// What becomes of a primary's log when another region takes its place.
#include "sim/model/commits.hpp"
#include "sim/model/replication.hpp"
#include "sim/model/roles.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>

namespace bicoastal {

bool Replication::caught_up(RegionId from, RegionId to) const {
  return pairs_[world_.pair_of(from, to)].arrived == logs_[from.index()].end();
}

std::optional<Time> Replication::oldest_missing(PartitionId partition, RegionId from, RegionId to) const {
  const StoreId store(from.index());
  for (std::uint64_t i = arrived(from, to); i < end_of(from); ++i) {
    const Entry& e = entry(store, i);
    if (e.key.has_value() && world_.storage->partition_of(e.key) == partition) return e.accepted;
  }
  return std::nullopt;
}

/// The new primary lacks the entry.
void Replication::strand(const Entry& e, PartitionId partition, FaultId cause) {
  const Failover::Stranded what = world_.scenario.data.failover.stranded;
  if (what != Failover::Stranded::merge) lose(e, partition, cause, what == Failover::Stranded::keep);
}

void Replication::lose(const Entry& e, PartitionId partition, FaultId cause, bool set_aside) {
  LostRecord record;
  record.time = world_.now;
  record.set_aside = set_aside ? 1 : 0;
  record.store = e.version.version.origin();
  record.key = e.key;
  record.version = e.version.version;
  record.stamp = e.version.stamp;
  record.accepted = e.accepted;
  record.fault = cause;
  record.partition = partition;
  world_.out.write(record);
}

void Replication::promote(PartitionId partition, RegionId old, RegionId primary, FaultId cause) {
  const std::size_t n = world_.regions();
  const std::uint64_t kept = arrived(old, primary);
  std::uint64_t least = kept;
  for (std::size_t to = 0; to < n; ++to) {
    if (to == old.index()) continue;
    const auto p = static_cast<std::uint32_t>(old.index() * n + to);
    fail(p);
    pairs_[p].suspended = true;
    if (!world_.routes[p].links.empty()) least = std::min(least, pairs_[p].arrived);
  }
  for (std::uint64_t i = least; i < kept; ++i) {
    const Entry e = entry(StoreId(old.index()), i);
    if (e.key.has_value() && world_.storage->partition_of(e.key) == partition)
      append(StoreId(primary.index()), e.key, e.version, change(StoreId(old.index()), i), e.accepted);
  }
  world_.commits->deposed(partition, StoreId(old.index()));
  for (std::uint64_t i = kept; i < logs_[old.index()].end(); ++i) {
    const Entry e = entry(StoreId(old.index()), i);
    if (e.key.has_value() && world_.storage->partition_of(e.key) == partition) strand(e, partition, cause);
  }
}

void Replication::rejoin(PartitionId partition, RegionId old, RegionId primary, FaultId cause) {
  const std::size_t n = world_.regions();
  const StoreId store(old.index());
  Log& log = logs_[old.index()];
  const std::uint64_t kept = arrived(old, primary);
  const std::uint64_t epoch = world_.roles->epoch(partition, primary);
  const bool merges = world_.scenario.data.failover.stranded == Failover::Stranded::merge;
  for (std::uint64_t i = log.base; i < log.end() && !merges; ++i) {
    Entry& e = entry(store, i);
    if (!e.key.has_value() || world_.storage->partition_of(e.key) != partition) continue;
    if (e.version.version.epoch() >= epoch) continue;
    if (i >= kept) {
      if (e.accepted >= world_.roles->deposed_at(partition, old)) strand(e, partition, cause);  // split brain
      for (std::size_t at = 0; at < n; ++at)
        if (at != primary.index())
          world_.storage->roll_back(StoreId(at), StoreId(primary.index()), e.key, e.version.version);
    }
    e.key = KeyId();  // the new primary has passed on what it kept
  }
  world_.commits->rejoined(partition, store);
  for (std::size_t to = 0; to < n; ++to) {
    if (to == old.index()) continue;
    const auto p = static_cast<std::uint32_t>(old.index() * n + to);
    pairs_[p].suspended = false;
    try_send(p);
  }
}

}  // namespace bicoastal
