// Static WAN routes: for each ordered pair of regions the path of least base delay over the scenario's links.
//
// Routes do not change while a run goes on: a link that is down cuts the pairs whose route uses it, as a provider's
// backbone looks from outside when a path fails and is not re-routed. Ties go to fewer links, then to lower link ids.
#pragma once

#include <bicoastal/scenario.hpp>

#include <vector>

namespace bicoastal {

struct Route {
  std::vector<LinkId> links;  ///< in travel order; empty for a region to itself, and where there is no path
  Time base;                  ///< sum of the base delays
};

/// One route for each ordered pair, from-major: element [from * regions + to].
std::vector<Route> wan_routes(const Scenario& scenario);

}  // namespace bicoastal
