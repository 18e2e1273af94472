// Every measure of versions against its definition, on histories of the simulator itself: faults, failovers with and
// without fencing, failback, read copies, skewed clocks.
#include "support/scenarios.hpp"
#include "support/simulate.hpp"
#include "unit/analysis/compare.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace bicoastal::test {
namespace {

/// Small enough for a reference that looks at every pair of operations.
Scenario base(WritePattern writes, std::uint64_t seed) {
  Scenario s = make_regions({{0, 30, 70}, {0, 0, 100}, {0, 0, 0}});
  s.seed = seed;
  s.duration = Time::seconds(20);
  s.settle = Time::seconds(60);
  s.keys = {30, 0.9, 500};
  s.data.writes = writes;
  s.data.primary = writes == WritePattern::global ? RegionId(std::size_t{0}) : RegionId();
  s.routing.dns_ttl = Time::seconds(2);
  s.routing.health_check = {Time::seconds(1), Time::millis(500), 2, 1};
  s.balancing.health_check = s.routing.health_check;
  Failover& failover = s.data.failover;
  failover.detect = {Time::seconds(1), Time::millis(500), 2, 1};
  failover.decide = Distribution::constant(Time::millis(500));
  failover.promote = Time::millis(500);
  failover.redirect_ttl = Time::seconds(1);
  for (std::size_t r = 0; r < 3; ++r) {
    Population& p = add_clients(s, r, 25, 0.6, 12);
    p.timeout = Time::millis(400);
    p.retries.attempts = 2;
    p.retries.backoff = Time::millis(50);
  }
  return s;
}

void add_copies(Scenario& s) {
  for (std::size_t r = 0; r < s.regions.size(); ++r)
    s.stores.push_back({s.regions[r].name + "/copy", RegionId(r), s.regions[r].zones[0], false});
  s.data.copy_lag = Distribution::exponential(Time::millis(40));
  s.data.read_from = ReadFrom::any;
}

/// Links between region `apart` and all others.
std::vector<LinkId> links_of(const Scenario& s, std::size_t apart) {
  std::vector<LinkId> links;
  for (std::size_t l = 0; l < s.network.links.size(); ++l)
    if (s.network.links[l].from.index() == apart || s.network.links[l].to.index() == apart) links.emplace_back(l);
  return links;
}

Analysis check(const Scenario& scenario, const std::string& what, decltype(judge)& judge_all = judge) {
  CAPTURE(what, scenario.seed);
  const std::vector<Record> records = simulate(scenario);
  const Analysis analysis = analyse(scenario, records);
  CHECK(analysis.complete);
  CHECK(analysis.skipped == 0);
  CHECK(differences(scenario, judge_all(scenario, records), analysis) == "");
  return analysis;
}

}  // namespace

TEST_CASE("Of the simulator's runs with writes everywhere, every measure equals its definition", "[analysis][model]") {
  std::uint64_t discarded = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Scenario s = base(WritePattern::local, seed);
    if (seed % 2 == 0) add_copies(s);
    if (seed > 2) s.data.conflicts.clock_offset = {Time::millis(-60), Time(), Time::millis(80)};
    add_fault(s, 4, 5, RegionDown{RegionId(std::size_t{0})});
    add_fault(s, 12, 3, LinkDown{links_of(s, 2)});
    discarded += check(s, "local").conflicts.discarded;
  }
  CHECK(discarded > 0);
}

TEST_CASE("Of the simulator's runs with failovers, every measure equals its definition", "[analysis][model]") {
  for (const WritePattern writes : {WritePattern::global, WritePattern::partitioned}) {
    std::uint64_t lost = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      Scenario s = base(writes, seed);
      if (seed % 2 == 0) add_copies(s);
      s.data.failover.fencing = seed % 3 != 0;
      s.data.failover.failback = seed > 3;
      s.data.failover.failback_after = Time::seconds(1);
      if (seed % 2 == 1) {
        add_fault(s, 4, 5, RegionDown{RegionId(std::size_t{0})});
      } else {
        const std::vector<LinkId> links = links_of(s, 0);
        add_fault(s, 4, 6,
                  Partition{{{RegionId(std::size_t{0})}, {RegionId(std::size_t{1}), RegionId(std::size_t{2})}}, links});
      }
      lost += check(s, writes == WritePattern::global ? "global" : "partitioned").lost_writes;
    }
    CHECK(lost > 0);
  }
}

TEST_CASE("Of the simulator's runs with one failover after another, every measure equals its definition",
          "[analysis][model]") {
  for (const WritePattern writes : {WritePattern::global, WritePattern::partitioned}) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      Scenario s = base(writes, seed);
      s.data.failover.fencing = seed % 2 == 0;
      add_fault(s, 3, 5, RegionDown{RegionId(std::size_t{0})});
      add_fault(s, 12, 4, LinkDown{links_of(s, 1)});
      check(s, writes == WritePattern::global ? "global" : "partitioned");
    }
  }
}

TEST_CASE("Of the simulator's runs in which values merge, every measure equals its definition", "[analysis][model]") {
  struct Kind {
    const char* policy;
    Crdt crdt;
    DataType type;
  };
  for (const Kind& kind :
       {Kind{"version_vector", Crdt::lww_register, DataType::reg},
        Kind{"version_vector", Crdt::lww_register, DataType::cart}, Kind{"crdt", Crdt::mv_register, DataType::reg},
        Kind{"crdt", Crdt::or_map, DataType::cart}, Kind{"crdt", Crdt::pn_counter, DataType::counter}}) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      Scenario s = base(WritePattern::local, seed);
      if (seed % 2 == 0) add_copies(s);
      s.keys.type = kind.type;
      s.keys.items = 5;
      s.data.conflicts.policy = kind.policy;
      s.data.conflicts.merges = true;
      s.data.conflicts.crdt = kind.crdt;
      add_fault(s, 4, 5, RegionDown{RegionId(std::size_t{0})});
      add_fault(s, 12, 3, LinkDown{links_of(s, 2)});
      const Analysis a = check(s, kind.policy, judge_merged);
      CHECK(a.staleness.stale_reads > 0);
      CHECK(a.conflicts.discarded == 0);
    }
  }
}

TEST_CASE("Of the simulator's runs by quorum, every measure equals its definition", "[analysis][model]") {
  for (std::uint32_t n = 1; n <= 3; ++n) {
    for (std::uint32_t r = 1; r <= n; ++r) {
      Scenario s = base(WritePattern::quorum, n + r);
      s.data.quorum.n = n;
      s.data.quorum.r = r;
      s.data.quorum.w = n + 1 - r;
      s.data.quorum.sloppy = n == 2;
      s.data.quorum.hand_off = Time::seconds(1);
      s.data.quorum.read_repair = r != 2;
      s.data.conflicts.clock = n == 3 ? ClockKind::hybrid : ClockKind::wall;
      s.data.conflicts.clock_offset = {Time::millis(-60), Time(), Time::millis(80)};
      add_fault(s, 4, 5, RegionDown{RegionId(std::size_t{0})});
      add_fault(s, 12, 3, LinkDown{links_of(s, 2)});
      const Analysis a = check(s, "quorum", judge_quorum);
      if (!s.data.quorum.sloppy) CHECK(a.staleness.stale_reads == 0);  // read and write quorums meet
      s.data.quorum.w = s.data.quorum.r = 1;
      if (n > 1) CHECK(check(s, "weak quorum", judge_quorum).staleness.stale_reads > 0);
    }
  }
}

}  // namespace bicoastal::test
