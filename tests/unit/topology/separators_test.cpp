#include "sim/topology/separators.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace bicoastal;

namespace {

using Nodes = std::vector<std::size_t>;

/// Whether `to` can be reached without a node and without an edge; none of either where the index is out of range.
bool reaches(const PlainGraph& g, std::size_t from, std::size_t to, std::size_t without_node,
             std::size_t without_edge) {
  std::set<std::size_t> reached{from};
  for (bool grew = true; grew;) {
    grew = false;
    for (std::size_t e = 0; e < g.edges.size(); ++e) {
      const auto [a, b] = g.edges[e];
      if (e == without_edge || a == without_node || b == without_node) continue;
      if (reached.contains(a) != reached.contains(b)) {
        reached.insert(a);
        reached.insert(b);
        grew = true;
      }
    }
  }
  return reached.contains(to);
}

/// Mostly a tree, or several, with some edges more: graphs in which there is something to find.
PlainGraph any_graph(std::size_t most_nodes) {
  PlainGraph g;
  g.nodes = *rc::gen::resize(100, rc::gen::inRange<std::size_t>(2, most_nodes + 1));
  for (std::size_t node = 1; node < g.nodes; ++node) {
    if (*rc::gen::resize(100, rc::gen::inRange(0, 12)) == 0) continue;
    const std::size_t parent = *rc::gen::resize(100, rc::gen::inRange<std::size_t>(0, node));
    g.edges.emplace_back(node, parent);
  }
  const auto node = rc::gen::resize(100, rc::gen::inRange<std::size_t>(0, g.nodes));
  for (std::size_t i = *rc::gen::inRange<std::size_t>(0, g.nodes); i > 0; --i) {
    const std::size_t a = *node, b = *node;
    g.edges.emplace_back(a, b);
  }
  return g;
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

}  // namespace

TEST_CASE("every inner node and every edge of a chain separates its ends", "[topology]") {
  const PlainGraph chain{4, {{0, 1}, {1, 2}, {2, 3}}};
  const Separators found = separators(chain, 0, 3);
  CHECK(found.connected);
  CHECK(found.nodes == Nodes{1, 2});
  CHECK(found.edges == Nodes{0, 1, 2});
  CHECK(bridges(chain) == Nodes{0, 1, 2});
}

TEST_CASE("nothing separates the corners of a ring", "[topology]") {
  const PlainGraph ring{4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}};
  CHECK(separators(ring, 0, 2).connected);
  CHECK(separators(ring, 0, 2).nodes.empty());
  CHECK(separators(ring, 0, 2).edges.empty());
  CHECK(bridges(ring).empty());
}

TEST_CASE("two rings that share a node are separated by it, and by a bridge where one joins them", "[topology]") {
  const PlainGraph eight{5, {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 2}}};
  CHECK(separators(eight, 0, 4).nodes == Nodes{2});
  CHECK(separators(eight, 0, 4).edges.empty());
  CHECK(separators(eight, 0, 1).nodes.empty());  // both in one ring
  const PlainGraph barbell{6, {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 5}, {5, 3}}};
  CHECK(separators(barbell, 0, 5).nodes == Nodes{2, 3});
  CHECK(separators(barbell, 0, 5).edges == Nodes{3});
  CHECK(separators(barbell, 2, 3).nodes.empty());  // the ends themselves do not count
  CHECK(bridges(barbell) == Nodes{3});
}

TEST_CASE("of two parallel edges neither is missed", "[topology]") {
  const PlainGraph twice{3, {{0, 1}, {1, 0}, {1, 2}, {2, 2}}};
  CHECK(separators(twice, 0, 2).edges == Nodes{2});
  CHECK(separators(twice, 0, 2).nodes == Nodes{1});
  CHECK(bridges(twice) == Nodes{2});
}

TEST_CASE("where there is no path there is nothing to separate", "[topology]") {
  const PlainGraph apart{4, {{0, 1}, {2, 3}}};
  CHECK_FALSE(separators(apart, 0, 3).connected);
  CHECK(separators(apart, 0, 3).nodes.empty());
}

TEST_CASE("of several goals none is needed, a lone one is", "[topology]") {
  const PlainGraph fork{4, {{0, 1}, {1, 2}, {1, 3}}};
  CHECK(separators(fork, 0, Nodes{2, 3}).nodes == Nodes{1});
  CHECK(separators(fork, 0, Nodes{2}).nodes == Nodes{1, 2});
  CHECK(separators(fork, 0, Nodes{2}).edges == Nodes{0, 1});
}

TEST_CASE("what separates is what taking each node and edge away in turn finds", "[topology]") {
  const bool holds = rc::check([] {
    const PlainGraph g = any_graph(9);
    const std::size_t from = *rc::gen::inRange<std::size_t>(0, g.nodes);
    const std::size_t to = (from + *rc::gen::inRange<std::size_t>(1, g.nodes)) % g.nodes;
    Nodes nodes, edges;
    const bool connected = reaches(g, from, to, kNone, kNone);
    for (std::size_t v = 0; v < g.nodes && connected; ++v)
      if (v != from && v != to && !reaches(g, from, to, v, kNone)) nodes.push_back(v);
    for (std::size_t e = 0; e < g.edges.size() && connected; ++e)
      if (!reaches(g, from, to, kNone, e)) edges.push_back(e);
    Separators found = separators(g, from, to);
    std::sort(found.nodes.begin(), found.nodes.end());
    std::sort(found.edges.begin(), found.edges.end());
    RC_ASSERT(found.connected == connected);
    RC_ASSERT(found.nodes == nodes);
    RC_ASSERT(found.edges == edges);
    RC_CLASSIFY(!nodes.empty(), "a node separates");
    RC_CLASSIFY(connected && nodes.empty(), "none does");
  });
  CHECK(holds);
}

TEST_CASE("bridges are the edges whose ends lose each other without them", "[topology]") {
  const bool holds = rc::check([] {
    const PlainGraph g = any_graph(9);
    Nodes expected;
    for (std::size_t e = 0; e < g.edges.size(); ++e)
      if (!reaches(g, g.edges[e].first, g.edges[e].second, kNone, e)) expected.push_back(e);
    RC_ASSERT(bridges(g) == expected);
  });
  CHECK(holds);
}
