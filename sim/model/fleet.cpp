#include "sim/model/fleet.hpp"

#include "sim/base/check.hpp"
#include "sim/base/lives.hpp"
#include "sim/model/balancer.hpp"
#include "sim/model/deploys.hpp"
#include "sim/model/directory.hpp"
#include "sim/model/fault_plan.hpp"
#include "sim/model/releases.hpp"
#include "sim/model/serving.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

// A flip of a liveness check carries the start that it belongs to, beside its own generation.
constexpr unsigned kFlipBits = 22;
static_assert(LazyChecker::kGenerations < 1u << kFlipBits);
constexpr std::uint32_t kStartMask = (1u << (32 - kFlipBits)) - 1;

}  // namespace

FleetControl::FleetControl(World& world)
    : world_(world), used_(has_lives(world.scenario)), lives_(world.scenario.replicas.size()) {
  if (!used_) return;
  const Scenario& s = world.scenario;
  for (std::size_t i = 0; i < lives_.size(); ++i) {
    const ReplicaId replica(i);
    lives_[i].place = replica;
    lives_[i].listed = false;
    starts_.push_back(world.stream("fleet/start/" + s.replicas[i].name));
    if (watched()) {
      const Distribution phase{Distribution::Kind::uniform, 0, static_cast<double>(s.fleet.liveness->interval.ns), {}};
      phases_.push_back(draw(phase, world.stream("checks/liveness/" + s.replicas[i].name).next()));
      liveness_.emplace_back(*s.fleet.liveness, phases_.back());
    }
    if (s.replicas[i].at_start) continue;
    lives_[i].phase = Phase::absent;
    world.conditions.run(replica, false, false);
  }
  if (std::any_of(s.regions.begin(), s.regions.end(), [](const Region& r) { return r.standby.has_value(); }))
    for (const Region& region : s.regions) asleep_.push_back(region.standby.has_value());
}

void FleetControl::begin() {
  if (!used_) return;
  for (std::size_t i = 0; i < lives_.size(); ++i)
    if (lives_[i].phase == Phase::absent) world_.serving->replica_changed(ReplicaId(i));
  for (std::size_t r = 0; r < world_.regions(); ++r) world_.directory->region_changed(RegionId(r));
}

void FleetControl::record(ChangeEvent event, RegionId region, ReplicaId replica, std::int64_t value) {
  ChangeRecord change;
  change.time = world_.now;
  change.event = event;
  change.region = region;
  change.replica = replica;
  change.value = value;
  world_.out.write(change);
}

// --- processes -------------------------------------------------------------------------------------------------------

void FleetControl::plan(ReplicaId replica, Next next, Time after) {
  Life& life = lives_[replica.index()];
  life.next = next;
  world_.post(world_.now + after, Kind::life, replica.value, ++life.generation);
}

void FleetControl::on_step(ReplicaId replica, std::uint32_t generation) {
  const Life& life = lives_[replica.index()];
  if (life.generation != generation) return;
  switch (life.next) {
    case Next::boot_ends:
      start(replica);
      // Without power meanwhile: no check will say so, as none has ever passed.
      if (life.phase == Phase::ended && world_.scenario.fleet.replace) await_replacement(replica);
      break;
    case Next::restart: start(replica); break;
    case Next::start_ends: become_ready(replica); break;
    case Next::start_fails:
      end(replica);
      start(replica);
      break;
  }
}

/// Everybody who goes by whether the process answers.
void FleetControl::tell(ReplicaId replica) {
  const Phase phase = lives_[replica.index()].phase;
  world_.conditions.run(replica, phase != Phase::absent && phase != Phase::booting, phase == Phase::ready);
  world_.serving->replica_changed(replica);
  look(replica);
}

void FleetControl::start(ReplicaId replica) {
  Life& life = lives_[replica.index()];
  if (!life.powered) {  // it will when it can
    life.phase = Phase::ended;
    return;
  }
  life.phase = Phase::starting;
  record(ChangeEvent::started, world_.region_of(replica), replica, life.place.value);
  life.place = replica;
  world_.conditions.cure_hang(replica);
  world_.releases->started(replica);
  if (watched()) liveness_[replica.index()] = LazyChecker(*world_.scenario.fleet.liveness, phases_[replica.index()]);
  const Time takes = draw(world_.scenario.fleet.start, starts_[replica.index()].block(life.starts++)[0]);
  if (life.listed) {
    life.listed = false;
    world_.balancer->put_in(replica);
  }
  if (const auto& probe = world_.scenario.fleet.startup) {
    const std::int64_t looks = std::max<std::int64_t>(1, (takes.ns + probe->interval.ns - 1) / probe->interval.ns);
    const bool passes = looks <= probe->fall;
    plan(replica, passes ? Next::start_ends : Next::start_fails,
         probe->interval * (passes ? looks : static_cast<std::int64_t>(probe->fall)));
    tell(replica);
  } else if (takes.ns > 0) {
    plan(replica, Next::start_ends, takes);
    tell(replica);
  } else {
    become_ready(replica);
  }
}

