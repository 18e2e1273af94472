#include "sim/topology/weak_points.hpp"

#include "sim/topology/separators.hpp"
#include "unit/topology/places.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

std::vector<WeakPoint> weak_points_of(const Scenario& s) {
  const auto routes = wan_routes(s);
  return weak_points(s, routes, Reach(s, routes)).points;
}

/// "region r0", "link r0 <-> r1" ...
std::set<std::string> named(const Scenario& s, Access access) {
  std::set<std::string> names;
  for (const WeakPoint& point : weak_points_of(s))
    if (point.access == access) names.insert(kind_text(point.part.kind) + " " + part_name(s, point.part));
  return names;
}

const WeakPoint& find(const std::vector<WeakPoint>& points, Part part, Access access) {
  for (const WeakPoint& point : points)
    if (point.part == part && point.access == access) return point;
  FAIL("not there");
  throw 0;
}

using Names = std::set<std::string>;
using Kind = Part::Kind;

}  // namespace

TEST_CASE("writes local over three regions: nothing but the name service is missed", "[topology]") {
  const Scenario s = three_regions(WritePattern::local);
  CHECK(named(s, Access::read) == Names{"name service DNS"});
  CHECK(named(s, Access::write) == Names{"name service DNS"});
}

TEST_CASE("one region with one zone and one replica: all of it is missed", "[topology]") {
  Scenario s = make_regions({{0}}, 1);
  add_clients(s, 0, 10, 0.5);
  const Names all{"name service DNS", "region r0", "balancer r0", "zone r0a", "replica r0a/1", "store r0/leader"};
  CHECK(named(s, Access::read) == all);
  CHECK(named(s, Access::write) == all);
  for (const WeakPoint& point : weak_points_of(s)) {
    CHECK(point.structural);
    CHECK(point.share == 1);
    CHECK(point.sessions == 100);
  }
}

TEST_CASE("one region with two zones: zones and replicas are not missed, region, balancer and store are",
          "[topology]") {
  Scenario s = make_regions({{0}}, 1);
  set_places(s, 2, 1);
  add_clients(s, 0, 10, 0.5);
  CHECK(named(s, Access::read) == Names{"name service DNS", "region r0", "balancer r0", "store r0/leader"});
}

TEST_CASE("one primary without failover: its region and its store carry everybody's writes", "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  s.data.failover.enabled = false;
  CHECK(named(s, Access::read) == Names{"name service DNS"});
  CHECK(named(s, Access::write) ==
        Names{"name service DNS", "region r0", "store r0/leader", "link r0 <-> r1", "link r0 <-> r2"});
  const auto points = weak_points_of(s);
  const WeakPoint& region = find(points, {Kind::region, 0}, Access::write);
  CHECK(region.populations.size() == 3);
  CHECK(region.sessions == 300);
  CHECK(region.share == 1);
  CHECK_FALSE(region.structural);
  CHECK(find(points, {Kind::store, 0}, Access::write).structural);
  const WeakPoint& link = find(points, {Kind::link, 0}, Access::write);
  CHECK(link.populations == std::vector{PopulationId(1)});
  CHECK(link.sessions == 100);
}

TEST_CASE("one primary with failover: only the ways to it are left, because nobody fails over for a link",
          "[topology]") {
  CHECK(named(three_regions(WritePattern::global), Access::write) ==
        Names{"name service DNS", "link r0 <-> r1", "link r0 <-> r2"});
}

TEST_CASE("partitioned without failover: a region carries its share of the writes", "[topology]") {
  Scenario s = three_regions(WritePattern::partitioned);
  s.keys = {9, 0, 100};
  s.data.failover.enabled = false;
  const auto points = weak_points_of(s);
  for (std::size_t r = 0; r < 3; ++r) {
    CHECK(find(points, {Kind::region, r}, Access::write).share == Approx(1.0 / 3));
    CHECK(find(points, {Kind::store, r}, Access::write).share == Approx(1.0 / 3));
    CHECK(find(points, {Kind::link, r}, Access::write).share == Approx(1.0 / 3));  // of two populations
    CHECK(find(points, {Kind::link, r}, Access::write).populations.size() == 2);
  }
}

TEST_CASE("users who never write miss nothing that only writes need", "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  s.data.failover.enabled = false;
  for (Population& population : s.clients) population.reads = 1;
  CHECK(named(s, Access::write).empty());
  CHECK(named(s, Access::read) == Names{"name service DNS"});
}

TEST_CASE("a link that no route takes is idle", "[topology]") {
  const Scenario s = make_regions({{0, 20, 90}, {20, 0, 40}, {90, 40, 0}});
  CHECK(idle_links(s, wan_routes(s)) == std::vector<std::size_t>{1});  // 0-2: 90 against 20 + 40
  CHECK(idle_links(three_regions(WritePattern::local), wan_routes(three_regions(WritePattern::local))).empty());
}

TEST_CASE("taking away every part in turn finds the same single points of failure", "[topology]") {
  const bool holds = rc::check([] {
    const Scenario s = any_scenario(4, true);
    const auto routes = wan_routes(s);
    const Reach reach(s, routes);
    const Outlook calm = reach.under(Losses(s));
    std::set<std::pair<Part, Access>> expected;
    const auto try_all = [&](Kind kind, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i) {
        Losses losses(s);
        losses.add(Part{kind, i});
        const Outlook then = reach.under(losses);
        for (std::size_t p = 0; p < s.clients.size(); ++p) {
          if (then.reads[p] < calm.reads[p] - 1e-9) expected.insert({{kind, i}, Access::read});
          if (then.writes[p] < calm.writes[p] - 1e-9) expected.insert({{kind, i}, Access::write});
        }
      }
    };
    try_all(Kind::region, s.regions.size());
    try_all(Kind::zone, s.zones.size());
    try_all(Kind::replica, s.replicas.size());
    try_all(Kind::link, s.network.links.size() / 2);
    std::set<std::pair<Part, Access>> found;
    for (const WeakPoint& point : weak_points(s, routes, reach).points)
      if (point.part.kind == Kind::region || point.part.kind == Kind::zone || point.part.kind == Kind::replica ||
          point.part.kind == Kind::link)
        found.insert({point.part, point.access});
    RC_ASSERT(found == expected);
    RC_CLASSIFY(!expected.empty(), "some are missed");
  });
  CHECK(holds);
}
