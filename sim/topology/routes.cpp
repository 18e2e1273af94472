#include "sim/topology/routes.hpp"

#include <algorithm>
#include <compare>
#include <limits>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

namespace bicoastal {

namespace {

/// Cost of a path: delay, then number of links.
struct Cost {
  std::int64_t ns = 0;
  std::int64_t links = 0;
  auto operator<=>(const Cost&) const = default;
};
constexpr Cost kUnreachable{std::numeric_limits<std::int64_t>::max(), 0};

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                    boost::property<boost::edge_weight_t, Cost>>;

Cost join(const Cost& a, const Cost& b) {
  if (a == kUnreachable || b == kUnreachable) return kUnreachable;
  return {a.ns + b.ns, a.links + b.links};
}

}  // namespace

std::vector<Route> wan_routes(const Scenario& scenario) {
  const std::size_t n = scenario.regions.size();
  const auto& links = scenario.network.links;
  std::vector<std::vector<LinkId>> leaving(n);  // by region, ascending
  Graph reversed(n);
  for (std::size_t l = 0; l < links.size(); ++l) {
    leaving[links[l].from.index()].emplace_back(l);
    boost::add_edge(links[l].to.index(), links[l].from.index(), Cost{links[l].delay.base.ns, 1}, reversed);
  }

  std::vector<Route> routes(n * n);
  for (std::size_t to = 0; to < n; ++to) {
    // Costs towards `to`, so that each route can be walked forwards, taking the lowest link id among equals.
    std::vector<Cost> cost(n);
    boost::dijkstra_shortest_paths(
        reversed, to,
        boost::distance_map(boost::make_iterator_property_map(cost.begin(), get(boost::vertex_index, reversed)))
            .distance_compare(std::less<>())
            .distance_combine(&join)
            .distance_inf(kUnreachable)
            .distance_zero(Cost{}));
    for (std::size_t from = 0; from < n; ++from) {
      if (from == to || cost[from] == kUnreachable) continue;
      Route& route = routes[from * n + to];
      for (std::size_t at = from; at != to;) {
        const auto leads_on = [&](LinkId l) {
          const Cost& rest = cost[links[l.index()].to.index()];
          return rest != kUnreachable && join(rest, {links[l.index()].delay.base.ns, 1}) == cost[at];
        };
        const LinkId next = *std::find_if(leaving[at].begin(), leaving[at].end(), leads_on);
        route.links.push_back(next);
        route.base += links[next.index()].delay.base;
        at = links[next.index()].to.index();
      }
    }
  }
  return routes;
}

}  // namespace bicoastal
