#include "sim/model/roles.hpp"

#include "sim/base/primaries.hpp"
#include "sim/model/fleet.hpp"
#include "sim/model/replication.hpp"

#include <algorithm>
#include <string>

namespace bicoastal {

Roles::Roles(World& world)
    : world_(world),
      rule_(world.scenario.data.failover),
      enabled_(has_primaries(world.scenario) && rule_.enabled && world.regions() > 1) {
  const Scenario& s = world.scenario;
  const Distribution phase{Distribution::Kind::uniform, 0, static_cast<double>(rule_.detect.interval.ns)};
  for (const Region& region : s.regions) {
    watched_.push_back({Checkers(rule_.detect, world.stream("checks/primary/" + region.name))});
    if (enabled_ && rule_.lease.ns > 0)
      watched_.back().lease.emplace(rule_.lease, rule_.detect.interval,
                                    draw(phase, world.stream("lease/" + region.name).next()));
  }
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
  std::size_t voters = 1, reached = 1;  // it counts itself
  for (std::size_t r = 0; r < world_.regions(); ++r) {
    if (r == region.index() || (!rule_.fixed_voters() && !world_.conditions.region(RegionId(r)).store_up)) continue;
    ++voters;
    reached += reaches(region, RegionId(r)) ? 1 : 0;
  }
  for (std::size_t w = 0; w < rule_.witnesses.size(); ++w) {
    ++voters;
    reached += world_.conditions.witness_cut(region, w) ? 0 : 1;
  }
  return reached * 2 > voters;
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
  if (enabled_) conditions_seen();
  for (std::size_t p = 0; p < roles_.size(); ++p) {
    const Role& role = roles_[p];
    if (role.phase == Phase::switching && !reaches(role.primary, role.candidate)) call_off_switch(p);
    if (role.phase == Phase::catching_up) try_promotion(p);
    reunite(p);
    plan_return(p);
  }
}

/// The checkers find what is so from now on, and holders of leases reach a majority or not.
void Roles::conditions_seen() {
  for (std::size_t r = 0; r < watched_.size(); ++r) {
    Watched& watched = watched_[r];
    const bool up = alive(RegionId(r));
    if (watched.alive && !up) watched.lost = world_.now;
    watched.alive = up;
    if (watched.lease) {
      watched.lease->change(world_.now, up);
      watch_lease(RegionId(r));
    }
    const bool found = world_.conditions.found_up(CheckLies::Watcher::failover, RegionId(r), up);
    const auto checker = static_cast<std::uint32_t>(world_.regions() + world_.scenario.replicas.size() + r);
    watched.checkers.change(world_.now, found ? Finding::well : Finding::silent,
                            [&](Time at, std::uint32_t flip) { world_.post(at, Kind::health, checker, flip); });
  }
}

void Roles::on_check(RegionId region, std::uint32_t flip) {
  Checkers& checkers = watched_[region.index()].checkers;
  if (!checkers.fire(flip)) return;
  for (std::size_t p = 0; p < roles_.size(); ++p) {
    const Role& role = roles_[p];
    const bool under_way =
        role.phase != Phase::steady && role.phase != Phase::waiting_to_return && role.phase != Phase::switching;
    if (role.primary == region && !checkers.reported_up() && !under_way) suspect(p);
    if (checkers.reported_up()) plan_return(p);
  }
}

// --- leases ----------------------------------------------------------------------------------------------------------

bool Roles::may_accept(RegionId region) const {
  const auto& lease = watched_[region.index()].lease;
  return !lease || lease->valid(world_.now);
}

void Roles::watch_lease(RegionId region) {
  Watched& watched = watched_[region.index()];
  ++watched.lease_generation;
  if (const Time at = watched.lease->next_change(world_.now); at < Time::max())
    world_.post(at, Kind::lease, static_cast<std::uint32_t>(region.index()), watched.lease_generation);
}

void Roles::on_lease(RegionId region, std::uint32_t generation) {
  if (generation != watched_[region.index()].lease_generation) return;
  for (std::size_t p = 0; p < roles_.size(); ++p) {
    if (!(roles_[p].primary == region)) continue;
    if (may_accept(region)) {
      resume(p);
    } else {
      stop(p);
    }
  }
  watch_lease(region);
}

/// The primary refuses writes from now on.
void Roles::stop(std::size_t partition) {
  Role& role = roles_[partition];
  if (!role.accepts[role.primary.index()]) return;
  role.accepts[role.primary.index()] = false;
  write(partition, RoleEvent::fenced, role.primary);
}

/// The primary has its lease again, unless another one is being promoted or a planned switch is under way.
void Roles::resume(std::size_t partition) {
  Role& role = roles_[partition];
  const bool taken =
      role.phase == Phase::catching_up || role.phase == Phase::promoting || role.phase == Phase::switching;
  if (taken || role.accepts[role.primary.index()]) return;
  role.accepts[role.primary.index()] = true;
  write(partition, RoleEvent::renewed, role.primary);
}

// --- failover --------------------------------------------------------------------------------------------------------

void Roles::suspect(std::size_t partition) {
  Role& role = roles_[partition];
  const std::size_t q = role.primary.index();
  const bool switching = role.phase == Phase::switching;  // that is off
  role.causes = world_.conditions.region(role.primary).store_faults;
  for (std::size_t r = 0; r < world_.regions(); ++r)
    for (const std::size_t pair : {q * world_.regions() + r, r * world_.regions() + q})
      if (r != q)
        for (const FaultId fault : world_.conditions.stores(pair).faults)
          if (std::find(role.causes.begin(), role.causes.end(), fault) == role.causes.end())
            role.causes.push_back(fault);
  role.refused = role.forced = false;
  write(partition, RoleEvent::detected, role.primary);
  if (switching) role.accepts[q] = true;
  if (switching && !may_accept(role.primary)) stop(partition);
  const RandomStream pauses = world_.stream("decide/" + std::to_string(partition));
  step(partition, Phase::deciding, draw(rule_.decide, pauses.block(role.decisions++)[0]));
}

/// A primary that was replaced and has not followed anybody since lacks what was written after it, and shows what was
/// given up for lost: it is nobody's successor until it has followed.
bool Roles::is_stray(const Role& role, RegionId region) {
  return std::find(role.strays.begin(), role.strays.end(), region) != role.strays.end();
}

/// The region alive with most of the old primary's log; ties go to the region named first.
RegionId Roles::choose_candidate(const Role& role) const {
  if (role.forced) return alive(role.candidate) ? role.candidate : RegionId();
  RegionId best;
  for (std::size_t r = 0; r < world_.regions(); ++r) {
    const RegionId region(r);
    if (region == role.primary || !alive(region) || !held_up(region) || is_stray(role, region)) continue;
    if (!best.has_value() ||
        world_.replication->arrived(role.primary, region) > world_.replication->arrived(role.primary, best))
      best = region;
  }
  return best;
}

bool Roles::too_far_behind(std::size_t partition, RegionId candidate) const {
  const Role& role = roles_[partition];
  if (!rule_.max_lag || role.forced) return false;
  const auto oldest = world_.replication->oldest_missing(PartitionId(partition), role.primary, candidate);
  return oldest && watched_[role.primary.index()].lost - *oldest > *rule_.max_lag;
}

void Roles::on_role(PartitionId id, std::uint32_t generation) {
  const std::size_t partition = id.index();
  Role& role = roles_[partition];
  if (generation != role.generation) return;
  switch (role.phase) {
    case Phase::deciding: decide(partition); break;
    case Phase::waiting_for_lease: wait_for_lease(partition); break;
    case Phase::catching_up: step(partition, Phase::promoting, rule_.promote); break;  // it has waited long enough
    case Phase::promoting:
      if (alive(role.candidate)) {
        promote(partition, role.candidate);
      } else {
        look_again(partition);
      }
      break;
    case Phase::waiting_to_return: begin_return(partition); break;
    case Phase::steady:
    case Phase::switching: break;
  }
}

/// Nobody can be promoted now: at the next check perhaps.
void Roles::look_again(std::size_t partition) { step(partition, Phase::deciding, rule_.detect.interval); }

void Roles::decide(std::size_t partition) {
  Role& role = roles_[partition];
  const Watched& old = watched_[role.primary.index()];
  if (old.lease && old.lease->valid(world_.now)) resume(partition);
  if (old.checkers.reported_up() && !role.forced) {
    if (role.accepts[role.primary.index()]) {
      write(partition, RoleEvent::cleared, role.primary);
      role.phase = Phase::steady;
      role.causes.clear();
      plan_return(partition);
      return;
    }
    if (old.lease) return look_again(partition);  // it is about to renew its lease
  }
  const RegionId candidate = choose_candidate(role);
  if (!candidate.has_value()) return role.forced ? give_up_force(partition) : look_again(partition);
  if (too_far_behind(partition, candidate)) {
    if (!role.refused) write(partition, RoleEvent::refused, candidate);
    role.refused = true;
    return look_again(partition);
  }
  role.candidate = candidate;
  write(partition, RoleEvent::decided, candidate);
  if (old.lease) return wait_for_lease(partition);
  if (rule_.fencing) stop(partition);
  take_over(partition);
}

/// The others look at their checks whether the old primary still has its lease.
void Roles::wait_for_lease(std::size_t partition) {
  Role& role = roles_[partition];
  const Watched& old = watched_[role.primary.index()];
  if (const Time end = old.lease->ends(world_.now); end > world_.now) {
    const Time after = end == Time::max() ? world_.now + Time(1) : end;
    step(partition, Phase::waiting_for_lease, old.checkers.first_check_from(after) - world_.now);
    if (old.checkers.reported_up() && !role.forced) role.phase = Phase::deciding;  // to be cleared
    return;
  }
  const RegionId candidate = choose_candidate(role);
  if (!candidate.has_value() || too_far_behind(partition, candidate)) return look_again(partition);
  role.candidate = candidate;
  stop(partition);  // where both happen at this instant
  take_over(partition);
}

/// From here on the old primary cannot get its lease back.
void Roles::take_over(std::size_t partition) {
  Role& role = roles_[partition];
  if (rule_.catch_up.ns == 0 || role.forced) return step(partition, Phase::promoting, rule_.promote);
  role.wanted = world_.replication->end_of(role.primary);
  step(partition, Phase::catching_up, rule_.catch_up);
  try_promotion(partition);
}

/// Catching up: the candidate has all that it waits for, or nothing more can come.
void Roles::try_promotion(std::size_t partition) {
  const Role& role = roles_[partition];
  if (world_.conditions.stores(role.primary, role.candidate).up &&
      world_.replication->arrived(role.primary, role.candidate) < role.wanted)
    return;
  step(partition, Phase::promoting, rule_.promote);
}

void Roles::promote(std::size_t partition, RegionId next) {
  Role& role = roles_[partition];
  const RegionId old = role.primary;
  const bool planned = role.phase == Phase::switching;
  role.primary = next;
  role.phase = Phase::steady;
  if (!planned && !role.forced) role.moved_by_people = false;
  ++role.epoch;
  role.epoch_of[next.index()] = role.epoch;
  role.accepts[next.index()] = true;
  role.deposed[old.index()] = world_.now;
  if (auto& lease = watched_[next.index()].lease) {
    lease->grant(world_.now);
    watch_lease(next);
  }
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
    const Time after(static_cast<std::int64_t>(share * static_cast<double>(rule_.redirect_ttl.ns)));
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

bool Roles::quiet() const {
  return std::all_of(roles_.begin(), roles_.end(),
                     [](const Role& r) { return (r.phase == Phase::steady) && r.redirects == 0; });
}

}  // namespace bicoastal
