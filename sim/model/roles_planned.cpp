// Changes of primary that nobody was lost for: the return home, and switches that people make.
#include "sim/model/replication.hpp"
#include "sim/model/roles.hpp"

namespace bicoastal {

void Roles::plan_return(std::size_t partition) {
  const Role& role = roles_[partition];
  if (!enabled_ || !rule_.failback || role.phase != Phase::steady || role.primary == role.home || role.moved_by_people)
    return;
  if (!held_up(role.home) || !role.strays.empty()) return;
  step(partition, Phase::waiting_to_return, rule_.failback_after);
}

void Roles::begin_return(std::size_t partition) {
  Role& role = roles_[partition];
  role.phase = Phase::steady;
  if (held_up(role.home) && alive(role.home)) begin_switch(partition, role.home);  // else when it is back
}

/// Writes pause until `to` has everything.
void Roles::begin_switch(std::size_t partition, RegionId to) {
  Role& role = roles_[partition];
  write(partition, RoleEvent::failback, to);
  role.phase = Phase::switching;
  role.candidate = to;
  ++role.generation;  // whatever was planned
  role.accepts[role.primary.index()] = false;
  try_switch(partition);
}

void Roles::try_switch(std::size_t partition) {
  const Role& role = roles_[partition];
  if (world_.replication->caught_up(role.primary, role.candidate)) promote(partition, role.candidate);
}

/// The next primary cannot be reached any more.
void Roles::call_off_switch(std::size_t partition) {
  Role& role = roles_[partition];
  role.phase = Phase::steady;
  if (may_accept(role.primary)) resume(partition);
}

void Roles::batch_arrived(RegionId from, RegionId to) {
  for (std::size_t p = 0; p < roles_.size(); ++p) {
    if (!(roles_[p].primary == from && roles_[p].candidate == to)) continue;
    if (roles_[p].phase == Phase::switching) try_switch(p);
    if (roles_[p].phase == Phase::catching_up) try_promotion(p);
  }
}

void Roles::fail_over(PartitionId id, RegionId from, RegionId to, bool catch_up) {
  const std::size_t partition = id.index();
  Role& role = roles_[partition];
  const bool idle = role.phase == Phase::steady || role.phase == Phase::waiting_to_return;
  const bool suspected = role.phase == Phase::deciding && !catch_up;  // people need not wait for the machinery
  if (!(role.primary == from) || from == to || !(idle || suspected)) return;
  const bool hears = reaches(from, to);
  if (!alive(to) || is_stray(role, to) || (catch_up && !hears)) return write(partition, RoleEvent::refused, to);
  role.moved_by_people = !(to == role.home);
  if (catch_up) return begin_switch(partition, to);
  role.candidate = to;
  role.forced = true;
  if (idle) role.causes.clear();
  if (!hears) return step(partition, Phase::deciding, Time());
  write(partition, RoleEvent::decided, to);
  stop(partition);  // it is told to, and gives its lease back
  take_over(partition);
}

/// The region that people have chosen is lost, too: things go on as if they had not.
void Roles::give_up_force(std::size_t partition) {
  Role& role = roles_[partition];
  role.forced = false;
  write(partition, RoleEvent::refused, role.candidate);
  const bool goes_on = alive(role.primary) && may_accept(role.primary);
  if (!goes_on && enabled_) return look_again(partition);
  role.phase = Phase::steady;
  if (goes_on) resume(partition);
}

}  // namespace bicoastal
