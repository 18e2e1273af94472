// Where a fault of the scenario strikes.
#pragma once

#include <bicoastal/scenario.hpp>

namespace bicoastal {

/// The region that the fault takes down as a whole; none where it does not.
RegionId region_lost_by(const Fault& fault);
/// The region in which it strikes replicas, a zone or the whole; none where it strikes links.
RegionId region_struck_by(const Scenario& scenario, const Fault& fault);
/// Whether it strikes this replica: itself, its zone or its region.
bool strikes(const Scenario& scenario, const Fault& fault, ReplicaId replica);

/// Whether it takes down either region, or cuts the link from `a` to `b`.
bool cuts(const Scenario& scenario, const Fault& fault, RegionId a, RegionId b);

}  // namespace bicoastal
