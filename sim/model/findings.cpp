#include "sim/model/findings.hpp"

#include "sim/model/balancer.hpp"

namespace bicoastal {

namespace {

/// Whether a dependency, or what stands in for it, answers the region's replicas.
bool answers(const World& world, DependencyId dependency, RegionId region) {
  if (world.conditions.dependency(dependency, region).up) return true;
  const auto& fallback = world.scenario.service.dependencies[dependency.index()].fallback;
  return fallback && answers(world, *fallback, region);
}

/// Whether what the replicas of a region cannot do without answers them.
bool needs_are_met(const World& world, RegionId region) {
  if (!world.conditions.region(region).store_up) return false;
  const auto& dependencies = world.scenario.service.dependencies;
  for (std::size_t d = 0; d < dependencies.size(); ++d) {
    const Dependency& dependency = dependencies[d];
    if (dependency.critical && dependency.calls != Dependency::Calls::fallback &&
        !answers(world, DependencyId(d), region))
      return false;
  }
  return true;
}

/// What is found where the truth is `found`, and somebody may lie about it.
Finding told(const World& world, CheckLies::Watcher watcher, RegionId region, Finding found) {
  const bool up = world.conditions.found_up(watcher, region, found == Finding::well);
  if (up) return Finding::well;
  return found == Finding::silent ? Finding::silent : Finding::failing;
}

}  // namespace

Finding check_replica(const World& world, ReplicaId replica, bool deep) {
  if (!world.conditions.host_up(replica)) return Finding::silent;
  const bool meets = !deep || needs_are_met(world, world.region_of(replica));
  return world.conditions.replica(replica).up && meets ? Finding::well : Finding::failing;
}

Finding check_for_balancer(const World& world, ReplicaId replica) {
  const Finding found = check_replica(world, replica, world.scenario.balancing.health_check.deep);
  return told(world, CheckLies::Watcher::balancer, world.region_of(replica), found);
}

Finding check_for_name_service(const World& world, RegionId region) {
  Finding found = Finding::silent;
  if (world.conditions.region(region).balancer_up) {
    const bool meets = !world.scenario.routing.health_check.deep || needs_are_met(world, region);
    found = world.balancer->any_in(region) && meets ? Finding::well : Finding::failing;
  }
  return told(world, CheckLies::Watcher::name_service, region, found);
}

}  // namespace bicoastal
