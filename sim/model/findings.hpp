// What checks find: the one place that says what each kind of check sees of replicas and regions.
//
// A shallow check asks the process alone; a deep one asks it to answer for what it cannot do without, too: the region's
// store, and critical dependencies that nothing stands in for. A check of a region goes through its balancer and is
// answered while that holds some replica to be in. Whoever changes what is said here calls Serving::replica_changed and
// Directory::region_changed.
#pragma once

#include "sim/model/lazy_checker.hpp"
#include "sim/model/world.hpp"

namespace bicoastal {

/// Of a replica, whoever asks.
Finding check_replica(const World& world, ReplicaId replica, bool deep);
/// Of a replica, by its region's balancer.
Finding check_for_balancer(const World& world, ReplicaId replica);
/// Of a region, by the name service.
Finding check_for_name_service(const World& world, RegionId region);

}  // namespace bicoastal
