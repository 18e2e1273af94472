// The way of a request through its region: balancer, replica, and the replica's work.
//
// A region's balancer (balancer.hpp) survives the loss of zones; requests enter it in a zone that is up, in turn. A
// replica that is gone refuses while its machine lives (process crash) and is silent otherwise (zone or region lost).
#pragma once

#include "sim/model/server.hpp"
#include "sim/model/session_states.hpp"
#include "sim/model/token_bucket.hpp"
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

  /// A replica went up or down, changed its speed, or checks find something else there.
  void replica_changed(ReplicaId replica);
  /// Connections to the replica are closed: what it works on is refused.
  void cut_off(ReplicaId replica);

  void blame(Request& r);  ///< waited too long, or in vain, at a replica

  /// Slot time that the replica has worked until now.
  Time worked(ReplicaId replica) const { return servers_[replica.index()].worked(world_.now); }
  bool up(ReplicaId replica) const { return up_[replica.index()]; }
  std::uint32_t up_in(RegionId region) const;  ///< replicas

  void sample(RegionId region);

 private:
  void admit(std::uint32_t request);
  void invoke(std::uint32_t request);
  void sample_functions(RegionId region);
  bool fails(const Request& r) const;
  void rework(ReplicaId replica, double slower);

  World& world_;
  std::vector<Server> servers_;
  std::vector<TokenBucket> limits_;  // by region; empty where there is no rate limit
  SessionStates sessions_;
  std::vector<double> slowness_;  // by replica, as last applied
  std::vector<bool> up_;          // by replica, as last applied
  bool hops_matter_;
};

}  // namespace bicoastal
