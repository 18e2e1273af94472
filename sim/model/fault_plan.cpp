#include "sim/model/fault_plan.hpp"

#include "sim/model/directory.hpp"
#include "sim/model/fleet.hpp"
#include "sim/model/replication.hpp"
#include "sim/model/roles.hpp"
#include "sim/model/serving.hpp"

namespace bicoastal {

void FaultPlan::start() {
  const auto& faults = world_.scenario.faults;
  skipped_.assign(faults.size(), false);
  for (std::size_t f = 0; f < faults.size(); ++f) {
    if (std::holds_alternative<Deployed>(faults[f].what)) continue;  // deploys know when
    post(faults[f].at, FaultId(f), true);
    if (faults[f].until < Time::max()) post(faults[f].until, FaultId(f), false);
  }
}

/// Whether every region that it strikes has as many replicas left as it asks for.
bool FaultPlan::leaves_enough(const Fault& fault) const {
  if (fault.keep == 0) return true;
  const Scenario& s = world_.scenario;
  std::vector<std::uint32_t> taken(s.regions.size());
  const auto take = [&](ReplicaId r) {
    if (world_.serving->up(r)) ++taken[s.zones[s.replicas[r.index()].zone.index()].region.index()];
  };
  if (const auto* down = std::get_if<ReplicaDown>(&fault.what)) take(down->replica);
  if (const auto* crash = std::get_if<Crash>(&fault.what))
    for (const ReplicaId r : crash->replicas) take(r);
  if (const auto* hang = std::get_if<Hang>(&fault.what))
    for (const ReplicaId r : hang->replicas) take(r);
  const auto take_zone = [&](ZoneId z) {
    for (const ReplicaId r : s.zones[z.index()].replicas) take(r);
  };
  if (const auto* zone = std::get_if<ZoneDown>(&fault.what)) take_zone(zone->zone);
  if (const auto* region = std::get_if<RegionDown>(&fault.what))
    for (const ZoneId z : s.regions[region->region.index()].zones) take_zone(z);
  for (std::size_t r = 0; r < taken.size(); ++r)
    if (taken[r] > 0 && world_.serving->up_in(RegionId(r)) < fault.keep + taken[r]) return false;
  return true;
}

void FaultPlan::post(Time at, FaultId fault, bool begins) {
  world_.post(at, Kind::fault, fault.value, begins ? 1 : 0);
  ++pending_;
}

void FaultPlan::on_fault(FaultId fault, bool begins) {
  --pending_;
  if (begins && !leaves_enough(world_.scenario.faults[fault.index()])) skipped_[fault.index()] = true;
  if (skipped_[fault.index()]) return;
  FaultRecord record;
  record.time = world_.now;
  record.begins = begins ? 1 : 0;
  record.fault = fault;
  world_.out.write(record);
  world_.conditions.set(fault, begins);
  if (begins) world_.fleet->struck(fault);
  world_.fleet->conditions_changed();
  world_.replication->conditions_changed(begins ? fault : FaultId());
  for (std::size_t r = 0; r < world_.scenario.replicas.size(); ++r) world_.serving->replica_changed(ReplicaId(r));
  for (std::size_t r = 0; r < world_.regions(); ++r) world_.directory->region_changed(RegionId(r));
  world_.roles->conditions_changed();
}

}  // namespace bicoastal
