#include "sim/topology/routes.hpp"

#include "unit/topology/places.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// Links of the route between two regions, as "0>1 1>2".
std::string path(const Scenario& s, const std::vector<Route>& routes, std::size_t from, std::size_t to) {
  std::string text;
  for (const LinkId id : routes[from * s.regions.size() + to].links) {
    const Link& link = s.network.links[id.index()];
    text += (text.empty() ? "" : " ") + std::to_string(link.from.index()) + ">" + std::to_string(link.to.index());
  }
  return text;
}

}  // namespace

TEST_CASE("in a mesh a route is its own link, unless two others are shorter together", "[topology]") {
  const Scenario s = make_regions({{0, 20, 90}, {20, 0, 40}, {90, 40, 0}});
  const auto routes = wan_routes(s);
  REQUIRE(routes.size() == 9);
  CHECK(path(s, routes, 0, 1) == "0>1");
  CHECK(path(s, routes, 1, 2) == "1>2");
  CHECK(path(s, routes, 0, 2) == "0>1 1>2");  // 20 + 40 < 90
  CHECK(path(s, routes, 2, 0) == "2>1 1>0");
  CHECK(routes[0 * 3 + 2].base == Time::millis(60));
  CHECK(routes[1 * 3 + 0].base == Time::millis(20));
  for (std::size_t r = 0; r < 3; ++r) {
    CHECK(routes[r * 3 + r].links.empty());
    CHECK(routes[r * 3 + r].base == Time());
  }
}

TEST_CASE("over a hub every route of the others passes it", "[topology]") {
  Scenario s = make_regions({{0, 5, 5, 5}, {5, 0, 1, 1}, {5, 1, 0, 1}, {5, 1, 1, 0}});
  keep_links(s, {{0, 1}, {0, 2}, {0, 3}});
  const auto routes = wan_routes(s);
  for (std::size_t i = 1; i < 4; ++i)
    for (std::size_t j = 1; j < 4; ++j)
      if (i != j) CHECK(path(s, routes, i, j) == std::to_string(i) + ">0 0>" + std::to_string(j));
}

TEST_CASE("there is no route between parts that no link joins", "[topology]") {
  Scenario s = make_regions({{0, 5, 5, 5}, {5, 0, 5, 5}, {5, 5, 0, 5}, {5, 5, 5, 0}});
  keep_links(s, {{0, 1}, {2, 3}});
  const auto routes = wan_routes(s);
  CHECK(path(s, routes, 0, 1) == "0>1");
  CHECK(path(s, routes, 3, 2) == "3>2");
  CHECK(path(s, routes, 0, 2).empty());
  CHECK(path(s, routes, 3, 1).empty());
  CHECK(routes[0 * 4 + 2].base == Time());
}

TEST_CASE("of equally long routes the one with fewer links is taken, then the one with lower ids", "[topology]") {
  SECTION("fewer links") {
    const Scenario s = make_regions({{0, 10, 20}, {10, 0, 10}, {20, 10, 0}});
    CHECK(path(s, wan_routes(s), 0, 2) == "0>2");
    CHECK(path(s, wan_routes(s), 2, 0) == "2>0");
  }
  SECTION("lower ids") {  // a square: two ways from corner to corner
    Scenario s = make_regions({{0, 10, 10, 99}, {10, 0, 99, 10}, {10, 99, 0, 10}, {99, 10, 10, 0}});
    keep_links(s, {{0, 1}, {0, 2}, {1, 3}, {2, 3}});
    CHECK(path(s, wan_routes(s), 0, 3) == "0>1 1>3");
    CHECK(path(s, wan_routes(s), 3, 0) == "3>1 1>0");
    CHECK(path(s, wan_routes(s), 1, 2) == "1>0 0>2");
  }
}

TEST_CASE("the way there may differ from the way back", "[topology]") {
  Scenario s = make_regions({{0, 10, 50}, {10, 0, 10}, {50, 10, 0}});
  for (Link& link : s.network.links)
    if (link.from.index() == 2 && link.to.index() == 0) link.delay.base = Time::millis(5);
  const auto routes = wan_routes(s);
  CHECK(path(s, routes, 0, 2) == "0>1 1>2");
  CHECK(path(s, routes, 2, 0) == "2>0");
}

TEST_CASE("routes are as short as those that Floyd and Warshall find", "[topology]") {
  const bool holds = rc::check([] {
    const Scenario s = any_scenario(8, false);
    const std::size_t n = s.regions.size();
    constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max() / 4;
    std::vector<std::int64_t> least(n * n, kNone);
    for (std::size_t i = 0; i < n; ++i) least[i * n + i] = 0;
    for (const Link& link : s.network.links) {
      std::int64_t& length = least[link.from.index() * n + link.to.index()];
      length = std::min(length, link.delay.base.ns);
    }
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          least[i * n + j] = std::min(least[i * n + j], least[i * n + k] + least[k * n + j]);

    const auto routes = wan_routes(s);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        const Route& route = routes[i * n + j];
        RC_ASSERT(route.links.empty() == (i == j || least[i * n + j] >= kNone));
        if (route.links.empty()) continue;
        std::size_t at = i;
        Time sum;
        for (const LinkId id : route.links) {  // a walk from i to j, as long as it says
          RC_ASSERT(s.network.links[id.index()].from.index() == at);
          at = s.network.links[id.index()].to.index();
          sum += s.network.links[id.index()].delay.base;
        }
        RC_ASSERT(at == j);
        RC_ASSERT(sum == route.base);
        RC_ASSERT(route.base.ns == least[i * n + j]);
      }
  });
  CHECK(holds);
}
