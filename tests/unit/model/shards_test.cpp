// Stores that are spread over nodes.
#include "failover_story.hpp"
#include "sim/model/placement.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

constexpr std::uint32_t kKeys = 100'000;

std::vector<std::uint16_t> nodes_but(std::uint16_t count, std::uint16_t without = 0xFFFF) {
  std::vector<std::uint16_t> nodes;
  for (std::uint16_t n = 0; n < count; ++n)
    if (n != without) nodes.push_back(n);
  return nodes;
}

Shards rule_of(Shards::Placement placement) {
  Shards rule;
  rule.placement = placement;
  rule.virtual_nodes = 500;
  return rule;
}

/// Share of the keys that are on another node afterwards.
double moved(const Shards& rule, const std::vector<std::uint16_t>& before, const std::vector<std::uint16_t>& after) {
  const Placement from(rule, before), to(rule, after);
  std::uint32_t count = 0;
  for (std::uint32_t k = 0; k < kKeys; ++k)
    count += from.node_of(KeyId(std::size_t{k})) != to.node_of(KeyId(std::size_t{k})) ? 1 : 0;
  return static_cast<double>(count) / kKeys;
}

/// 1000 keys on 10 nodes, 100 operations a second.
Scenario sharded(Shards::Placement placement, bool forward) {
  Scenario s = make_regions({{0}});
  s.duration = Time::seconds(100);
  s.data.shards = rule_of(placement);
  s.data.shards->nodes = 10;
  s.data.shards->moves_per_second = 50;
  s.data.shards->forward = forward;
  s.network.intra_zone = Time::millis(1);
  add_clients(s, 0, 100, 0.5);
  return s;
}

}  // namespace

TEST_CASE("consistent hashing moves the keys of the node that goes, or 1 / (n + 1) to one that comes", "[model]") {
  const Shards rule = rule_of(Shards::Placement::consistent);
  for (const std::uint16_t n : std::vector<std::uint16_t>{2, 5, 10, 20}) {
    const double fair = 1.0 / n, more = 1.0 / (n + 1);
    // Shares of a node with v points vary with a standard deviation of about share / sqrt(v): four of these.
    CHECK(moved(rule, nodes_but(n), nodes_but(n, 1)) == Approx(fair).margin(4 * fair / std::sqrt(500.0)));
    CHECK(moved(rule, nodes_but(n), nodes_but(static_cast<std::uint16_t>(n + 1))) ==
          Approx(more).margin(4 * more / std::sqrt(500.0)));
  }
  // Those of the lost node only.
  const Placement before(rule, nodes_but(10)), after(rule, nodes_but(10, 3));
  for (std::uint32_t k = 0; k < kKeys; ++k) {
    const KeyId key(std::size_t{k});
    if (before.node_of(key) != 3) REQUIRE(after.node_of(key) == before.node_of(key));
  }
}

TEST_CASE("hashing modulo the number of nodes moves all keys but 1 / (n + 1)", "[model]") {
  const Shards rule = rule_of(Shards::Placement::modulo);
  for (const std::uint16_t n : std::vector<std::uint16_t>{2, 5, 10, 20}) {
    const double stay = 1.0 / (n + 1);
    CHECK(moved(rule, nodes_but(n), nodes_but(static_cast<std::uint16_t>(n + 1))) ==
          Approx(1 - stay).margin(4 * std::sqrt(stay * (1 - stay) / kKeys)));
  }
}

TEST_CASE("more points on the ring spread keys more evenly", "[model]") {
  const auto worst = [](std::uint32_t points) {
    Shards rule;
    rule.virtual_nodes = points;
    const Placement placement(rule, nodes_but(10));
    std::vector<std::uint32_t> keys(10);
    for (std::uint32_t k = 0; k < kKeys; ++k) ++keys[placement.node_of(KeyId(std::size_t{k}))];
    return static_cast<double>(*std::max_element(keys.begin(), keys.end())) / kKeys * 10;
  };
  CHECK(worst(1) > 1.5);
  CHECK(worst(1000) < 1.15);
}

