#include "sim/topology/graph.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

using Kind = Part::Kind;

std::vector<Part> parts_of(const Scenario& s) {
  std::vector<Part> parts;
  const auto add = [&](Kind kind, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) parts.push_back({kind, i});
  };
  add(Kind::population, s.clients.size());
  add(Kind::name_service, 1);
  add(Kind::region, s.regions.size());
  add(Kind::balancer, s.regions.size());
  add(Kind::zone, s.zones.size());
  add(Kind::replica, s.replicas.size());
  add(Kind::store, s.stores.size());
  add(Kind::gateway, s.regions.size());
  add(Kind::link, s.network.links.size() / 2);
  return parts;
}

}  // namespace

std::string kind_text(Part::Kind kind) {
  switch (kind) {
    case Kind::population: return "population";
    case Kind::name_service: return "name service";
    case Kind::region: return "region";
    case Kind::balancer: return "balancer";
    case Kind::zone: return "zone";
    case Kind::replica: return "replica";
    case Kind::store: return "store";
    case Kind::gateway: return "gateway";
    case Kind::link: return "link";
  }
  return {};
}

std::string part_name(const Scenario& s, const Part& part) {
  switch (part.kind) {
    case Kind::population: return s.clients[part.index].name;
    case Kind::name_service: return s.routing.dns_ttl.ns == 0 ? "anycast" : "DNS";
    case Kind::region:
    case Kind::balancer:
    case Kind::gateway: return s.regions[part.index].name;
    case Kind::zone: return s.zones[part.index].name;
    case Kind::replica: return s.replicas[part.index].name;
    case Kind::store: return s.stores[part.index].name;
    case Kind::link: {
      const Link& link = s.network.links[2 * part.index];
      return s.regions[link.from.index()].name + " <-> " + s.regions[link.to.index()].name;
    }
  }
  return {};
}

std::size_t ServiceGraph::node_of(const Part& part) const {
  const auto place = std::lower_bound(parts.begin(), parts.end(), part);
  BC_CHECK(place != parts.end() && *place == part);
  return static_cast<std::size_t>(place - parts.begin());
}

ServiceGraph service_graph(const Scenario& s) {
  ServiceGraph result{parts_of(s), {}};
  result.graph.nodes = result.parts.size();
  const auto join = [&](const Part& a, const Part& b) {
    result.graph.edges.emplace_back(result.node_of(a), result.node_of(b));
  };
  const Part names{Kind::name_service, 0};
  for (std::size_t p = 0; p < s.clients.size(); ++p) join({Kind::population, p}, names);
  for (std::size_t r = 0; r < s.regions.size(); ++r) {
    join(names, {Kind::region, r});  // every routing policy comes to every region when the others are out
    join({Kind::region, r}, {Kind::balancer, r});
    for (const ZoneId zone : s.regions[r].zones) join({Kind::balancer, r}, {Kind::zone, zone.index()});
    join({Kind::gateway, r}, {Kind::store, r});  // writes that come from other regions
  }
  for (std::size_t i = 0; i < s.replicas.size(); ++i) {
    if (is_mere_room(s, ReplicaId(i))) continue;
    const ZoneId zone = s.replicas[i].zone;
    const RegionId region = s.zones[zone.index()].region;
    join({Kind::zone, zone.index()}, {Kind::replica, i});
    join({Kind::replica, i}, {Kind::store, region.index()});
    join({Kind::replica, i}, {Kind::gateway, region.index()});
    for (std::size_t c = s.regions.size(); c < s.stores.size() && s.data.read_from != ReadFrom::leader; ++c)
      if (s.stores[c].region == region) join({Kind::replica, i}, {Kind::store, c});
  }
  for (std::size_t l = 0; l < s.network.links.size(); l += 2) {
    join({Kind::gateway, s.network.links[l].from.index()}, {Kind::link, l / 2});
    join({Kind::link, l / 2}, {Kind::gateway, s.network.links[l].to.index()});
  }
  return result;
}

PlainGraph wan_graph(const Scenario& s) {
  PlainGraph graph{s.regions.size(), {}};
  for (std::size_t l = 0; l < s.network.links.size(); l += 2)
    graph.edges.emplace_back(s.network.links[l].from.index(), s.network.links[l].to.index());
  return graph;
}

}  // namespace bicoastal