void FleetControl::become_ready(ReplicaId replica) {
  Life& life = lives_[replica.index()];
  ++life.generation;
  life.phase = Phase::ready;
  life.since = world_.now;
  record(ChangeEvent::ready, world_.region_of(replica), replica, world_.releases->running(replica));
  recovered(replica);
  tell(replica);
  world_.deploys->ready(replica);
}

void FleetControl::end(ReplicaId replica, bool gently) {
  Life& life = lives_[replica.index()];
  life.gently = gently;
  ++life.generation;
  life.phase = Phase::ended;
  record(ChangeEvent::stopped, world_.region_of(replica), replica, gently ? 1 : 0);
  tell(replica);
}

void FleetControl::restart(ReplicaId replica, bool gently) {
  if (const Phase phase = lives_[replica.index()].phase; phase == Phase::ready || phase == Phase::starting)
    end(replica, gently);
  start(replica);
}

void FleetControl::struck(FaultId fault) {
  const auto* crash = std::get_if<Crash>(&world_.scenario.faults[fault.index()].what);
  if (crash == nullptr) return;
  Crashed crashed{fault, {}};
  for (const ReplicaId replica : crash->replicas) {
    const Life& life = lives_[replica.index()];
    if (life.phase != Phase::starting && life.phase != Phase::ready) continue;
    crashed.down.push_back(replica);
    end(replica);
    if (world_.scenario.fleet.restart) plan(replica, Next::restart, *world_.scenario.fleet.restart);
  }
  if (crashed.down.empty())
    world_.faults->over(fault);
  else
    crashed_.push_back(std::move(crashed));
}

/// A crash is over when each process that it ended answers again, or another machine in its place does, or its machine
/// was given back.
void FleetControl::recovered(ReplicaId replica) {
  if (!crashed_.empty()) world_.conditions.cure_crash(replica);
  for (Crashed& crashed : crashed_) {
    if (std::erase(crashed.down, replica) > 0 && crashed.down.empty()) world_.faults->over(crashed.fault);
  }
  std::erase_if(crashed_, [](const Crashed& crashed) { return crashed.down.empty(); });
}

void FleetControl::hand_over_crashes(ReplicaId from, ReplicaId to) {
  if (crashed_.empty() || from == to) return;
  world_.conditions.cure_crash(from);
  for (Crashed& crashed : crashed_) std::replace(crashed.down.begin(), crashed.down.end(), from, to);
}

void FleetControl::conditions_changed() {
  if (!used_) return;
  for (std::size_t i = 0; i < lives_.size(); ++i) {
    const ReplicaId replica(i);
    Life& life = lives_[i];
    const bool powered = world_.conditions.can_run(replica);
    if (powered != life.powered) {
      life.powered = powered;
      if (!powered && (life.phase == Phase::starting || life.phase == Phase::ready)) end(replica);
      if (!powered && life.phase == Phase::ended) ++life.generation;  // its service manager is gone, too
      if (powered && life.phase == Phase::ended) start(replica);
    }
    look(replica);
  }
  world_.deploys->conditions_changed();
}

// --- liveness --------------------------------------------------------------------------------------------------------

/// What liveness checks find from now on.
void FleetControl::look(ReplicaId replica) {
  if (!watched()) return;
  const Life& life = lives_[replica.index()];
  if (!life.powered || life.phase == Phase::absent || life.phase == Phase::booting) return;
  if (life.phase == Phase::starting && world_.scenario.fleet.startup) return;  // they wait until it has started
  const Finding finding = life.phase != Phase::ready           ? Finding::failing
                          : world_.conditions.host_up(replica) ? Finding::well
                                                               : Finding::silent;
  if (const auto flip = liveness_[replica.index()].change(world_.now, finding))
    world_.post(flip->at, Kind::liveness, replica.value, (life.starts & kStartMask) << kFlipBits | flip->generation);
}

void FleetControl::on_liveness(ReplicaId replica, std::uint32_t flip) {
  const Life& life = lives_[replica.index()];
  if (flip >> kFlipBits != (life.starts & kStartMask)) return;  // of a process that is gone
  LazyChecker& checker = liveness_[replica.index()];
  if (!checker.fire(flip & ((1u << kFlipBits) - 1)) || checker.reported_up()) return;
  if (life.powered && life.phase != Phase::absent && life.phase != Phase::booting) restart(replica);
}

// --- machines --------------------------------------------------------------------------------------------------------

ReplicaId FleetControl::free_place(ZoneId zone) const {
  const auto& places = world_.scenario.zones[zone.index()].replicas;
  const auto free = std::find_if(places.begin(), places.end(), [&](ReplicaId r) { return !exists(r) && can_run(r); });
  return free == places.end() ? ReplicaId() : *free;
}

