#include "sim/model/roles.hpp"

#include "sim/base/primaries.hpp"
#include "sim/model/fleet.hpp"
#include "sim/model/replication.hpp"

#include <algorithm>

namespace bicoastal {

Roles::Roles(World& world)
    : world_(world),
      enabled_(has_primaries(world.scenario) && world.scenario.data.failover.enabled && world.regions() > 1) {
  const Scenario& s = world.scenario;
  for (const Region& region : s.regions)
    checkers_.emplace_back(s.data.failover.detect, world.stream("checks/primary/" + region.name));
  if (!has_primaries(s)) return;
  for (std::size_t p = 0; p < partition_count(s); ++p) {
    Role role;
    role.home = role.primary = s.data.writes == WritePattern::global ? s.data.primary : RegionId(p);
    role.view.assign(world.regions(), role.primary);
    role.accepts.assign(world.regions(), false);
    role.accepts[role.primary.index()] = true;
    role.epoch_of.assign(world.regions(), 0);
    role.deposed.assign(world.regions(), Time());
    roles_.push_back(std::move(role));
  }
}

bool Roles::reaches(RegionId a, RegionId b) const {
  return world_.conditions.stores(a, b).up && world_.conditions.stores(b, a).up;
}

bool Roles::alive(RegionId region) const {
  if (!world_.conditions.region(region).store_up) return false;
  std::size_t observers = 0, reached = 0;
  for (std::size_t r = 0; r < world_.regions(); ++r) {
    if (r == region.index() || !world_.conditions.region(RegionId(r)).store_up) continue;
    ++observers;
    reached += reaches(region, RegionId(r)) ? 1 : 0;
  }
  return (reached + 1) * 2 > observers + 1;  // it counts itself
}

bool Roles::found_alive(RegionId region) const {
  return world_.conditions.found_up(CheckLies::Watcher::failover, region, alive(region));
}

void Roles::write(std::size_t partition, RoleEvent event, RegionId region) {
  RoleRecord record;
  record.time = world_.now;
  record.event = event;
  record.partition = PartitionId(partition);
  record.region = region;
  record.epoch = roles_[partition].epoch;
  world_.out.write(record);
}

void Roles::step(std::size_t partition, Phase phase, Time after) {
  Role& role = roles_[partition];
  role.phase = phase;
  world_.post(world_.now + after, Kind::role, static_cast<std::uint32_t>(partition), ++role.generation);
}

void Roles::conditions_changed() {
  if (!enabled_) return;
  for (std::size_t r = 0; r < checkers_.size(); ++r)
    checkers_[r].change(
        world_.now, found_alive(RegionId(r)) ? Finding::well : Finding::silent, [&](Time at, std::uint32_t flip) {
          world_.post(at, Kind::health,
                      static_cast<std::uint32_t>(world_.regions() + world_.scenario.replicas.size() + r), flip);
        });
  for (std::size_t p = 0; p < roles_.size(); ++p) {
    reunite(p);
    plan_return(p);
  }
}

void Roles::on_check(RegionId region, std::uint32_t flip) {
  const Checkers& checkers = checkers_[region.index()];
  if (!checkers_[region.index()].fire(flip)) return;
  for (std::size_t p = 0; p < roles_.size(); ++p) {
    Role& role = roles_[p];
    if (role.primary == region && !checkers.reported_up() && role.phase != Phase::deciding &&
        role.phase != Phase::promoting)
      suspect(p);
    if (checkers.reported_up()) plan_return(p);
  }
}

void Roles::suspect(std::size_t partition) {
  Role& role = roles_[partition];
  const std::size_t q = role.primary.index();
  if (role.phase == Phase::returning) role.accepts[q] = true;  // the planned return is off
  role.causes = world_.conditions.region(role.primary).store_faults;
  for (std::size_t r = 0; r < world_.regions(); ++r)
    for (const std::size_t pair : {q * world_.regions() + r, r * world_.regions() + q})
      if (r != q)
        for (const FaultId fault : world_.conditions.stores(pair).faults)
          if (std::find(role.causes.begin(), role.causes.end(), fault) == role.causes.end())
            role.causes.push_back(fault);
  write(partition, RoleEvent::detected, role.primary);
  step(partition, Phase::deciding, world_.scenario.data.failover.decide);
}

/// The reachable region with most of the old primary's log; ties go to the region named first.
RegionId Roles::choose_candidate(const Role& role) const {
  RegionId best;
  for (std::size_t r = 0; r < world_.regions(); ++r) {
    const RegionId region(r);
    if (region == role.primary || !alive(region) || !checkers_[r].reported_up()) continue;
    if (!best.has_value() ||
        world_.replication->arrived(role.primary, region) > world_.replication->arrived(role.primary, best))
      best = region;
  }
  return best;
}

void Roles::on_role(PartitionId partition, std::uint32_t generation) {
  Role& role = roles_[partition.index()];
  if (generation != role.generation) return;
  switch (role.phase) {
    case Phase::deciding: decide(partition.index()); break;
    case Phase::promoting:
      if (alive(role.candidate)) {
        promote(partition.index(), role.candidate);
      } else {
        step(partition.index(), Phase::deciding, world_.scenario.data.failover.detect.interval);
      }
      break;
    case Phase::waiting_to_return: begin_return(partition.index()); break;
    case Phase::steady:
    case Phase::returning: break;
  }
}

void Roles::decide(std::size_t partition) {
  Role& role = roles_[partition];
  if (checkers_[role.primary.index()].reported_up() && role.accepts[role.primary.index()]) {
    write(partition, RoleEvent::cleared, role.primary);
    role.phase = Phase::steady;
    role.causes.clear();
    return;
  }
  role.candidate = choose_candidate(role);
  if (!role.candidate.has_value()) {  // nobody to promote: look again at the next check
    step(partition, Phase::deciding, world_.scenario.data.failover.detect.interval);
    return;
  }
  write(partition, RoleEvent::decided, role.candidate);
  if (world_.scenario.data.failover.fencing && role.accepts[role.primary.index()]) {
    role.accepts[role.primary.index()] = false;
    write(partition, RoleEvent::fenced, role.primary);
  }
  step(partition, Phase::promoting, world_.scenario.data.failover.promote);
}

void Roles::promote(std::size_t partition, RegionId next) {
  Role& role = roles_[partition];
  const RegionId old = role.primary;
  const bool planned = role.phase == Phase::returning;
  role.primary = next;
  role.phase = Phase::steady;
  ++role.epoch;
  role.epoch_of[next.index()] = role.epoch;
  role.accepts[next.index()] = true;
  role.deposed[old.index()] = world_.now;
  role.strays.erase(std::remove(role.strays.begin(), role.strays.end(), next), role.strays.end());
  write(partition, RoleEvent::promoted, next);
  world_.fleet->needed(next);
  role.view[next.index()] = next;
  if (planned) {
    role.accepts[old.index()] = false;
  } else {
    role.strays.push_back(old);
    world_.replication->promote(PartitionId(partition), old, next,
                                role.causes.empty() ? FaultId() : role.causes.front());
  }
  for (std::size_t r = 0; r < world_.regions(); ++r) {
    // An old primary that still takes writes believes in itself until it hears of the new one.
    if (RegionId(r) == next || (RegionId(r) == old && role.accepts[r])) continue;
    const RandomStream stream =
        world_.stream("redirect/" + std::to_string(partition) + "/" + world_.scenario.regions[r].name);
    const double share = to_unit(stream.block(role.epoch)[0]);
    const Time after(
        static_cast<std::int64_t>(share * static_cast<double>(world_.scenario.data.failover.redirect_ttl.ns)));
    ++role.redirects;
    world_.post(world_.now + after, Kind::redirect, static_cast<std::uint32_t>(partition * world_.regions() + r),
                role.epoch);
  }
  reunite(partition);
  plan_return(partition);
}

void Roles::on_redirect(PartitionId partition, RegionId region, std::uint32_t generation) {
  Role& role = roles_[partition.index()];
  --role.redirects;
  if (generation != role.epoch) return;  // another failover since
  role.view[region.index()] = role.primary;
  write(partition.index(), RoleEvent::redirected, region);
}

/// Old primaries that can talk to the new one follow it.
void Roles::reunite(std::size_t partition) {
  Role& role = roles_[partition];
  const std::vector<RegionId> strays = role.strays;
  for (const RegionId old : strays) {
    if (!reaches(old, role.primary)) continue;
    role.strays.erase(std::find(role.strays.begin(), role.strays.end(), old));
    role.accepts[old.index()] = false;
    role.view[old.index()] = role.primary;
    write(partition, RoleEvent::rejoined, old);
    world_.replication->rejoin(PartitionId(partition), old, role.primary,
                               role.causes.empty() ? FaultId() : role.causes.front());
  }
}

void Roles::plan_return(std::size_t partition) {
  Role& role = roles_[partition];
  if (!world_.scenario.data.failover.failback || role.phase != Phase::steady || role.primary == role.home) return;
  if (!checkers_[role.home.index()].reported_up() || !role.strays.empty()) return;
  step(partition, Phase::waiting_to_return, world_.scenario.data.failover.failback_after);
}

void Roles::begin_return(std::size_t partition) {
  Role& role = roles_[partition];
  if (!checkers_[role.home.index()].reported_up() || !alive(role.home)) {
    role.phase = Phase::steady;  // planned again when it is back
    return;
  }
  write(partition, RoleEvent::failback, role.home);
  role.phase = Phase::returning;
  role.accepts[role.primary.index()] = false;  // writes pause until the home has everything
  try_return(partition);
}

void Roles::batch_arrived(RegionId from, RegionId to) {
  for (std::size_t p = 0; p < roles_.size(); ++p)
    if (roles_[p].phase == Phase::returning && roles_[p].primary == from && roles_[p].home == to) try_return(p);
}

void Roles::try_return(std::size_t partition) {
  Role& role = roles_[partition];
  if (world_.replication->caught_up(role.primary, role.home)) promote(partition, role.home);
}

bool Roles::quiet() const {
  return std::all_of(roles_.begin(), roles_.end(),
                     [](const Role& r) { return (r.phase == Phase::steady) && r.redirects == 0; });
}

}  // namespace bicoastal
