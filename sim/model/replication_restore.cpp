// What becomes of the streams of a store that has lost its data, and how they go on.
#include "sim/model/replication.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>

namespace bicoastal {

void Replication::lose_log(RegionId region, FaultId cause) {
  const std::size_t n = world_.regions();
  const StoreId store(region.index());
  Log& log = logs_[region.index()];
  std::optional<std::size_t> freshest;
  std::uint64_t least = log.end();
  for (std::size_t to = 0; to < n; ++to) {
    const auto p = static_cast<std::uint32_t>(region.index() * n + to);
    if (to == region.index() || world_.routes[p].links.empty()) continue;
    fail(p);
    least = std::min(least, pairs_[p].arrived);
    if (!freshest || pairs_[p].arrived > pairs_[region.index() * n + *freshest].arrived) freshest = to;
  }
  const std::uint64_t kept = freshest ? pairs_[region.index() * n + *freshest].arrived : log.base;
  for (std::uint64_t i = least; i < log.end(); ++i) {
    const Entry e = entry(store, i);
    if (!e.key.has_value()) continue;
    if (i < kept) {
      append(StoreId(*freshest), e.key, e.version, change(store, i), e.accepted);
    } else {
      lose(e, world_.storage->partition_of(e.key), cause, false);
    }
  }
  log.base = log.end();
  log.entries.clear();
  log.changes.clear();
  for (std::size_t to = 0; to < n; ++to)
    if (to != region.index()) pairs_[region.index() * n + to].sent = pairs_[region.index() * n + to].arrived = log.base;
}

void Replication::continue_from(RegionId region, RegionId source) {
  const std::size_t n = world_.regions();
  for (std::size_t from = 0; from < n; ++from) {
    if (from == region.index()) continue;
    const auto p = static_cast<std::uint32_t>(from * n + region.index());
    fail(p);
    pairs_[p].arrived = from == source.index() ? logs_[from].end() : pairs_[from * n + source.index()].arrived;
    pairs_[p].sent = pairs_[p].arrived;
    trim(StoreId(from));
  }
}

}  // namespace bicoastal
