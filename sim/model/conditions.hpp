// What faults have done to the system: which parts are down, slow or impaired, and through which faults.
//
// Faults overlap: each adds itself to what it affects and takes itself away; a part is down while any fault holds it
// down.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/topology/routes.hpp"

#include <array>
#include <limits>
#include <optional>
#include <vector>

namespace bicoastal {

/// What crosses from one region to another.
struct PairCondition {
  bool up = true;               ///< all links of the route, and both ends
  Time extra;                   ///< added to the route's delay
  double loss = 0;              ///< share of messages
  double bandwidth = 0;         ///< least of the route's links now, bytes per second
  std::vector<FaultId> faults;  ///< acting on its links or ends
};

/// What of a region is no replica.
struct RegionCondition {
  bool up = true;
  bool balancer_up = true;  ///< false also where the region is not up; so are the stores
  bool store_up = true;
  Time store_extra;                                    ///< added to each operation on the leader store
  std::vector<FaultId> faults;                         ///< acting on the region as a whole
  std::vector<FaultId> balancer_faults, store_faults;  ///< these, and those of balancer or leader store
  std::vector<FaultId> clock_faults;                   ///< acting on its wall clock
  std::array<std::optional<bool>, 3> lie{};            ///< what checks find, by CheckLies::Watcher
};

struct ReplicaCondition {
  bool up = true;       ///< process; its zone may still be down
  bool machine = true;  ///< it has one
  bool hung = false;
  double errors = 0;  ///< share of requests that are answered with an error
  double slow = 1;
  std::vector<FaultId> faults;  ///< acting on it, its zone or its region
};

/// What the version that a replica runs does to it.
struct Release {
  FaultId fault;    ///< that the version is; none where it does no harm
  FaultId lent_to;  ///< fault of the deploy that has it out of rotation; none where none has
  double errors = 0;
  double slow = 1;
  bool harmless() const { return !fault.has_value() && !lent_to.has_value(); }
};

/// The way between users and a region.
struct AccessCondition {
  bool up = true;
  Time extra;
  std::vector<FaultId> faults;
};

struct DependencyCondition {
  bool up = true;
  double slow = 1;
  double errors = 0;  ///< share of calls
  std::vector<FaultId> faults;
};

class Conditions {
 public:
  Conditions(const Scenario& scenario, const std::vector<Route>& routes);

  /// Starts or ends a fault. Afterwards everything below tells the new state.
  void set(FaultId fault, bool active);
  /// What hung the replica's process is over for it: it was started anew. What had ended it: it answers again.
  void cure_hang(ReplicaId replica) { cure<Hang>(replica); }
  void cure_crash(ReplicaId replica) { cure<Crash>(replica); }
  /// Whether the replica has a machine, and a process that answers there unless faults keep it from that.
  void run(ReplicaId replica, bool machine, bool process);
  /// What the replica's version does to it from now on.
  void release(ReplicaId replica, const Release& release);

  const RegionCondition& region(RegionId r) const { return regions_[r.index()]; }
  bool region_up(RegionId r) const { return regions_[r.index()].up; }
  bool zone_up(ZoneId z) const { return zone_down_[z.index()] == 0; }  ///< its region may still be down
  const ReplicaCondition& replica(ReplicaId r) const { return replicas_[r.index()]; }
  /// Whether packets get an answer from the replica's machine.
  bool host_up(ReplicaId r) const {
    const ZoneId zone = scenario_.replicas[r.index()].zone;
    return !replicas_[r.index()].hung && replicas_[r.index()].machine && zone_up(zone) &&
           region_up(scenario_.zones[zone.index()].region);
  }
  /// Whether a process can run there: power, and no fault that holds it down.
  bool can_run(ReplicaId r) const {
    const ZoneId zone = scenario_.replicas[r.index()].zone;
    return !held_down_[r.index()] && zone_up(zone) && region_up(scenario_.zones[zone.index()].region);
  }
  bool link_up(LinkId l) const { return link_down_[l.index()] == 0; }
  double link_bandwidth(LinkId l) const { return bandwidth_[l.index()]; }
  /// What messages from a region to another one meet.
  const PairCondition& pair(RegionId from, RegionId to) const {
    return pairs_[from.index() * regions_.size() + to.index()];
  }
  const PairCondition& pair(std::size_t index) const { return pairs_[index]; }
  /// What messages from a region's leader store to another one's meet.
  const PairCondition& stores(std::size_t pair) const { return stores_[pair]; }
  const PairCondition& stores(RegionId from, RegionId to) const {
    return stores_[from.index() * regions_.size() + to.index()];
  }
  bool name_service_up() const { return name_service_faults_.empty(); }
  const std::vector<FaultId>& name_service_faults() const { return name_service_faults_; }
  const AccessCondition& access(PopulationId p, RegionId r) const {
    return access_[p.index() * regions_.size() + r.index()];
  }
  const DependencyCondition& dependency(DependencyId d, RegionId r) const {
    return dependencies_[d.index() * regions_.size() + r.index()];
  }
  /// What a check finds, the truth being `up`.
  bool found_up(CheckLies::Watcher watcher, RegionId r, bool up) const {
    return regions_[r.index()].lie[static_cast<std::size_t>(watcher)].value_or(up);
  }
  /// Whether anything is other than usual.
  bool any_active() const { return !active_.empty() || unusual_ > 0; }

 private:
  template <class Kind>
  void cure(ReplicaId replica);
  void recompute();
  void join(std::size_t replica);
  struct Links;
  void act(FaultId fault, Links& links);
  void join_pairs(const Links& links);

  const Scenario& scenario_;
  const std::vector<Route>& routes_;
  std::vector<FaultId> active_;  // in order of onset
  std::vector<std::pair<FaultId, ReplicaId>> cured_;
  std::vector<RegionCondition> regions_;
  std::vector<ReplicaCondition> replicas_;
  std::vector<bool> machine_, process_, held_down_;  // by replica; the last by faults
  std::vector<Release> releases_;                    // by replica
  std::size_t unusual_ = 0;                          // replicas that do not run, or whose version does harm
  std::vector<int> zone_down_, link_down_;
  std::vector<double> bandwidth_;
  std::vector<PairCondition> pairs_, stores_;
  std::vector<AccessCondition> access_;            // by population, region
  std::vector<DependencyCondition> dependencies_;  // by dependency, region
  std::vector<FaultId> name_service_faults_;
};

}  // namespace bicoastal
