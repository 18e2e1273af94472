#include "sim/analysis/effects/recent_changes.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

constexpr std::size_t kNear = 16;  // how far back a rival that takes away is looked for

}  // namespace

RecentChanges::RecentChanges(const Scenario& scenario, const Limits& limits, const Seen& seen)
    : stores_(scenario.regions.size()), attempt_(limits.attempt), seen_(seen), slots_(scenario.keys.count) {}

std::size_t RecentChanges::first_after(const Queue& queue, std::uint64_t sequence) {
  const auto* const at =
      std::upper_bound(queue.begin(), queue.end(), sequence,
                       [](std::uint64_t s, const AcceptedChange& c) { return s < c.version.sequence(); });
  return static_cast<std::size_t>(at - queue.begin());
}

const AcceptedChange* RecentChanges::latest(const Queue& queue, std::size_t first, bool taking) {
  if (first == queue.size()) return nullptr;
  const std::size_t least = std::max(first, queue.size() - std::min(queue.size(), kNear));
  for (std::size_t i = queue.size(); taking && i > least; --i)
    if (queue[i - 1].amount < 0) return &queue[i - 1];
  return &queue.back();
}

void RecentChanges::forget(Queue& queue, std::size_t partition, Time now) {
  while (!queue.empty()) {
    const AcceptedChange& oldest = queue.front();
    const bool told = oldest.acknowledged || oldest.accepted + attempt_ < now;
    if (!told || !seen_.seen_everywhere(partition, oldest.version)) return;
    queue.pop_front();
  }
}

bool RecentChanges::known_everywhere(KeyId key) const {
  const Slot slot = slots_.find(key);
  if (slot == ActiveKeys::kNone) return true;
  const std::size_t partition = seen_.partition_of(key);
  for (std::size_t s = 0; s < stores_; ++s) {
    const Queue& queue = queues_[slot * stores_ + s];
    if (!std::all_of(queue.begin(), queue.end(),
                     [&](const AcceptedChange& c) { return c.lost || seen_.seen_everywhere(partition, c.version); }))
      return false;
  }
  return true;
}

AcceptedChange* RecentChanges::find(KeyId key, VersionId version) {
  if (slots_.find(key) == ActiveKeys::kNone || version.origin().index() >= stores_) return nullptr;
  Queue& queue = queue_of(key, version.origin());
  const std::size_t after = first_after(queue, version.sequence());
  return after > 0 && queue[after - 1].version == version ? &queue[after - 1] : nullptr;
}

}  // namespace bicoastal
