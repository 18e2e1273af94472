// What faults have done to the system: which parts are down, slow or impaired, and through which faults.
//
// Faults overlap: each adds itself to what it affects and takes itself away; a part is down while any fault holds it
// down.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/topology/routes.hpp"

#include <limits>
#include <vector>

namespace bicoastal {

/// What crosses from one region to another.
struct PairCondition {
  bool up = true;               ///< all links of the route, and both regions
  Time extra;                   ///< added to the route's delay
  double loss = 0;              ///< share of messages
  double bandwidth = 0;         ///< least of the route's links now, bytes per second
  std::vector<FaultId> faults;  ///< acting on its links
};

class Conditions {
 public:
  Conditions(const Scenario& scenario, const std::vector<Route>& routes);

  /// Starts or ends a fault. Afterwards everything below tells the new state.
  void set(FaultId fault, bool active);

  bool region_up(RegionId r) const { return region_down_[r.index()] == 0; }
  bool zone_up(ZoneId z) const { return zone_down_[z.index()] == 0; }           ///< its region may still be down
  bool process_up(ReplicaId r) const { return replica_down_[r.index()] == 0; }  ///< its zone may still be down
  /// Whether packets get an answer from the replica's machine.
  bool host_up(ReplicaId r) const {
    const ZoneId zone = scenario_.replicas[r.index()].zone;
    return zone_up(zone) && region_up(scenario_.zones[zone.index()].region);
  }
  bool link_up(LinkId l) const { return link_down_[l.index()] == 0; }
  double link_bandwidth(LinkId l) const { return bandwidth_[l.index()]; }
  double slowness(ReplicaId r) const { return slowness_[r.index()]; }
  const PairCondition& pair(RegionId from, RegionId to) const {
    return pairs_[from.index() * scenario_.regions.size() + to.index()];
  }
  const PairCondition& pair(std::size_t index) const { return pairs_[index]; }

  /// Faults acting on a replica (itself, its zone, its region), and on a region as a whole.
  const std::vector<FaultId>& on(ReplicaId r) const { return on_replica_[r.index()]; }
  const std::vector<FaultId>& on(RegionId r) const { return on_region_[r.index()]; }
  bool any_active() const { return !active_.empty(); }

 private:
  void recompute();

  const Scenario& scenario_;
  const std::vector<Route>& routes_;
  std::vector<FaultId> active_;  // in order of onset
  std::vector<int> region_down_, zone_down_, replica_down_, link_down_;
  std::vector<double> slowness_, bandwidth_;
  std::vector<PairCondition> pairs_;
  std::vector<std::vector<FaultId>> on_replica_, on_region_;
};

}  // namespace bicoastal
