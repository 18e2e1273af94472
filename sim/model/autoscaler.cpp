#include "sim/model/autoscaler.hpp"

#include "sim/model/deploys.hpp"
#include "sim/model/fleet.hpp"
#include "sim/model/serving.hpp"

#include <algorithm>
#include <cmath>

namespace bicoastal {

namespace {

/// That of Kubernetes (--horizontal-pod-autoscaler-tolerance), where it is no setting of a single service.
constexpr double kTolerance = 0.1;

}  // namespace

Autoscaler::Autoscaler(World& world)
    : world_(world),
      changed_(world.regions(), Time() - Time::seconds(1e6)),
      work_before_(world.scenario.replicas.size()) {}

void Autoscaler::begin() {
  if (!world_.scenario.fleet.autoscaling) return;
  for (std::uint32_t r = 0; r < world_.regions(); ++r)
    world_.post(world_.scenario.fleet.autoscaling->interval, Kind::scale, r);
}

Autoscaler::Load Autoscaler::look(RegionId region) {
  const Time interval = world_.scenario.fleet.autoscaling->interval;
  Load load;
  double worked = 0, slots = 0;
  for (const ZoneId zone : world_.scenario.regions[region.index()].zones)
    for (const ReplicaId r : world_.scenario.zones[zone.index()].replicas) {
      const Time work = world_.serving->worked(r);
      worked += static_cast<double>((work - work_before_[r.index()]).ns);
      work_before_[r.index()] = work;
      if (!world_.fleet->ready(r)) continue;
      ++load.ready;
      slots += world_.scenario.service.concurrency *
               static_cast<double>(std::min(interval, world_.now - world_.fleet->since(r)).ns);
    }
  load.utilisation = slots > 0 ? std::min(1.0, worked / slots) : 0;
  return load;
}

void Autoscaler::on_look(RegionId region) {
  const Autoscaling& rule = *world_.scenario.fleet.autoscaling;
  world_.post(world_.now + rule.interval, Kind::scale, region.value);
  const Load load = look(region);
  if (load.ready == 0 || world_.deploys->busy(region)) return;
  const std::uint32_t there = world_.fleet->machines(region);
  const double ratio = load.utilisation / rule.target;
  const double needed = std::abs(ratio - 1) <= kTolerance ? there : std::ceil(load.ready * ratio - 1e-9);
  const auto wanted = static_cast<std::uint32_t>(std::clamp<double>(needed, rule.least, rule.most));
  if (wanted == there || (wanted < there && world_.now < changed_[region.index()] + rule.cooldown)) return;
  changed_[region.index()] = world_.now;
  ChangeRecord record;
  record.time = world_.now;
  record.event = ChangeEvent::scaled;
  record.region = region;
  record.value = wanted;
  world_.out.write(record);
  if (wanted > there)
    world_.fleet->grow(region, wanted, world_.scenario.fleet.boot);
  else
    shrink(region, wanted);
}

/// From the zone that has most, the one that came last: zones stay alike.
void Autoscaler::shrink(RegionId region, std::uint32_t to) {
  for (std::uint32_t there = world_.fleet->machines(region); there > to; --there) {
    ReplicaId last;
    std::size_t most = 0;
    for (const ZoneId zone : world_.scenario.regions[region.index()].zones) {
      std::size_t here = 0;
      ReplicaId last_here;
      for (const ReplicaId r : world_.scenario.zones[zone.index()].replicas)
        if (world_.fleet->works(r)) {
          ++here;
          last_here = r;
        }
      if (here <= most) continue;
      most = here;
      last = last_here;
    }
    world_.fleet->retire(last);
  }
}

}  // namespace bicoastal
