// One deploy in one region: how its replicas come to run another version, and how they come back.
//
// rolling     `batch` replicas at a time leave the rotation, finish what they have, stop, start with the new version,
// and
//             return when checks hold them up; then the next ones. A replica that cannot run now gets the new version
//             with its next start, and nobody waits for it.
// blue_green  as many new machines as there are start beside them; when checks hold all of them up, they get all
//             traffic and the old ones none. The old ones are kept until the region has been watched for `bake`.
// canary      new machines likewise, as many as each share of the traffic needs, weighted so that they get that share;
//             the old ones stay until the end, so that taking it back needs no start.
// push        a configuration: all replicas at once, without a restart.
//
// What the new version's replicas did is looked at before each further batch and at the end of each bake. Taking it
// back is at once where the old machines are still there, and for a push; otherwise a rolling update back to the
// version before.
#pragma once

#include "sim/model/releases.hpp"
#include "sim/model/world.hpp"

#include <vector>

namespace bicoastal {

class Rollout {
 public:
  Rollout(World& world, DeployId deploy, RegionId region);

  void begin();
  void undo();
  /// Something that it may wait for has changed.
  void proceed();
  /// A bake is over.
  void on_baked(std::uint32_t generation);
  void drained(ReplicaId replica);
  /// Its process is ready.
  void ready(ReplicaId replica);
  /// Another machine takes the place of `from`.
  void moved(ReplicaId from, ReplicaId to);

  RegionId region() const { return region_; }
  bool done() const { return phase_ == Phase::done; }
  bool undone() const { return phase_ == Phase::undone; }

 private:
  enum class Phase : std::uint8_t { going, baking, done, undoing, undone };

  const Deploy& deploy() const { return world_.scenario.deploys[deploy_.index()]; }
  Releases::Version version() const { return Releases::of(deploy_); }
  bool has_fresh_machines() const {
    return deploy().strategy == Deploy::Strategy::blue_green || deploy().strategy == Deploy::Strategy::canary;
  }
  double share() const;
  std::vector<ReplicaId> machines() const;
  void plan_rolling(Releases::Version to);
  bool roll(bool forward);
  bool settled(ReplicaId replica) const;
  void push(Releases::Version to);
  bool prepare();
  void shift_traffic();
  void bake();
  bool spoilt() const;
  void finish();
  void record(ChangeEvent event, std::int64_t value = 0);

  World& world_;
  DeployId deploy_;
  RegionId region_;
  Phase phase_ = Phase::going;
  Releases::Version before_;
  Releases::Version target_;
  Releases::Count seen_;          // when the step began
  std::size_t step_ = 0;          // canary: of deploy().steps
  std::uint32_t generation_ = 0;  // of the bake
  std::vector<ReplicaId> todo_;   // rolling: not yet begun, last first
  std::vector<ReplicaId> batch_;  // rolling: under way
  std::vector<ReplicaId> out_;    // taken out of rotation, and not yet back
  std::vector<ReplicaId> old_, fresh_;
};

}  // namespace bicoastal
