#include "sim/topology/separators.hpp"

#include <algorithm>
#include <map>
#include <queue>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>

namespace bicoastal {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                    boost::property<boost::edge_index_t, std::size_t>>;
using Ends = std::pair<std::size_t, std::size_t>;

/// A graph without loops and parallel edges, with the biconnected component of each edge.
class Blocks {
 public:
  explicit Blocks(const PlainGraph& plain) : graph_(plain.nodes) {
    std::map<Ends, std::size_t> seen;  // where the edge between two nodes is; Boost wants parallel ones joined
    for (std::size_t e = 0; e < plain.edges.size(); ++e) {
      const auto [a, b] = plain.edges[e];
      if (a == b) continue;
      const auto [place, fresh] = seen.try_emplace(std::minmax(a, b), original_.size());
      if (!fresh) {
        single_[place->second] = false;
        continue;
      }
      boost::add_edge(a, b, original_.size(), graph_);
      original_.push_back(e);
      single_.push_back(true);
    }
    block_.resize(original_.size());
    const std::size_t blocks = boost::biconnected_components(
        graph_, boost::make_iterator_property_map(block_.begin(), get(boost::edge_index, graph_)));
    edges_in_.assign(blocks, 0);
    for (const std::size_t b : block_) ++edges_in_[b];
  }

  const Graph& graph() const { return graph_; }
  std::size_t edges() const { return original_.size(); }
  std::size_t block(std::size_t edge) const { return block_[edge]; }
  std::size_t original(std::size_t edge) const { return original_[edge]; }
  bool is_bridge(std::size_t edge) const { return single_[edge] && edges_in_[block_[edge]] == 1; }

 private:
  Graph graph_;
  std::vector<std::size_t> original_;  // by edge of graph_: its index in the plain graph
  std::vector<bool> single_;           // by edge of graph_: nothing is parallel to it
  std::vector<std::size_t> block_;
  std::vector<std::size_t> edges_in_;  // by block
};

struct Step {
  std::size_t node, edge;  // reached, through
};

/// Some path without repetition; empty where there is none.
std::vector<Step> path(const Graph& graph, std::size_t from, std::size_t to) {
  const std::size_t n = num_vertices(graph);
  std::vector<Step> reached(n, {n, 0});  // by node: the one before, and the edge between
  std::queue<std::size_t> open({from});
  reached[from].node = from;
  while (!open.empty() && reached[to].node == n) {
    const std::size_t at = open.front();
    open.pop();
    for (auto [e, end] = out_edges(at, graph); e != end; ++e) {
      Step& next = reached[target(*e, graph)];
      if (next.node != n) continue;
      next = {at, get(boost::edge_index, graph, *e)};
      open.push(target(*e, graph));
    }
  }
  std::vector<Step> steps;
  if (reached[to].node == n) return steps;
  for (std::size_t at = to; at != from; at = reached[at].node) steps.push_back({at, reached[at].edge});
  std::reverse(steps.begin(), steps.end());
  return steps;
}

}  // namespace

// Where a path passes from one biconnected component to the next every path has to, through the same node; a component
// that is one edge has no way around it.
Separators separators(const PlainGraph& plain, std::size_t from, std::size_t to) {
  const Blocks blocks(plain);
  const std::vector<Step> steps = path(blocks.graph(), from, to);
  Separators result;
  result.connected = !steps.empty();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (blocks.is_bridge(steps[i].edge)) result.edges.push_back(blocks.original(steps[i].edge));
    if (i + 1 < steps.size() && blocks.block(steps[i].edge) != blocks.block(steps[i + 1].edge))
      result.nodes.push_back(steps[i].node);
  }
  return result;
}

Separators separators(const PlainGraph& plain, std::size_t from, const std::vector<std::size_t>& any_of) {
  PlainGraph joined = plain;
  const std::size_t goal = joined.nodes++;
  for (const std::size_t node : any_of) joined.edges.emplace_back(node, goal);
  Separators result = separators(joined, from, goal);
  std::erase_if(result.edges, [&](std::size_t e) { return e >= plain.edges.size(); });
  return result;
}

std::vector<std::size_t> bridges(const PlainGraph& plain) {
  const Blocks blocks(plain);
  std::vector<std::size_t> result;
  for (std::size_t e = 0; e < blocks.edges(); ++e)
    if (blocks.is_bridge(e)) result.push_back(blocks.original(e));
  return result;
}

}  // namespace bicoastal
