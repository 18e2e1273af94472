#include "sim/topology/reach.hpp"

#include "unit/topology/places.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

using Shares = std::vector<double>;
using Kind = Part::Kind;

Outlook under(const Scenario& s, const std::vector<Part>& lost) {
  const auto routes = wan_routes(s);
  Losses losses(s);
  for (const Part& part : lost) losses.add(part);
  return Reach(s, routes).under(losses);
}

/// Where the operations of a population go, by region.
std::map<std::size_t, double> asked(const Outlook& outlook, std::size_t population) {
  std::map<std::size_t, double> shares;
  for (const AskedRegion& a : outlook.asked[population]) shares[a.region.index()] = a.share;
  return shares;
}

using Asked = std::map<std::size_t, double>;

}  // namespace

TEST_CASE("with nothing lost everybody goes to the nearest region and can write", "[topology]") {
  for (const WritePattern writes : {WritePattern::global, WritePattern::partitioned, WritePattern::local}) {
    const Outlook calm = under(three_regions(writes), {});
    for (std::size_t p = 0; p < 3; ++p) {
      CHECK(asked(calm, p) == Asked{{p, 1.0}});
      CHECK(calm.reads[p] == 1);
      CHECK(calm.writes[p] == Approx(1));
    }
  }
}

TEST_CASE("users of a lost region go to the next one, and go on when writes are local", "[topology]") {
  const Outlook then = under(three_regions(WritePattern::local), {{Kind::region, 2}});
  CHECK(asked(then, 2) == Asked{{0, 1.0}});  // 30 ms away, the other is 40
  CHECK(then.reads == Shares{1, 1, 1});
  CHECK(then.writes == Shares{1, 1, 1});
}

TEST_CASE("a region is lost with its zones, and sends its users away with its replicas", "[topology]") {
  const Scenario s = three_regions(WritePattern::local);
  CHECK(asked(under(s, {{Kind::zone, 0}}), 0) == Asked{{0, 1.0}});
  CHECK(asked(under(s, {{Kind::zone, 0}, {Kind::zone, 1}}), 0) == Asked{{1, 1.0}});
  CHECK(asked(under(s, {{Kind::zone, 0}, {Kind::replica, 2}, {Kind::replica, 3}}), 0) == Asked{{1, 1.0}});
}

TEST_CASE("with every region lost nobody is served, wherever the name service sends them", "[topology]") {
  const Outlook then =
      under(three_regions(WritePattern::local), {{Kind::region, 0}, {Kind::region, 1}, {Kind::region, 2}});
  CHECK(then.reads == Shares{0, 0, 0});
  CHECK(then.writes == Shares{0, 0, 0});
  CHECK(asked(then, 1) == Asked{{1, 1.0}});  // the nearest, as if all were in
}

TEST_CASE("weights are shared out among the regions that are left", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  s.routing.policy = RoutingPolicy::weighted;
  s.routing.weights = {1, 3, 0};
  CHECK(asked(under(s, {}), 2) == Asked{{0, 0.25}, {1, 0.75}});
  CHECK(asked(under(s, {{Kind::region, 1}}), 2) == Asked{{0, 1.0}});
  // Only a region without weight is left: the nearest that is in, as in the model.
  CHECK(asked(under(s, {{Kind::region, 0}, {Kind::region, 1}}), 0) == Asked{{2, 1.0}});
}

TEST_CASE("a failover order is followed whoever is near", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  s.routing.policy = RoutingPolicy::failover;
  s.routing.order = {RegionId(2), RegionId(1), RegionId(0)};
  CHECK(asked(under(s, {}), 0) == Asked{{2, 1.0}});
  CHECK(asked(under(s, {{Kind::region, 2}}), 0) == Asked{{1, 1.0}});
}

TEST_CASE("a lost primary is replaced where failover is enabled, and takes all writes along where it is not",
          "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  const Outlook replaced = under(s, {{Kind::region, 0}});
  CHECK(replaced.primary == std::vector{RegionId(1)});
  CHECK(replaced.writes == Shares{1, 1, 1});
  s.data.failover.enabled = false;
  const Outlook stuck = under(s, {{Kind::region, 0}});
  CHECK(stuck.primary == std::vector{RegionId(0)});
  CHECK(stuck.reads == Shares{1, 1, 1});
  CHECK(stuck.writes == Shares{0, 0, 0});
}

TEST_CASE("a primary without replicas of the service still takes the writes of others", "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  set_places(s, 1, 1);
  s.data.failover.enabled = false;
  const Outlook then = under(s, {{Kind::replica, 0}});
  CHECK(asked(then, 0) == Asked{{1, 1.0}});
  CHECK(then.writes == Shares{1, 1, 1});
}

TEST_CASE("a cut link costs the writes that cross it and deposes nobody who keeps a majority", "[topology]") {
  const Outlook then = under(three_regions(WritePattern::global), {{Kind::link, 0}});  // between regions 0 and 1
  CHECK(then.primary == std::vector{RegionId(0)});
  CHECK(then.writes == Shares{1, 0, 1});
  CHECK(then.reads == Shares{1, 1, 1});
}