TEST_CASE("a node that comes takes its share, and keys under way answer a way between nodes and back later",
          "[model]") {
  Scenario s = sharded(Shards::Placement::consistent, true);
  s.actions.push_back({"more", "add_nodes", Time::seconds(30), Time::max(), AddNodes{RegionId(0), 1}});
  const auto records = simulate(s);
  const Analysis a = analysed(s, records);
  REQUIRE(a.reshardings.size() == 1);
  const Resharding& move = a.reshardings[0];
  CHECK(move.begin_s == Approx(30));
  CHECK(move.ended);
  CHECK(move.share == Approx(1.0 / 11).margin(0.04));  // of 1000 keys
  CHECK(move.end_s - move.begin_s == Approx(static_cast<double>(move.keys) / 50));
  CHECK(move.failed == 0);
  CHECK(move.latency.max_s - move.before.max_s == Approx(0.002).margin(0.0005));  // 1 ms each way
  CHECK(move.before.max_s == Approx(move.before.p50_s).margin(0.0002));           // nobody waits at 100/s
}

TEST_CASE("keys of a lost node fail until their turn, and no others", "[model]") {
  Scenario s = sharded(Shards::Placement::consistent, true);
  add_fault(s, 30, 1e3, NodeLost{RegionId(0), 4});
  const auto records = simulate(s);
  const Placement before(*s.data.shards, nodes_but(10));
  std::size_t failed = 0;
  for (const auto& o : only<OperationRecord>(records)) {
    if (o.outcome == Outcome::ok) continue;
    ++failed;
    CHECK(o.outcome == Outcome::unavailable);
    CHECK(before.node_of(o.key) == 4);
    CHECK(o.fault == FaultId(0));
  }
  const Analysis a = analysed(s, records);
  REQUIRE(a.reshardings.size() >= 1);
  CHECK(a.reshardings[0].failed == failed);
  CHECK(failed > 0);
  CHECK(a.lost_writes == 0);
  CHECK(a.faults.at(0).failed_requests == failed);
}

TEST_CASE("a node that two faults hold down is back when both are over", "[model]") {
  Scenario s = sharded(Shards::Placement::consistent, false);
  add_fault(s, 10, 20, NodeLost{RegionId(std::size_t{0}), 3});
  add_fault(s, 20, 30, NodeLost{RegionId(std::size_t{0}), 3});
  std::vector<double> moves;
  for (const auto& c : only<ChangeRecord>(simulate(s)))
    if (c.event == ChangeEvent::shards_moving) moves.push_back(c.time.in_seconds());
  CHECK(moves == std::vector{10.0, 50.0});
}

TEST_CASE("modulo moves almost all keys, which takes as much longer; without forwarding they fail meanwhile",
          "[model]") {
  Scenario s = sharded(Shards::Placement::modulo, false);
  s.actions.push_back({"more", "add_nodes", Time::seconds(30), Time::max(), AddNodes{RegionId(0), 1}});
  const Analysis a = analysed(s, simulate(s));
  REQUIRE(a.reshardings.size() == 1);
  const Resharding& move = a.reshardings[0];
  CHECK(move.share == Approx(10.0 / 11).margin(0.04));
  CHECK(move.end_s - move.begin_s == Approx(static_cast<double>(move.keys) / 50));
  // Each key that moves is away for half of the time on average.
  CHECK(static_cast<double>(move.failed) / static_cast<double>(move.requests) ==
        Approx(move.share / 2).margin(4 * std::sqrt(0.25 / static_cast<double>(move.requests))));
}

TEST_CASE("moves of keys are the same in both modes, and nodes that are taken away again give their keys back",
          "[model]") {
  Scenario s = sharded(Shards::Placement::consistent, true);
  s.actions.push_back({"more", "add_nodes", Time::seconds(20), Time::seconds(60), AddNodes{RegionId(0), 2}});
  add_fault(s, 25, 10, NodeLost{RegionId(0), 2});
  const auto records = simulate(s);
  const Analysis a = analysed(s, records);
  CHECK(a.digest == analysed(s, simulate(s, EngineMode::step)).digest);
  REQUIRE(a.reshardings.size() == 4);
  CHECK(a.reshardings[3].keys > 0);
  CHECK(a.reshardings[3].ended);
}
