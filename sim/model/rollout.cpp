#include "sim/model/rollout.hpp"

#include "sim/model/balancer.hpp"
#include "sim/model/deploys.hpp"
#include "sim/model/fleet.hpp"
#include "sim/model/serving.hpp"

#include <algorithm>
#include <cmath>

namespace bicoastal {

Rollout::Rollout(World& world, DeployId deploy, RegionId region)
    : world_(world),
      deploy_(deploy),
      region_(region),
      before_(world.releases->current(region)),
      target_(Releases::of(deploy)),
      seen_(world.releases->counted(region)) {}

void Rollout::record(ChangeEvent event, std::int64_t value) {
  ChangeRecord change;
  change.time = world_.now;
  change.event = event;
  change.region = region_;
  change.subject = deploy_.value;
  change.value = value;
  world_.out.write(change);
}

/// Share of the region's traffic that is meant for the new version in this step.
double Rollout::share() const { return deploy().strategy == Deploy::Strategy::canary ? deploy().steps[step_] : 1.0; }

std::vector<ReplicaId> Rollout::machines() const {
  std::vector<ReplicaId> found;
  for (const ZoneId zone : world_.scenario.regions[region_.index()].zones)
    for (const ReplicaId r : world_.scenario.zones[zone.index()].replicas)
      if (world_.fleet->exists(r)) found.push_back(r);
  return found;
}

void Rollout::begin() {
  record(ChangeEvent::deploy_begun);
  switch (deploy().strategy) {
    case Deploy::Strategy::rolling: plan_rolling(version()); break;
    case Deploy::Strategy::push: push(version()); break;
    case Deploy::Strategy::blue_green:
    case Deploy::Strategy::canary: old_ = machines(); break;
  }
  proceed();
}

void Rollout::proceed() {
  switch (phase_) {
    case Phase::going:
      if (has_fresh_machines() && !old_.empty() ? prepare() : roll(true)) {
        shift_traffic();
        bake();
      }
      break;
    case Phase::undoing:
      if (!roll(false)) break;
      phase_ = Phase::undone;
      record(ChangeEvent::deploy_undone);
      world_.deploys->ended();
      break;
    case Phase::baking:
    case Phase::done:
    case Phase::undone: break;
  }
}

// --- rolling ---------------------------------------------------------------------------------------------------------

void Rollout::plan_rolling(Releases::Version to) {
  target_ = to;
  world_.releases->set_current(region_, to);
  todo_ = machines();
  std::reverse(todo_.begin(), todo_.end());
}

/// Whether nobody need wait for it any more.
bool Rollout::settled(ReplicaId r) const {
  if (!world_.fleet->exists(r) || !world_.fleet->can_run(r)) return true;
  return world_.releases->running(r) == target_ && world_.balancer->is_in(r);
}

/// True where all have the target version.
bool Rollout::roll(bool forward) {
  std::erase_if(batch_, [&](ReplicaId r) { return settled(r); });
  if (!batch_.empty()) return false;
  if (forward && !todo_.empty() && spoilt()) {
    world_.deploys->abort();
    return false;
  }
  while (!todo_.empty() && batch_.size() < deploy().batch) {
    const ReplicaId r = todo_.back();
    todo_.pop_back();
    if (!world_.fleet->exists(r) || world_.releases->wanted(r) == target_) continue;
    world_.releases->want(r, target_);
    if (!world_.fleet->can_run(r)) continue;
    batch_.push_back(r);
    if (std::find(out_.begin(), out_.end(), r) == out_.end()) out_.push_back(r);
    world_.releases->lend(r, deploy_);
    world_.balancer->take_out(r);
  }
  return batch_.empty();
}

void Rollout::drained(ReplicaId replica) {
  if (std::find(out_.begin(), out_.end(), replica) != out_.end()) world_.fleet->restart(replica, true);
}

void Rollout::ready(ReplicaId replica) {
  const auto out = std::find(out_.begin(), out_.end(), replica);
  if (out == out_.end()) return;
  if (world_.releases->running(replica) != world_.releases->wanted(replica)) {  // taken back while it started
    world_.fleet->restart(replica);
    return;
  }
  out_.erase(out);
  world_.releases->lend(replica, DeployId());
  world_.serving->replica_changed(replica);
  world_.balancer->put_in(replica);
}

void Rollout::moved(ReplicaId from, ReplicaId to) {
  for (auto* list : {&todo_, &batch_, &out_, &old_, &fresh_}) std::replace(list->begin(), list->end(), from, to);
  world_.releases->lend(from, DeployId());
}

void Rollout::push(Releases::Version to) {
  target_ = to;
  world_.releases->set_current(region_, to);
  for (const ReplicaId r : machines()) {
    world_.releases->run(r, to);
    world_.serving->replica_changed(r);
  }
}

// --- new machines beside the old ones --------------------------------------------------------------------------------

/// Starts what the step needs. True where all of it is well, as far as it can be.
bool Rollout::prepare() {
  const auto needed = static_cast<std::size_t>(std::ceil(share() * static_cast<double>(old_.size()) - 1e-9));
  while (fresh_.size() < std::max<std::size_t>(1, needed)) {
    const ReplicaId r = world_.fleet->spare(region_);
    if (!r.has_value()) break;
    fresh_.push_back(r);
    world_.releases->want(r, version());
    world_.fleet->launch(r, r, world_.scenario.fleet.boot, false);
  }
  std::size_t well = 0;
  for (const ReplicaId r : fresh_) {
    if (!world_.fleet->can_run(r)) continue;
    if (!world_.fleet->ready(r) || !world_.balancer->held_up(r)) return false;
    ++well;
  }
  return well > 0;
}

/// The shares of the traffic that this step is about.
void Rollout::shift_traffic() {
  record(ChangeEvent::deploy_step, std::llround(share() * 1e6));
  if (!has_fresh_machines()) return;
  for (const ReplicaId r : fresh_) {
    world_.balancer->set_share(r, share() < 1 ? share() / static_cast<double>(fresh_.size()) : 1);
    world_.balancer->put_in(r);
  }
  for (const ReplicaId r : old_) {
    if (share() < 1)
      world_.balancer->set_share(r, (1 - share()) / static_cast<double>(old_.size()));
    else
      world_.balancer->take_out(r);
  }
}

// --- watching --------------------------------------------------------------------------------------------------------

void Rollout::bake() {
  phase_ = Phase::baking;
  if (has_fresh_machines()) seen_ = world_.releases->counted(region_);
  world_.post(world_.now + deploy().bake, Kind::baked, region_.value, ++generation_);
}

bool Rollout::spoilt() const {
  if (!deploy().abort_above) return false;
  const Releases::Count& now = world_.releases->counted(region_);
  return static_cast<double>(now.failed - seen_.failed) >
         *deploy().abort_above * static_cast<double>(now.answered - seen_.answered);
}

void Rollout::on_baked(std::uint32_t generation) {
  if (phase_ != Phase::baking || generation != generation_) return;
  if (spoilt()) {
    world_.deploys->abort();
  } else if (share() < 1) {
    ++step_;
    phase_ = Phase::going;
    proceed();
  } else {
    finish();
  }
}

void Rollout::finish() {
  phase_ = Phase::done;
  world_.releases->set_current(region_, version());
  for (const auto* list : {&old_, &fresh_})
    for (const ReplicaId r : *list) world_.balancer->set_share(r, 1);
  for (const ReplicaId r : old_) world_.fleet->retire(r);
  old_.clear();
  fresh_.clear();
  record(ChangeEvent::deploy_done);
  world_.deploys->ended();
}

void Rollout::undo() {
  if (phase_ == Phase::undone || phase_ == Phase::undoing) return;
  const bool was_done = phase_ == Phase::done;
  phase_ = Phase::undoing;
  if (deploy().strategy == Deploy::Strategy::push) {
    push(before_);
  } else if (has_fresh_machines() && !was_done) {
    for (const ReplicaId r : old_) {
      world_.balancer->set_share(r, 1);
      world_.balancer->put_in(r);
    }
    for (const ReplicaId r : fresh_) {
      world_.balancer->set_share(r, 1);
      world_.fleet->retire(r);
    }
  } else {
    plan_rolling(before_);
  }
  proceed();
}

}  // namespace bicoastal
