#include "sim/model/deploys.hpp"

#include "sim/model/fault_plan.hpp"

#include <algorithm>

namespace bicoastal {

void Deploys::begin() {
  const auto& deploys = world_.scenario.deploys;
  for (std::size_t d = 0; d < deploys.size(); ++d)
    world_.post(deploys[d].at, Kind::deploy, static_cast<std::uint32_t>(d));
}

void Deploys::on_due(DeployId deploy) {
  if (current_.has_value())
    waiting_.push_back(deploy);
  else
    start(deploy);
}

void Deploys::start(DeployId which) {
  current_ = which;
  aborting_ = false;
  open_[which.index()] = true;
  world_.faults->strike(deploy().fault);
  world_.releases->watch(Releases::of(which));
  next_region();
}

void Deploys::next_region() {
  do {
    rollouts_.push_back(std::make_unique<Rollout>(world_, current_, deploy().regions[rollouts_.size()]));
    rollouts_.back()->begin();
  } while (current_.has_value() && !aborting_ && deploy().all_regions_at_once &&
           rollouts_.size() < deploy().regions.size());
}

void Deploys::on_next(std::uint32_t generation) {
  if (generation == generation_ && current_.has_value() && !aborting_) next_region();
}

Rollout* Deploys::in(RegionId region) {
  const auto found =
      std::find_if(rollouts_.begin(), rollouts_.end(), [&](const auto& r) { return r->region() == region; });
  return found == rollouts_.end() ? nullptr : found->get();
}

void Deploys::on_baked(RegionId region, std::uint32_t generation) {
  if (Rollout* rollout = in(region)) rollout->on_baked(generation);
}

void Deploys::ready(ReplicaId replica) {
  Rollout* rollout = in(world_.region_of(replica));
  if (rollout == nullptr) return;
  rollout->ready(replica);
  rollout->proceed();
}

void Deploys::changed(ReplicaId replica) {
  if (Rollout* rollout = in(world_.region_of(replica))) rollout->proceed();
}

void Deploys::conditions_changed() {
  for (std::size_t i = 0; i < rollouts_.size(); ++i) rollouts_[i]->proceed();
}

void Deploys::drained(ReplicaId replica) {
  if (Rollout* rollout = in(world_.region_of(replica))) rollout->drained(replica);
}

void Deploys::moved(ReplicaId from, ReplicaId to) {
  world_.releases->want(to, world_.releases->wanted(from));
  if (Rollout* rollout = in(world_.region_of(from))) rollout->moved(from, to);
}

void Deploys::gone(ReplicaId replica) {
  world_.releases->leave(replica);
  close_faults();
}

void Deploys::ended() {
  const auto is_over = [&](const auto& r) { return aborting_ ? r->undone() : r->done(); };
  if (!std::all_of(rollouts_.begin(), rollouts_.end(), is_over)) return;
  if (!aborting_ && rollouts_.size() < deploy().regions.size()) {
    if (!deploy().all_regions_at_once) world_.post(world_.now + deploy().pause, Kind::deploy_next, 0, ++generation_);
    return;
  }
  finish();
}

void Deploys::abort() {
  if (aborting_) return;
  aborting_ = true;
  for (const auto& rollout : rollouts_) rollout->undo();
}

/// Those who call are often parts of what is over: it goes in an event of its own.
void Deploys::finish() {
  sample();
  world_.releases->watch(Releases::kFirst);
  world_.post(world_.now, Kind::deploy_over, current_.value);
  current_ = DeployId();
}

void Deploys::on_over() {
  rollouts_.clear();
  close_faults();
  if (waiting_.empty()) return;
  const DeployId next = waiting_.front();
  waiting_.pop_front();
  start(next);
}

void Deploys::close_faults() {
  for (std::size_t d = 0; d < open_.size(); ++d) {
    const Deploy& deploy = world_.scenario.deploys[d];
    const Releases::Version version = Releases::of(DeployId(d));
    if (!open_[d] || current_ == DeployId(d)) continue;
    if ((deploy.version.errors > 0 || deploy.version.slow != 1) && world_.releases->anywhere(version)) continue;
    if (world_.releases->left_data(version) && world_.releases->any_before(version)) continue;
    open_[d] = false;
    world_.faults->over(deploy.fault);
  }
}

bool Deploys::busy(RegionId region) const {
  return std::any_of(rollouts_.begin(), rollouts_.end(),
                     [&](const auto& r) { return r->region() == region && !r->done() && !r->undone(); });
}

void Deploys::sample() {
  if (!current_.has_value()) return;
  for (std::size_t r = 0; r < told_.size(); ++r) {
    const Releases::Count& now = world_.releases->counted(RegionId(r));
    ChangeRecord change;
    change.time = world_.now;
    change.event = ChangeEvent::deploy_answered;
    change.region = RegionId(r);
    change.subject = current_.value;
    change.value = now.answered - told_[r].answered;
    change.part = now.failed - told_[r].failed;
    if (change.value > 0) world_.out.write(change);
    told_[r] = now;
  }
}

}  // namespace bicoastal
