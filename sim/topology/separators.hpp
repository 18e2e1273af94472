// What separates the nodes of a graph: articulation points and bridges, by way of its biconnected components.
#pragma once

#include "sim/topology/graph.hpp"

#include <cstddef>
#include <vector>

namespace bicoastal {

struct Separators {
  bool connected = false;          ///< whether there is a path at all
  std::vector<std::size_t> nodes;  ///< on every path, ends excluded, in travel order
  std::vector<std::size_t> edges;  ///< on every path, in travel order: indices into PlainGraph::edges
};

/// REQUIRES: from != to.
Separators separators(const PlainGraph& graph, std::size_t from, std::size_t to);

/// Between `from` and whichever of a set of nodes; a node of the set counts where it is on every path.
/// REQUIRES: `from` is not of the set.
Separators separators(const PlainGraph& graph, std::size_t from, const std::vector<std::size_t>& any_of);

/// Edges whose loss takes a connected part of the graph apart, ascending.
std::vector<std::size_t> bridges(const PlainGraph& graph);

}  // namespace bicoastal
