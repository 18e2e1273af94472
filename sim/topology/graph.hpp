// The parts of a deployment as a graph: what a request passes on its way from a population of users to a copy of the
// data.
//
//   population - name service - region - balancer - zone - replica - leader store
//                                                             |    \ read copy
//                                                          gateway - link - gateway - leader store (writes only)
//
// A path that avoids a part is a way to do without it, so a part that lies on every path is a single point of failure
// whatever the policies are; what the policies add to these is told in weak_points.hpp. A WAN link is a node, one for
// both directions: links and places are treated alike. A region's gateway is its place in the provider's backbone: it
// stands when the region is lost, traffic passes through.
#pragma once

#include <bicoastal/scenario.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bicoastal {

struct Part {
  enum class Kind : std::uint8_t { population, name_service, region, balancer, zone, replica, store, gateway, link };
  Kind kind{};
  std::size_t index = 0;  ///< balancer, gateway: of the region; link: of the full-duplex link (half of its LinkId)
  auto operator<=>(const Part&) const = default;
};

/// "replica", "link" ...
std::string kind_text(Part::Kind kind);
/// "us-east-1a/1", "us-east-1 <-> eu-west-1" ...
std::string part_name(const Scenario& scenario, const Part& part);

/// An undirected graph by its edges; nodes are 0 .. nodes - 1.
struct PlainGraph {
  std::size_t nodes = 0;
  std::vector<std::pair<std::size_t, std::size_t>> edges;
};

/// The graph of a deployment; node i stands for parts[i].
struct ServiceGraph {
  std::vector<Part> parts;  ///< sorted
  PlainGraph graph;

  /// REQUIRES: the part is there.
  std::size_t node_of(const Part& part) const;
};

/// All parts, and every way that a request may take between them.
ServiceGraph service_graph(const Scenario& scenario);

/// The links between the regions alone: node i is region i, edge j is the full-duplex link j.
PlainGraph wan_graph(const Scenario& scenario);

}  // namespace bicoastal
