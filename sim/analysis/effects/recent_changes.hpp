// Changes of which something may still be heard: some region does not know of them, or their client does not yet.
//
// Finds for each change a rival: a change of the same key such that neither had seen the other when it was accepted.
// The history is in the order of time, so of two changes only the later one can have seen the earlier; of each other
// store's changes it has not seen the last ones (seen.hpp). A change is given the latest such one, of a change that
// takes away the latest that takes away too, if one is near; an earlier change that had none is given the first that
// comes to be accepted without having seen it.
//
// Per key and accepting store; a change is forgotten when all leaders have seen it and it was acknowledged or is too
// old to be (limits.hpp).
#pragma once

#include "sim/analysis/effects/accepted_change.hpp"
#include "sim/analysis/flat_queue.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/seen.hpp"

#include <vector>

namespace bicoastal {

class RecentChanges {
 public:
  RecentChanges(const Scenario& scenario, const Limits& limits, const Seen& seen);

  /// Gives the change its rival. `met(earlier)` for each earlier change whose rival this one is.
  /// REQUIRES: its own store has not been told of it yet (Seen::advance).
  template <class Met>
  void add(AcceptedChange& change, Met met);
  /// Null where it is forgotten. Valid until the next add().
  AcceptedChange* find(KeyId key, VersionId version);
  /// Whether all leaders know of every change of the key but those that a failover lost.
  bool known_everywhere(KeyId key) const;

 private:
  using Queue = FlatQueue<AcceptedChange>;
  static std::size_t first_after(const Queue& queue, std::uint64_t sequence);
  Queue& queue_of(KeyId key, StoreId origin) { return queues_[slots_.find(key) * stores_ + origin.index()]; }
  void forget(Queue& queue, std::size_t partition, Time now);
  /// The latest of those from `first` on; where `taking`, one that takes away, if one is near.
  static const AcceptedChange* latest(const Queue& queue, std::size_t first, bool taking);

  std::size_t stores_;
  Time attempt_;
  const Seen& seen_;
  ActiveKeys slots_;
  std::vector<Queue> queues_;  // by slot, store
};

template <class Met>
void RecentChanges::add(AcceptedChange& change, Met met) {
  if (slots_.find(change.key) == ActiveKeys::kNone) queues_.resize((slots_.open(change.key) + 1) * stores_);
  const std::size_t partition = seen_.partition_of(change.key);
  const AcceptedChange* rival = nullptr;
  for (std::size_t s = 0; s < stores_; ++s) {
    const StoreId origin(s);
    Queue& queue = queue_of(change.key, origin);
    forget(queue, partition, change.accepted);
    if (origin == change.store) continue;
    const std::size_t first = first_after(queue, seen_.at(partition, origin, change.store));
    const AcceptedChange* const last = latest(queue, first, change.amount < 0);
    if (last != nullptr && (rival == nullptr || last->accepted > rival->accepted)) rival = last;
    for (std::size_t i = queue.size(); i > first && !queue[i - 1].met; --i) {
      queue[i - 1].met = true;
      if (!queue[i - 1].rival.is_initial()) continue;
      queue[i - 1].rival = change.version;
      met(static_cast<const AcceptedChange&>(queue[i - 1]));
    }
  }
  if (rival != nullptr) change.rival = rival->version;
  if (change.rival.is_initial() && change.shadowed) change.rival = change.previous;
  queue_of(change.key, change.store).push_back(change);
}

}  // namespace bicoastal
