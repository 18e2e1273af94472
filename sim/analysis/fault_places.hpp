// Where a fault of the scenario strikes.
#pragma once

#include <bicoastal/scenario.hpp>

namespace bicoastal {

/// The region that the fault takes from its users as a whole, itself or its entry; none where it does not.
RegionId region_lost_by(const Fault& fault);
/// The region in which it strikes replicas, a zone, the store or the whole; none where it strikes none, or several.
RegionId region_struck_by(const Scenario& scenario, const Fault& fault);
/// Whether it strikes this replica: itself, its zone or its region.
bool strikes(const Scenario& scenario, const Fault& fault, ReplicaId replica);

/// Whether it takes down either region or its store, or cuts the link from `a` to `b`.
bool cuts(const Scenario& scenario, const Fault& fault, RegionId a, RegionId b);
/// Whether it makes the link from `a` to `b` slower, narrower or lossy.
bool strains(const Scenario& scenario, const Fault& fault, RegionId a, RegionId b);

}  // namespace bicoastal
