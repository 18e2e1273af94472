#include "sim/model/workers.hpp"

#include "sim/base/check.hpp"
#include "sim/model/balancer.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/serving.hpp"

#include <algorithm>

namespace bicoastal {

Workers::Workers(World& world)
    : world_(world), slots_(world.scenario.service.concurrency), limit_(world.scenario.service.queue) {
  if (!world.scenario.service.dependencies.empty()) replicas_.resize(world.scenario.replicas.size());
}

bool Workers::admit(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  Replica& replica = replicas_[r.replica.index()];
  if (replica.busy < slots_) {
    start(slot);
    return true;
  }
  if (replica.queue.size() >= limit_) return false;
  replica.queue.push_back(slot);
  r.stage = Stage::queued;
  world_.clients->watch(slot, Time::max());  // nobody knows when its turn comes
  if (const auto most = world_.scenario.service.max_wait)
    world_.post(world_.now + *most, Kind::waited, slot, r.generation);
  return true;
}

void Workers::start(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  Replica& replica = replicas_[r.replica.index()];
  set_busy(replica, replica.busy + 1);
  r.stage = Stage::serving;
  r.finish = world_.now + world_.serving->work_of(r);
  world_.post(r.finish, Kind::done, slot, r.generation);
  world_.clients->watch(slot, r.finish);
}

void Workers::on_waited(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  if (r.stage != Stage::queued) return;
  auto& queue = replicas_[r.replica.index()].queue;
  queue.erase(std::find(queue.begin(), queue.end(), slot));
  world_.serving->refuse(slot);
}

void Workers::release(std::uint32_t slot) {
  const ReplicaId id = world_.requests[slot].replica;
  Replica& replica = replicas_[id.index()];
  BC_CHECK(replica.busy > 0);
  set_busy(replica, replica.busy - 1);
  world_.balancer->forget(world_.requests[slot]);
  if (replica.queue.empty()) return;
  const std::uint32_t next = replica.queue.front();
  replica.queue.pop_front();
  start(next);
}

void Workers::stop(ReplicaId replica) {
  set_busy(replicas_[replica.index()], 0);
  replicas_[replica.index()].queue.clear();
}

void Workers::set_busy(Replica& replica, std::size_t busy) {
  replica.worked = worked(replica);
  replica.since = world_.now;
  replica.busy = busy;
}

void Workers::change_speed(ReplicaId replica, double slower) {
  for (std::uint32_t slot = 0; slot < world_.requests.slots(); ++slot) {
    Request& r = world_.requests[slot];
    if (r.replica != replica || (r.stage != Stage::serving && r.stage != Stage::queued)) continue;
    world_.touch(r, world_.conditions.replica(replica).faults);
    if (r.stage == Stage::queued) continue;
    const auto left = static_cast<double>((r.finish - world_.now).ns) * slower;
    r.finish = world_.now + Time(static_cast<std::int64_t>(left));
    world_.post(r.finish, Kind::done, slot, r.generation);
    world_.clients->watch(slot, r.finish);
  }
}

bool Workers::quiet() const {
  return std::all_of(replicas_.begin(), replicas_.end(),
                     [](const Replica& r) { return r.busy == 0 && r.queue.empty(); });
}

}  // namespace bicoastal
