// How far a region is from a population, as the name service sees it.
#pragma once

#include <bicoastal/scenario.hpp>

namespace bicoastal {

/// The less the better; comparable for one population and one policy.
inline double remoteness(const Routing& routing, const Population& population, RegionId region) {
  return routing.policy == RoutingPolicy::geographic
             ? population.km_to_region[region.index()]
             : static_cast<double>(population.to_region[region.index()].base.ns);
}

}  // namespace bicoastal
