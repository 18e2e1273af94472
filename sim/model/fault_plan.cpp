#include "sim/model/fault_plan.hpp"

#include "sim/model/directory.hpp"
#include "sim/model/replication.hpp"
#include "sim/model/roles.hpp"
#include "sim/model/serving.hpp"

namespace bicoastal {

void FaultPlan::start() {
  const auto& faults = world_.scenario.faults;
  for (std::uint32_t f = 0; f < faults.size(); ++f) {
    world_.post(faults[f].at, Kind::fault, f, 1);
    ++pending_;
    if (faults[f].until < Time::max()) {
      world_.post(faults[f].until, Kind::fault, f, 0);
      ++pending_;
    }
  }
}

void FaultPlan::on_fault(FaultId fault, bool begins) {
  --pending_;
  FaultRecord record;
  record.time = world_.now;
  record.begins = begins ? 1 : 0;
  record.fault = fault;
  world_.out.write(record);
  world_.conditions.set(fault, begins);
  world_.replication->conditions_changed(begins ? fault : FaultId());
  for (std::size_t r = 0; r < world_.scenario.replicas.size(); ++r) world_.serving->replica_changed(ReplicaId(r));
  for (std::size_t r = 0; r < world_.regions(); ++r) world_.directory->region_changed(RegionId(r));
  world_.roles->conditions_changed();
}

}  // namespace bicoastal