TEST_CASE("a primary that is cut off is replaced; what it is asked itself depends on fencing", "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  const std::vector<Part> isolated{{Kind::link, 0}, {Kind::link, 1}};  // 0-1 and 0-2
  const Outlook fenced = under(s, isolated);
  CHECK(fenced.primary == std::vector{RegionId(1)});
  CHECK(fenced.writes == Shares{0, 1, 1});
  s.data.failover.fencing = false;
  CHECK(under(s, isolated).writes == Shares{1, 1, 1});  // at the price of a split brain
}

TEST_CASE("one direction of a link is enough to cut it: the answer counts", "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  const auto routes = wan_routes(s);
  for (const std::size_t direction : {0, 1}) {
    Losses losses(s);
    losses.links[direction] = true;
    CHECK(Reach(s, routes).under(losses).writes == Shares{1, 0, 1});
  }
}

TEST_CASE("half of the regions is no majority", "[topology]") {
  Scenario s = make_regions({{0, 9, 9, 9}, {9, 0, 9, 9}, {9, 9, 0, 9}, {9, 9, 9, 0}});
  s.data.writes = WritePattern::global;
  s.data.primary = RegionId(std::size_t{0});
  for (std::size_t r = 0; r < 4; ++r) add_clients(s, r, 10, 0.5);
  // Links are 0-1, 0-2, 1-2, 0-3, 1-3, 2-3. Left with region 1 alone, region 0 is replaced by it, and follows.
  const Outlook then = under(s, {{Kind::link, 1}, {Kind::link, 3}});
  CHECK(then.primary == std::vector{RegionId(1)});
  CHECK(then.writes == Shares{1, 1, 1, 1});
  // Two against two: nobody may be promoted, and the primary goes on for its side.
  const Outlook halves = under(s, {{Kind::link, 1}, {Kind::link, 3}, {Kind::link, 2}, {Kind::link, 4}});
  CHECK(halves.primary == std::vector{RegionId(0)});
  CHECK(halves.writes == Shares{1, 1, 0, 0});
}

TEST_CASE("of two regions that lost each other neither is promoted", "[topology]") {
  Scenario s = make_regions({{0, 20}, {20, 0}});
  s.data.writes = WritePattern::global;
  s.data.primary = RegionId(std::size_t{0});
  add_clients(s, 0, 10, 0.5);
  add_clients(s, 1, 10, 0.5);
  const Outlook apart = under(s, {{Kind::link, 0}});
  CHECK(apart.primary == std::vector{RegionId(0)});
  CHECK(apart.writes == Shares{1, 0});
  CHECK(under(s, {{Kind::region, 0}}).primary == std::vector{RegionId(1)});
}

TEST_CASE("partitioned, a lost region takes the writes to its keys along", "[topology]") {
  Scenario s = three_regions(WritePattern::partitioned);
  s.keys = {9, 0, 100};  // three keys each, all alike
  s.data.failover.enabled = false;
  s.clients[1].locality = 0.4;
  const Outlook then = under(s, {{Kind::region, 1}});
  CHECK(then.writes[0] == Approx(2.0 / 3));
  CHECK(then.writes[1] == Approx(0.6 * 2 / 3));  // its own users write to its keys more often
  CHECK(then.reads == Shares{1, 1, 1});
}

TEST_CASE("a link that loses everything is not noticed by those who fail over, and one that loses half still works",
          "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  add_fault(s, 0, 1, LinkLoss{{LinkId(std::size_t{0}), LinkId(1), LinkId(2), LinkId(3)}, 1.0});
  add_fault(s, 0, 1, LinkLoss{{LinkId(std::size_t{0})}, 0.5});
  const auto routes = wan_routes(s);
  Losses all(s), half(s);
  all.add(s.faults[0]);
  half.add(s.faults[1]);
  CHECK(Reach(s, routes).under(all).primary == std::vector{RegionId(0)});
  CHECK(Reach(s, routes).under(all).writes == Shares{1, 0, 0});
  CHECK(Reach(s, routes).under(half).writes == Shares{1, 1, 1});
}

TEST_CASE("every fault loses what it names", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  add_fault(s, 0, 1, ReplicaDown{ReplicaId(3)});
  add_fault(s, 0, 1, ZoneDown{ZoneId(2)});
  add_fault(s, 0, 1, RegionDown{RegionId(1)});
  add_fault(s, 0, 1, LinkDown{{LinkId(4)}});
  add_fault(s, 0, 1, Partition{{}, {LinkId(5)}});
  add_fault(s, 0, 1, LinkDelay{{LinkId(std::size_t{0})}, Time::millis(5)});
  add_fault(s, 0, 1, Slow{{ReplicaId(std::size_t{0})}, 3});
  Losses losses(s);
  for (const Fault& fault : s.faults) losses.add(fault);
  const auto marked = [](const std::vector<bool>& lost) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < lost.size(); ++i)
      if (lost[i]) indices.push_back(i);
    return indices;
  };
  using Indices = std::vector<std::size_t>;
  CHECK(marked(losses.replicas) == Indices{3});
  CHECK(marked(losses.zones) == Indices{2});
  CHECK(marked(losses.regions) == Indices{1});
  CHECK(marked(losses.links) == Indices{4, 5});
  CHECK(marked(losses.mute).empty());
}
