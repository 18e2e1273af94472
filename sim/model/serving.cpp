#include "sim/model/serving.hpp"

#include "sim/model/clients.hpp"
#include "sim/model/directory.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>

namespace bicoastal {

Serving::Serving(World& world)
    : world_(world),
      hops_matter_(world.scenario.network.inter_zone.ns > 0 || world.scenario.network.intra_zone.ns > 0) {
  const Scenario& s = world.scenario;
  const Distribution phase{Distribution::Kind::uniform, 0, static_cast<double>(s.balancing.health_check.interval.ns)};
  for (const Replica& replica : s.replicas) {
    servers_.emplace_back(s.service.concurrency, s.service.queue);
    checkers_.emplace_back(s.balancing.health_check,
                           draw(phase, world.stream("checks/balancer/" + replica.name).next()));
  }
  outstanding_.assign(s.replicas.size(), 0);
  slowness_.assign(s.replicas.size(), 1.0);
  up_.assign(s.replicas.size(), true);
  turn_.assign(s.regions.size(), 0);
  for (const Region& region : s.regions) {
    usable_.emplace_back();
    for (const ZoneId zone : region.zones)
      for (const ReplicaId r : s.zones[zone.index()].replicas) usable_.back().push_back(r);
  }
  all_ = usable_;
}

ZoneId Serving::entry_zone(const Request& r) const {
  const auto& zones = world_.scenario.regions[r.asked.index()].zones;
  const std::size_t first = static_cast<std::size_t>(r.op.value % zones.size());
  for (std::size_t i = 0; i < zones.size(); ++i) {
    const ZoneId zone = zones[(first + i) % zones.size()];
    if (world_.conditions.zone_up(zone)) return zone;
  }
  return zones[first];
}

ReplicaId Serving::pick(const Request& r, const std::vector<ReplicaId>& usable, std::uint32_t& turn) {
  const auto n = static_cast<std::uint32_t>(usable.size());
  const auto load = [&](ReplicaId replica) { return outstanding_[replica.index()]; };
  switch (world_.scenario.balancing.policy) {
    case BalancingPolicy::round_robin: turn = turn + 1 >= n ? 0 : turn + 1; return usable[turn];
    case BalancingPolicy::least_outstanding: {  // ties in turn, or the first replica would get all light traffic
      turn = turn + 1 >= n ? 0 : turn + 1;
      ReplicaId best = usable[turn];
      for (std::uint32_t i = 1; i < n; ++i)
        if (const ReplicaId other = usable[(turn + i) % n]; load(other) < load(best)) best = other;
      return best;
    }
    case BalancingPolicy::weighted: break;
    case BalancingPolicy::two_choices: {  // Mitzenmacher 2001; the two are distinct
      if (n == 1) return usable[0];
      const auto at = [](std::uint64_t bits, std::uint32_t count) {
        return static_cast<std::uint32_t>(((bits >> 32) * count) >> 32);
      };
      const std::uint32_t first = at(world_.clients->bits(r, Clients::kPick1), n);
      std::uint32_t second = at(world_.clients->bits(r, Clients::kPick2), n - 1);
      if (second >= first) ++second;
      return load(usable[second]) < load(usable[first]) ? usable[second] : usable[first];
    }
  }
  return usable[0];
}

void Serving::on_at_balancer(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  if (world_.conditions.any_active()) {
    const RegionCondition& region = world_.conditions.region(r.asked);
    world_.touch(r, region.balancer_faults);
    if (!region.balancer_up) {
      world_.clients->lose(slot);
      return;
    }
  }
  // With no replica held to be up, all of them get their share (fail open, as ALB and Envoy do).
  const auto& usable = usable_[r.asked.index()].empty() ? all_[r.asked.index()] : usable_[r.asked.index()];
  r.replica = pick(r, usable, turn_[r.asked.index()]);
  r.outstanding = true;
  ++outstanding_[r.replica.index()];
  const Time hop = hops_matter_ ? world_.hop(entry_zone(r), world_.scenario.replicas[r.replica.index()].zone) : Time();
  if (hop.ns == 0) {
    on_at_replica(slot);
    return;
  }
  world_.post(world_.now + hop, Kind::at_replica, slot, r.generation);
  world_.clients->watch(slot, world_.now + hop);
}

void Serving::on_at_replica(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  if (world_.conditions.any_active()) {
    world_.touch(r, world_.conditions.replica(r.replica).faults);
    if (!world_.conditions.host_up(r.replica)) {
      world_.clients->lose(slot);
      return;
    }
    if (!world_.conditions.replica(r.replica).up) {
      forget(slot);
      world_.clients->answer(slot, Outcome::refused, r.asked, Time());
      return;
    }
  }
  admit(slot);
}

void Serving::admit(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const double slowness = slowness_[r.replica.index()];
  const Time work =
      slowness == 1.0 ? r.service : Time(static_cast<std::int64_t>(static_cast<double>(r.service.ns) * slowness));
  const auto finish = servers_[r.replica.index()].admit(world_.now, work);
  if (!finish) {
    blame(r);
    forget(slot);
    world_.clients->answer(slot, Outcome::refused, r.asked, Time());
    return;
  }
  r.stage = Stage::serving;
  r.finish = *finish;
  world_.storage->prefetch(r.asked, r.key);
  world_.post(*finish, Kind::done, slot, r.generation);
  world_.clients->watch(slot, *finish);
}

/// The region is overloaded: whatever takes capacity from it has touched the request.
void Serving::blame(Request& r) {
  if (!world_.conditions.any_active()) return;
  for (const ReplicaId replica : all_[r.asked.index()]) world_.touch(r, world_.conditions.replica(replica).faults);
}

/// Whether a replica that gives errors now gives one to this request.
bool Serving::fails(const Request& r) const {
  const double errors = world_.conditions.replica(r.replica).errors;
  return errors > 0 && to_unit(world_.clients->bits(r, Clients::kError)) < errors;
}

void Serving::on_done(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  if (r.stage != Stage::serving || r.finish != world_.now) return;  // its work was put off
  forget(slot);
  r.served = true;
  if (world_.conditions.any_active() && fails(r)) {
    world_.clients->answer(slot, Outcome::unavailable, r.asked, Time());
    return;
  }
  world_.storage->arrive(slot);
}

void Serving::replica_changed(ReplicaId replica) {
  const std::size_t i = replica.index();
  const bool host = world_.conditions.host_up(replica);
  const bool up = host && world_.conditions.replica(replica).up;
  if (up != up_[i]) {
    up_[i] = up;
    servers_[i].reset(world_.now);
    for (std::uint32_t slot = 0; slot < world_.requests.slots() && !up; ++slot) {
      Request& r = world_.requests[slot];
      if (r.replica != replica || (r.stage != Stage::serving && r.stage != Stage::storing && r.stage != Stage::waiting))
        continue;
      world_.touch(r, world_.conditions.replica(replica).faults);
      if (r.stage != Stage::serving) {
        r.orphan = true;
        continue;
      }
      if (host) {  // connections are reset
        forget(slot);
        world_.clients->answer(slot, Outcome::refused, r.asked, Time());
      } else {
        world_.clients->lose(slot);
      }
    }
  }
  const RegionId region = world_.scenario.zones[world_.scenario.replicas[i].zone.index()].region;
  const bool found = world_.conditions.found_up(CheckLies::Watcher::balancer, region, up);
  if (const auto flip = checkers_[i].change(world_.now, found, !host))
    world_.post(flip->at, Kind::health, static_cast<std::uint32_t>(world_.regions()) + replica.value, flip->generation);
  const double slowness = world_.conditions.replica(replica).slow;
  if (slowness != slowness_[i]) {
    const double slower = slowness / slowness_[i];
    slowness_[i] = slowness;
    if (up) rework(replica, slower);
  }
}

/// Work in progress goes on at the new speed, waiting work is admitted again in its order.
void Serving::rework(ReplicaId replica, double slower) {
  std::vector<std::pair<Time, std::uint32_t>> jobs;
  for (std::uint32_t slot = 0; slot < world_.requests.slots(); ++slot) {
    const Request& r = world_.requests[slot];
    if (r.stage == Stage::serving && r.replica == replica) jobs.emplace_back(r.finish, slot);
  }
  // At the old speed a job had started if its finish is no further away than its work takes.
  const double before = slowness_[replica.index()] / slower;
  const auto work_before = [&](const Request& r) {
    return Time(static_cast<std::int64_t>(static_cast<double>(r.service.ns) * before));
  };
  std::sort(jobs.begin(), jobs.end(), [&](const auto& a, const auto& b) {
    const Request& x = world_.requests[a.second];
    const Request& y = world_.requests[b.second];
    const Time start_x = x.finish - work_before(x), start_y = y.finish - work_before(y);
    return start_x != start_y ? start_x < start_y : x.op < y.op;
  });
  Server& server = servers_[replica.index()];
  server.reset(world_.now);
  for (const auto& [finish, slot] : jobs) {
    Request& r = world_.requests[slot];
    world_.touch(r, world_.conditions.replica(replica).faults);
    Time work(static_cast<std::int64_t>(static_cast<double>(r.service.ns) * slowness_[replica.index()]));
    if (finish - work_before(r) <= world_.now)
      work = Time(static_cast<std::int64_t>(static_cast<double>((finish - world_.now).ns) * slower));
    r.finish = *server.admit(world_.now, work);  // it had a place before, so it has one now
    world_.post(r.finish, Kind::done, slot, r.generation);
    world_.clients->watch(slot, r.finish);
  }
}

void Serving::on_check(ReplicaId replica, std::uint32_t generation) {
  LazyChecker& checker = checkers_[replica.index()];
  if (!checker.fire(generation)) return;
  const Replica& what = world_.scenario.replicas[replica.index()];
  const RegionId region = world_.scenario.zones[what.zone.index()].region;
  HealthRecord record;
  record.time = world_.now;
  record.event = checker.reported_up() ? HealthEvent::replica_in : HealthEvent::replica_out;
  record.region = region;
  record.replica = replica;
  world_.out.write(record);
  auto& usable = usable_[region.index()];
  const auto place = std::lower_bound(usable.begin(), usable.end(), replica);
  if (checker.reported_up()) {
    usable.insert(place, replica);
  } else {
    usable.erase(place);
  }
  turn_[region.index()] = 0;
  world_.directory->region_changed(region);
}

void Serving::sample(RegionId region) {
  LoadRecord record;
  record.time = world_.now;
  record.region = region;
  for (const ZoneId zone : world_.scenario.regions[region.index()].zones)
    for (const ReplicaId r : world_.scenario.zones[zone.index()].replicas) {
      if (!up_[r.index()]) continue;
      ++record.replicas_up;
      record.busy += static_cast<std::uint32_t>(servers_[r.index()].busy(world_.now));
      record.queued += static_cast<std::uint32_t>(servers_[r.index()].waiting(world_.now));
    }
  world_.out.write(record);
}

}  // namespace bicoastal
