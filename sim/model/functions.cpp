#include "sim/model/functions.hpp"

#include <algorithm>

namespace bicoastal {

Functions::Functions(World& world) : world_(world) {
  if (!world.scenario.fleet.managed) return;
  regions_.resize(world.regions());
  for (const Region& region : world.scenario.regions)
    cold_starts_.push_back(world.stream("functions/start/" + region.name));
}

void Functions::forget_old(Pool& pool) {
  const Time keep = world_.scenario.fleet.managed->keep_warm;
  while (!pool.idle.empty() && pool.idle.front().since + keep <= world_.now) pool.idle.pop_front();
}

std::uint32_t Functions::idle(RegionId region) {
  Pool& pool = regions_[region.index()];
  forget_old(pool);
  return static_cast<std::uint32_t>(pool.idle.size());
}

/// New instances go round the zones that have power.
ZoneId Functions::zone_for(RegionId region, Pool& pool) const {
  const auto& zones = world_.scenario.regions[region.index()].zones;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    const ZoneId zone = zones[(pool.started + i) % zones.size()];
    if (world_.conditions.zone_up(zone)) return zone;
  }
  return zones.front();
}

std::optional<Time> Functions::admit(Request& r, Time work) {
  const auto& managed = *world_.scenario.fleet.managed;
  Pool& pool = regions_[r.asked.index()];
  if (pool.running >= managed.limit) return std::nullopt;
  forget_old(pool);
  // What was idle in a zone that has lost power is gone.
  while (!pool.idle.empty() && !world_.conditions.zone_up(pool.idle.back().zone)) pool.idle.pop_back();
  ++pool.running;
  ZoneId zone;
  Time cold;
  if (!pool.idle.empty()) {
    zone = pool.idle.back().zone;
    pool.idle.pop_back();
  } else {
    zone = zone_for(r.asked, pool);
    cold = draw(managed.cold_start, cold_starts_[r.asked.index()].block(pool.started++)[0]);
  }
  r.replica = world_.scenario.zones[zone.index()].replicas.front();
  return world_.now + cold + work;
}

void Functions::done(const Request& r, bool lost) {
  Pool& pool = regions_[r.asked.index()];
  --pool.running;
  if (!lost) pool.idle.push_back({world_.now, world_.scenario.replicas[r.replica.index()].zone});
}

}  // namespace bicoastal