/// In the same zone if it has power; the same place again if there is no other.
ReplicaId FleetControl::place_for(ReplicaId replaced) const {
  if (const ReplicaId free = free_place(world_.scenario.replicas[replaced.index()].zone); free.has_value()) return free;
  return can_run(replaced) ? replaced : spare(world_.region_of(replaced));
}

ReplicaId FleetControl::spare(RegionId region) const {
  ReplicaId best;
  std::size_t fewest = 0;
  for (const ZoneId zone : world_.scenario.regions[region.index()].zones) {
    const ReplicaId free = free_place(zone);
    std::size_t there = 0;
    for (const ReplicaId r : world_.scenario.zones[zone.index()].replicas)
      there += exists(r) && !lives_[r.index()].leaving ? 1 : 0;
    if (!free.has_value() || (best.has_value() && there >= fewest)) continue;
    best = free;
    fewest = there;
  }
  return best;
}

std::uint32_t FleetControl::machines(RegionId region) const {
  std::uint32_t count = 0;
  for (const ZoneId zone : world_.scenario.regions[region.index()].zones)
    for (const ReplicaId r : world_.scenario.zones[zone.index()].replicas) count += works(r) ? 1 : 0;
  return count;
}

void FleetControl::launch(ReplicaId replica, ReplicaId in_place_of, Time boot, bool listed) {
  Life& life = lives_[replica.index()];
  BC_CHECK(life.phase == Phase::absent);
  life.phase = Phase::booting;
  life.leaving = false;
  life.listed = listed;
  life.place = in_place_of;
  plan(replica, Next::boot_ends, boot);
}

void FleetControl::vanish(ReplicaId replica, ReplicaId successor) {
  Life& life = lives_[replica.index()];
  if (life.phase == Phase::starting || life.phase == Phase::ready) end(replica, life.leaving);
  if (successor.has_value()) {
    hand_over_crashes(replica, successor);
  } else {
    recovered(replica);
    record(ChangeEvent::given_back, world_.region_of(replica), replica, 0);
  }
  ++life.generation;
  ++life.watch;
  life.leaving = false;
  life.phase = Phase::absent;
  world_.balancer->take_out(replica);
  tell(replica);
  world_.deploys->gone(replica);
}

void FleetControl::retire(ReplicaId replica) {
  Life& life = lives_[replica.index()];
  if (life.phase == Phase::absent || life.leaving) return;
  life.leaving = true;
  if (!world_.balancer->taken_out(replica))
    world_.balancer->take_out(replica);
  else if (!world_.balancer->draining(replica))
    vanish(replica);
}

void FleetControl::drained(ReplicaId replica) {
  if (lives_[replica.index()].leaving)
    vanish(replica);
  else
    world_.deploys->drained(replica);
}

void FleetControl::held_up(ReplicaId replica, bool up) {
  if (!used_) return;
  world_.deploys->changed(replica);
  if (!world_.scenario.fleet.replace) return;
  Life& life = lives_[replica.index()];
  ++life.watch;
  if (up || life.phase == Phase::absent || life.phase == Phase::booting || life.leaving) return;
  await_replacement(replica);
}

void FleetControl::await_replacement(ReplicaId replica) {
  world_.post(world_.now + *world_.scenario.fleet.replace, Kind::replace, replica.value, lives_[replica.index()].watch);
}

void FleetControl::on_replace(ReplicaId replica, std::uint32_t generation) {
  Life& life = lives_[replica.index()];
  if (life.watch != generation) return;
  const Fleet& fleet = world_.scenario.fleet;
  const ReplicaId to = place_for(replica);
  if (!to.has_value()) {  // no room: tried again
    await_replacement(replica);
    return;
  }
  const bool in_rotation = life.listed || !world_.balancer->taken_out(replica);
  world_.deploys->moved(replica, to);
  vanish(replica, to);
  launch(to, replica, fleet.boot, in_rotation);
}

void FleetControl::wake(RegionId region) {
  asleep_[region.index()] = false;
  const Standby& standby = *world_.scenario.regions[region.index()].standby;
  record(ChangeEvent::scaled, region, ReplicaId(), standby.full);
  world_.post(world_.now + standby.scale_up, Kind::wake, region.value);
}

void FleetControl::on_wake(RegionId region) {
  grow(region, world_.scenario.regions[region.index()].standby->full, Time());
}

void FleetControl::grow(RegionId region, std::uint32_t to, Time boot) {
  for (std::uint32_t there = machines(region); there < to; ++there) {
    const ReplicaId replica = spare(region);
    if (!replica.has_value()) return;
    world_.releases->want(replica, world_.releases->current(region));
    launch(replica, replica, boot);
  }
}

void FleetControl::given_up(RegionId region) {
  if (asleep_.empty() || world_.scenario.regions[region.index()].standby) return;
  for (std::size_t r = 0; r < asleep_.size(); ++r) needed(RegionId(r));
}

}  // namespace bicoastal
