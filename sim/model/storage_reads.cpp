// Where a read goes, and what sees to a session reading what it wrote.
#include "sim/model/clients.hpp"
#include "sim/model/roles.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>

namespace bicoastal {

/// The region's copy that a read goes to when nothing else is asked for.
StoreId Storage::near(const Request& r) const {
  const StoreId leader(r.asked.index());
  const auto& copies = copies_[r.asked.index()];
  const ReadFrom from = world_.scenario.data.read_from;
  if (from == ReadFrom::primary && one_writer_)
    return StoreId(world_.roles->primary_for(partition_of(r.key), r.asked).index());
  if ((from != ReadFrom::any && from != ReadFrom::sticky) || copies.empty()) return leader;
  const std::uint64_t luck = from == ReadFrom::any
                                 ? world_.clients->bits(r, Clients::kCopy) >> 32
                                 : (r.session.value * 0x9E3779B97F4A7C15u) >> 32;  // Fibonacci hashing
  const std::size_t i = static_cast<std::size_t>((luck * (copies.size() + 1)) >> 32);
  if (i == 0 || !world_.conditions.zone_up(world_.scenario.stores[copies[i - 1].index()].zone)) return leader;
  return copies[i - 1];
}

/// Where what the session wrote last is sure to be.
StoreId Storage::written_at(const Request& r, const Memory& memory) const {
  return one_writer_ ? StoreId(world_.roles->primary_for(partition_of(r.key), r.asked).index()) : memory.where;
}

StoreId Storage::choose_for_read(const Request& r) const {
  const SessionGuards& guards = world_.scenario.data.sessions;
  const StoreId chosen = near(r);
  if (memory_.empty()) return chosen;
  const Memory& memory = memory_[r.session.index()];
  if (memory.version.is_initial()) return chosen;
  if (guards.primary_after_write.ns > 0 && world_.now < memory.since + guards.primary_after_write)
    return written_at(r, memory);
  return guards.token && !heard_of(chosen, memory.version) ? written_at(r, memory) : chosen;
}

void Storage::acknowledged(const Request& write) {
  if (!memory_.empty() && !write.version.is_initial())
    memory_[write.session.index()] = {world_.now, write.store, write.version};
}

void Storage::hear(StoreId store, VersionId version) {
  if (heard_.empty() || version.is_initial()) return;
  std::uint64_t& last = heard_[store.index() * world_.regions() + version.origin().index()];
  last = std::max(last, version.sequence());
}

}  // namespace bicoastal
