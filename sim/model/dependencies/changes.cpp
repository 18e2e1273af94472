// What changes for all requests at once: faults, replicas that stop, switches; and what is recorded.
#include "sim/model/dependencies/dependencies.hpp"

#include "sim/model/clients.hpp"

#include <algorithm>

namespace bicoastal {

void Dependencies::stop(ReplicaId replica) {
  for (std::uint32_t slot = 0; slot < jobs_.size(); ++slot) {
    const Request& r = world_.requests[slot];
    if (r.replica == replica && r.stage == Stage::calling) ++jobs_[slot].step;
  }
  const RegionId region = world_.scenario.zones[world_.scenario.replicas[replica.index()].zone.index()].region;
  for (std::size_t d = 0; d < rules_.size(); ++d) {
    Gate& gate = gates_[d * replicas_ + replica.index()];
    if (!gate.breaker.closed()) record(ChangeEvent::breaker_closed, region, replica, d);
    if (gate.is_off()) record(ChangeEvent::switched_on, region, replica, d);
    gate = Gate(rules_[d]);
  }
}

void Dependencies::conditions_changed(FaultId onset) {
  if (rules_.empty()) return;
  if (onset.has_value())
    if (const auto* lost = std::get_if<CacheLost>(&world_.scenario.faults[onset.index()].what))
      for (const RegionId region : lost->regions)
        caches_[lost->dependency.index() * world_.regions() + region.index()].lose(onset);
  const auto waits = [&](const Waiter& waiter) {
    Job& job = jobs_[waiter.request];
    if (job.step != waiter.step) return;
    touch(world_.requests[waiter.request], job);
    world_.post(job.deadline, Kind::attempt_over, waiter.request, job.step);
    world_.clients->watch(waiter.request, job.deadline);
  };
  for (const Call& call : stations_.conditions_changed()) {
    end_flight(call);
    waits(call.caller);
    for (const Waiter& waiter : call.joined) waits(waiter);
  }
  for (std::uint32_t slot = 0; slot < jobs_.size(); ++slot) {
    if (world_.requests[slot].stage != Stage::calling || jobs_[slot].under_way == 0) continue;
    const Job& job = jobs_[slot];
    touch(world_.requests[slot], job);
    const Asked& first = job.made[0];
    if (stations_.is(first.call, first.serial) && stations_.at(first.call).finish > job.deadline)
      waits({slot, job.step});  // slower than was known when it was called
  }
}

void Dependencies::set_switched_off(DependencyId dependency, bool off) {
  if (off_[dependency.index()] == off) return;
  off_[dependency.index()] = off;
  for (std::size_t r = 0; r < world_.regions(); ++r)
    record(off ? ChangeEvent::switched_off : ChangeEvent::switched_on, RegionId(r), ReplicaId(), dependency.index());
}

void Dependencies::blame(Request& r) {
  for (std::size_t d = 0; d < rules_.size(); ++d)
    world_.touch(r, world_.conditions.dependency(DependencyId(d), r.asked).faults);
}

void Dependencies::record(ChangeEvent event, RegionId region, ReplicaId replica, std::size_t dependency) {
  ChangeRecord change;
  change.time = world_.now;
  change.event = event;
  change.region = region;
  change.replica = replica;
  change.subject = static_cast<std::uint16_t>(dependency);
  world_.out.write(change);
}

void Dependencies::record(CircuitBreaker::Change change, const Request& r, const Job& job) {
  switch (change) {
    case CircuitBreaker::Change::none: return;
    case CircuitBreaker::Change::opened: return record(ChangeEvent::breaker_opened, r.asked, r.replica, job.asked);
    case CircuitBreaker::Change::trial: return record(ChangeEvent::breaker_trial, r.asked, r.replica, job.asked);
    case CircuitBreaker::Change::closed: return record(ChangeEvent::breaker_closed, r.asked, r.replica, job.asked);
  }
}

void Dependencies::sample() {
  for (std::size_t d = 0; d < rules_.size(); ++d)
    for (std::size_t r = 0; r < world_.regions(); ++r) {
      DependencyRecord& record = tallies_[d * world_.regions() + r];
      record.time = world_.now;
      record.region = RegionId(r);
      record.dependency = DependencyId(d);
      std::size_t open = 0;
      for (const ZoneId zone : world_.scenario.regions[r].zones)
        for (const ReplicaId replica : world_.scenario.zones[zone.index()].replicas)
          open += gates_[d * replicas_ + replica.index()].breaker.closed() ? 0 : 1;
      record.breakers_open = static_cast<std::uint16_t>(std::min<std::size_t>(open, 0xFFFF));
      record.busy = stations_.busy(DependencyId(d), RegionId(r));
      record.waiting = stations_.waiting(DependencyId(d), RegionId(r));
      world_.out.write(record);
      record = {};
    }
}

}  // namespace bicoastal
