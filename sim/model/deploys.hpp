// The deploys of a run: one after another, each region by region.
//
// A deploy that is due while another one is under way waits for it, as a pipeline does. Where what the new version's
// replicas did in a region is worse than `abort_above`, it is taken back in all regions that it had come to.
//
// A deploy is a fault of the scenario, too (faults.hpp, Deployed): it begins when the deploy does. It is over when the
// deploy is, unless its version answers with errors, is slow, or left data behind that others cannot read; then when
// nobody runs it any more, or never. A second bookkeeping of what a bad version did to whom was the alternative; it
// would have told nothing that blast radius, recovery time and touches of faults do not tell.
#pragma once

#include "sim/model/rollout.hpp"
#include "sim/model/world.hpp"

#include <deque>
#include <memory>
#include <vector>

namespace bicoastal {

class Deploys {
 public:
  explicit Deploys(World& world) : world_(world), told_(world.regions()), open_(world.scenario.deploys.size()) {}

  /// Before the first event.
  void begin();
  // Events.
  void on_due(DeployId deploy);
  void on_next(std::uint32_t generation);
  void on_baked(RegionId region, std::uint32_t generation);
  void on_over();

  void ready(ReplicaId replica);    ///< its process is
  void changed(ReplicaId replica);  ///< its balancer has changed its mind about it
  void conditions_changed();
  void drained(ReplicaId replica);
  void moved(ReplicaId from, ReplicaId to);
  /// A machine was given back.
  void gone(ReplicaId replica);

  /// A rollout is done or undone.
  void ended();
  /// What is under way is taken back.
  void abort();
  /// Whether machines of the region are being exchanged.
  bool busy(RegionId region) const;
  void sample();

 private:
  const Deploy& deploy() const { return world_.scenario.deploys[current_.index()]; }
  Rollout* in(RegionId region);
  void start(DeployId deploy);
  void next_region();
  void finish();
  void close_faults();

  World& world_;
  DeployId current_;
  bool aborting_ = false;
  std::uint32_t generation_ = 0;  // of the pause
  std::deque<DeployId> waiting_;
  std::vector<std::unique_ptr<Rollout>> rollouts_;  // of the current one, in its order of regions
  std::vector<Releases::Count> told_;               // by region: what samples have told of
  std::vector<bool> open_;                          // by deploy: its fault has begun and is not over
};

}  // namespace bicoastal
