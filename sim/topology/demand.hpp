// What a scenario asks for, in numbers: how the popularity of keys spreads over their homes, how fast operations come,
// how many a region can serve, and how many bytes replication puts on each link. Closed forms, before any run.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/base/mean.hpp"
#include "sim/topology/reach.hpp"
#include "sim/topology/routes.hpp"

#include <vector>

namespace bicoastal {

/// By partition: share of operations on its keys, locality left aside. Keys go round the regions by their popularity,
/// so the first region's are used a little more.
std::vector<double> partition_shares(const Scenario& scenario);

/// Operations per second of a population at its busiest. A closed loop is taken at its upper bound: a think time, a
/// service and the way to its region and back, without waiting.
double peak_rate(const Scenario& scenario, const Population& population);

/// Operations per second that the replicas of a region can serve, those that are lost left out.
double capacity(const Scenario& scenario, RegionId region, const Losses& losses);

/// By region: operations per second that come in there.
std::vector<double> offered(const Scenario& scenario, const Outlook& outlook);

/// By directed link: bytes per second that replication puts on it at the peak, with every batch as full as its flush
/// interval makes it.
std::vector<double> replication_load(const Scenario& scenario, const std::vector<Route>& routes, const Reach& reach,
                                     const Outlook& outlook);

}  // namespace bicoastal
