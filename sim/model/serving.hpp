// Balancers and replicas of the regions.
//
// A regional balancer spreads requests over the replicas that it holds to be up (checked one by one) and survives the
// loss of zones; requests enter it in a zone that is up, in turn. A replica that is gone refuses while its machine
// lives (process crash) and is silent otherwise (zone or region lost).
#pragma once

#include "sim/model/lazy_checker.hpp"
#include "sim/model/server.hpp"
#include "sim/model/world.hpp"

#include <vector>

namespace bicoastal {

class Serving {
 public:
  explicit Serving(World& world);

  // Events.
  void on_at_balancer(std::uint32_t request);
  void on_at_replica(std::uint32_t request);
  void on_done(std::uint32_t request);
  void on_check(ReplicaId replica, std::uint32_t generation);

  /// A replica went up or down, or changed its speed.
  void replica_changed(ReplicaId replica);

  void blame(Request& r);  ///< waited too long, or in vain, at a replica

  bool has_usable_replica(RegionId region) const { return !usable_[region.index()].empty(); }
  /// The request no longer counts at its replica.
  void forget(std::uint32_t request) {
    Request& r = world_.requests[request];
    if (!r.outstanding) return;
    r.outstanding = false;
    --outstanding_[r.replica.index()];
  }
  /// Where a request enters its region; also where its answer leaves.
  ZoneId entry_zone(const Request& r) const;
  void sample(RegionId region);

 private:
  ReplicaId pick(const Request& r, const std::vector<ReplicaId>& usable, std::uint32_t& turn);
  void admit(std::uint32_t request);
  bool fails(const Request& r) const;
  void rework(ReplicaId replica, double slower);

  World& world_;
  std::vector<Server> servers_;
  std::vector<LazyChecker> checkers_;
  std::vector<std::uint32_t> outstanding_;      // by replica
  std::vector<double> slowness_;                // by replica, as last applied
  std::vector<bool> up_;                        // by replica, as last applied
  std::vector<std::vector<ReplicaId>> usable_;  // by region
  std::vector<std::vector<ReplicaId>> all_;     // by region
  std::vector<std::uint32_t> turn_;             // by region: round robin
  bool hops_matter_;
};

}  // namespace bicoastal
