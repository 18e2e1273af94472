#include "sim/model/serving.hpp"

#include "sim/model/balancer.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/fleet.hpp"
#include "sim/model/functions.hpp"
#include "sim/model/releases.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>

namespace bicoastal {

Serving::Serving(World& world)
    : world_(world),
      sessions_(world),
      hops_matter_(world.scenario.network.inter_zone.ns > 0 || world.scenario.network.intra_zone.ns > 0) {
  const Scenario& s = world.scenario;
  for (std::size_t i = 0; i < s.replicas.size(); ++i)
    servers_.emplace_back(s.service.concurrency, s.service.queue, s.service.max_wait.value_or(Time::max()));
  if (const auto& limit = s.service.rate_limit)
    limits_.assign(s.regions.size(), TokenBucket(limit->burst, limit->per_second));

  slowness_.assign(s.replicas.size(), 1.0);
  up_.assign(s.replicas.size(), true);
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
  if (!limits_.empty() && !limits_[r.asked.index()].pay(world_.now)) {
    world_.clients->answer(slot, Outcome::refused, r.asked, Time());
    return;
  }
  if (world_.functions->used()) {
    invoke(slot);
    return;
  }
  world_.balancer->assign(r);
  const Time hop = hops_matter_
                       ? world_.hop(world_.balancer->entry_zone(r), world_.scenario.replicas[r.replica.index()].zone)
                       : Time();
  if (hop.ns == 0) {
    on_at_replica(slot);
    return;
  }
  world_.post(world_.now + hop, Kind::at_replica, slot, r.generation);
  world_.clients->watch(slot, world_.now + hop);
}

/// An instance for the request. Faults that slow a zone's replicas down, or make them err, do so to its instances.
void Serving::invoke(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const auto finish = world_.functions->admit(r, r.service);
  if (!finish) {
    blame(r);
    world_.clients->answer(slot, Outcome::refused, r.asked, Time());
    return;
  }
  if (world_.conditions.any_active()) world_.touch(r, world_.conditions.replica(r.replica).faults);
  const double slower = slowness_[r.replica.index()] - 1;
  r.stage = Stage::serving;
  r.finish = *finish + Time(static_cast<std::int64_t>(static_cast<double>(r.service.ns) * slower));
  world_.post(r.finish, Kind::done, slot, r.generation);
  world_.clients->watch(slot, r.finish);
}

void Serving::on_at_replica(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  if (world_.conditions.any_active()) {
    world_.touch(r, world_.conditions.replica(r.replica).faults);
    if (!world_.conditions.replica(r.replica).machine) {  // the balancer has nobody to give it to
      world_.balancer->forget(r);
      world_.clients->answer(slot, Outcome::unavailable, r.asked, Time());
      return;
    }
    if (!world_.conditions.host_up(r.replica)) {
      world_.clients->lose(slot);
      return;
    }
    if (!world_.conditions.replica(r.replica).up) {
      world_.balancer->forget(r);
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
    if (world_.releases->watching()) world_.releases->answered(r, true);
    world_.balancer->forget(r);
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
  for (const ZoneId zone : world_.scenario.regions[r.asked.index()].zones)
    for (const ReplicaId replica : world_.scenario.zones[zone.index()].replicas)
      world_.touch(r, world_.conditions.replica(replica).faults);
}

/// Whether a replica that gives errors now gives one to this request.
bool Serving::fails(const Request& r) const {
  const double errors = world_.conditions.replica(r.replica).errors;
  return errors > 0 && to_unit(world_.clients->bits(r, Clients::kError)) < errors;
}

void Serving::on_done(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  if (r.stage != Stage::serving || r.finish != world_.now) return;  // its work was put off
  world_.balancer->forget(r);
  if (world_.functions->used()) world_.functions->done(r, false);
  r.served = true;
  sessions_.worked(r);
  const bool failed = world_.conditions.any_active() && fails(r);
  if (world_.releases->watching()) world_.releases->answered(r, failed);
  if (failed) {
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
    if (!up) sessions_.ended(replica);
    for (std::uint32_t slot = 0; slot < world_.requests.slots() && !up; ++slot) {
      Request& r = world_.requests[slot];
      if (r.replica != replica || (r.stage != Stage::serving && r.stage != Stage::storing && r.stage != Stage::waiting))
        continue;
      world_.touch(r, world_.conditions.replica(replica).faults);
      if (r.stage != Stage::serving) {
        r.orphan = !world_.fleet->ends_gently(replica);
        continue;
      }
      if (world_.functions->used()) world_.functions->done(r, true);
      if (host) {  // connections are reset
        world_.balancer->forget(r);
        world_.clients->answer(slot, Outcome::refused, r.asked, Time());
      } else {
        world_.clients->lose(slot);
      }
    }
  }
  world_.balancer->look_at(replica);
  const double slowness = world_.conditions.replica(replica).slow;
  if (slowness != slowness_[i]) {
    const double slower = slowness / slowness_[i];
    slowness_[i] = slowness;
    if (up && !world_.functions->used()) rework(replica, slower);
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
    r.finish = server.take(world_.now, work);  // it was admitted before, so it is now
    world_.post(r.finish, Kind::done, slot, r.generation);
    world_.clients->watch(slot, r.finish);
  }
}

void Serving::cut_off(ReplicaId replica) {
  servers_[replica.index()].reset(world_.now);
  for (std::uint32_t slot = 0; slot < world_.requests.slots(); ++slot) {
    Request& r = world_.requests[slot];
    if (r.stage != Stage::serving || r.replica != replica) continue;
    world_.touch(r, world_.conditions.replica(replica).faults);
    world_.balancer->forget(r);
    world_.clients->answer(slot, Outcome::refused, r.asked, Time());
  }
}

std::uint32_t Serving::up_in(RegionId region) const {
  std::uint32_t count = 0;
  for (const ZoneId zone : world_.scenario.regions[region.index()].zones)
    for (const ReplicaId r : world_.scenario.zones[zone.index()].replicas) count += up(r) ? 1 : 0;
  return count;
}

void Serving::sample_functions(RegionId region) {
  LoadRecord record;
  record.time = world_.now;
  record.region = region;
  record.busy = world_.functions->running(region);
  record.replicas_up = record.busy + world_.functions->idle(region);
  world_.out.write(record);
}

void Serving::sample(RegionId region) {
  if (world_.functions->used()) return sample_functions(region);
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
  world_.balancer->sample(region, record);
  world_.out.write(record);
}

}  // namespace bicoastal
