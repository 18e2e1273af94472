// Single points of failure, as somebody who runs the deployment would list them: the parts whose loss alone leaves some
// users without reads or without writes, for as long as they stay lost and however well checks and failover work.
//
// Two roads lead here. Structure: no path of the graph goes around the part (articulation points); no policy can help.
// Policy: paths exist, but the routing, the write pattern or the failover as configured do not use them, such as a
// primary with failover disabled, or the link over which a healthy region sends its writes. What merely takes its time
// (detection, TTL, promotion) is an outage, not a single point of failure.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/topology/graph.hpp"
#include "sim/topology/reach.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bicoastal {

enum class Access : std::uint8_t { read, write };

struct WeakPoint {
  Part part;
  Access access{};
  bool structural = false;                ///< no policy could help
  std::vector<PopulationId> populations;  ///< that depend on it
  std::uint64_t sessions = 0;             ///< of these
  double share = 0;  ///< of the reads, or writes, of these populations that its loss costs, at the peak
};

struct WeakPoints {
  std::vector<WeakPoint> points;  ///< in the order of parts, reads before writes
  bool all_links = true;          ///< whether all links were tried: not where there are too many and too long routes
};

WeakPoints weak_points(const Scenario& scenario, const std::vector<Route>& routes, const Reach& reach);

/// Why the part is one, in a few words.
std::string reason(const Scenario& scenario, const WeakPoint& point);

/// Full-duplex links that no route uses: nothing depends on them, and a fault on them touches nothing.
std::vector<std::size_t> idle_links(const Scenario& scenario, const std::vector<Route>& routes);

}  // namespace bicoastal
