// Two primaries, and what keeps them apart.
#include "failover_story.hpp"
#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

struct Luck {
  RandomStream random;
  std::uint64_t upto(std::uint64_t n) { return random.next() % n; }
  double between(double low, double high) { return low + random.next_unit() * (high - low); }
};

/// A cut at random: groups of regions, or single directions of single links; now and then a region is lost instead.
void add_random_fault(Scenario& s, Luck& luck, double until) {
  const double at = luck.between(1, until), length = luck.between(0.1, 60);
  const std::uint64_t kind = luck.upto(4);
  if (kind == 0) {
    add_fault(s, at, length, RegionDown{RegionId(luck.upto(s.regions.size()))});
    return;
  }
  std::vector<LinkId> links;
  std::vector<bool> side(s.regions.size());
  for (std::size_t r = 0; r < side.size(); ++r) side[r] = luck.upto(2) == 0;
  for (std::size_t l = 0; l < s.network.links.size(); ++l) {
    const Link& link = s.network.links[l];
    const bool between_groups = side[link.from.index()] != side[link.to.index()];
    if (kind == 1 ? luck.upto(2) == 0 : between_groups) links.emplace_back(l);
  }
  if (!links.empty()) add_fault(s, at, length, LinkDown{links});
}

Scenario random_failures(std::uint64_t seed) {
  Luck luck{RandomStream(seed, "failures")};
  Scenario s = luck.upto(2) == 0 ? make_regions({{0, 20, 31}, {20, 0, 45}, {31, 45, 0}})
                                 : make_regions({{0, 5, 20, 31, 40},
                                                 {5, 0, 20, 31, 40},
                                                 {20, 20, 0, 10, 25},
                                                 {31, 31, 10, 0, 15},
                                                 {40, 40, 25, 15, 0}});
  s.seed = seed;
  s.duration = Time::seconds(60);
  s.settle = Time::seconds(1);
  s.keys.count = 10;
  s.data.writes = luck.upto(2) == 0 ? WritePattern::global : WritePattern::partitioned;
  if (s.data.writes == WritePattern::global) s.data.primary = RegionId(luck.upto(s.regions.size()));
  Failover& f = s.data.failover;
  f.detect = {Time::seconds(luck.between(0.5, 3)), Time::millis(200), static_cast<std::uint32_t>(1 + luck.upto(3)),
              static_cast<std::uint32_t>(1 + luck.upto(2))};
  f.decide = Distribution::constant(Time::seconds(luck.between(0, 2)));
  f.promote = Time::seconds(luck.upto(2) == 0 ? 0 : luck.between(0, 3));
  f.redirect_ttl = Time::seconds(1);
  f.catch_up = Time::seconds(luck.upto(2) == 0 ? 0 : 2);
  f.failback = luck.upto(2) == 0;
  f.failback_after = Time::seconds(3);
  f.stranded = static_cast<Failover::Stranded>(luck.upto(3));
  f.lease = f.detect.interval + Time::seconds(luck.between(0.1, 10));
  if (luck.upto(3) == 0) f.witnesses = {"w"};
  for (std::size_t r = 0; r < s.regions.size(); ++r) add_clients(s, r, 4, 0, 10);
  const std::uint64_t faults = 1 + luck.upto(3);
  for (std::uint64_t i = 0; i < faults; ++i) add_random_fault(s, luck, 45);
  return s;
}

}  // namespace

TEST_CASE("a primary cut off for a minute without fencing goes on beside the new one: writes are at stake", "[model]") {
  Scenario s = three_regions_one_primary();
  s.data.failover.fencing = false;
  add_fault(s, 30, 60, Partition{{}, links_of_r0()});
  const auto records = simulate(s);
  const Analysis a = analysed(s, records);
  // Detected within 3 checks of 2 s and a timeout of 0.5 s, promoted 1 s later; split until the partition ends.
  CHECK(a.split_brain_s >= 60 - (3 * 2 + 0.5) - 1);
  CHECK(a.split_brain_s <= 60 - (2 * 2 + 0.5) - 1);
  CHECK_FALSE(overlapping_terms(records).empty());
  // r0's own users write 10 a second to it until the partition ends; these are lost.
  CHECK(a.lost_writes > 480);  // 80 % of them, at least
  CHECK(a.faults.at(0).rpo_s > 50);
}

TEST_CASE("with a lease the cut-off primary stops before another one is promoted", "[model]") {
  Scenario s = three_regions_one_primary();
  s.data.failover.lease = Time::seconds(8);
  add_fault(s, 30, 60, Partition{{}, links_of_r0()});
  const auto records = simulate(s);
  const Analysis a = analysed(s, records);
  CHECK(a.split_brain_s == 0);
  CHECK(overlapping_terms(records).empty());
  const auto stopped = roles(records, RoleEvent::fenced), promoted = roles(records, RoleEvent::promoted);
  REQUIRE(stopped.size() == 1);
  REQUIRE(promoted.size() == 1);
  CHECK(stopped[0].time >= Time::seconds(30 + 8 - 2));  // the last renewal was at most 2 s before the cut
  CHECK(stopped[0].time <= Time::seconds(30 + 8));
  CHECK(promoted[0].time >= stopped[0].time + s.data.failover.promote);
  CHECK(promoted[0].time <= stopped[0].time + s.data.failover.promote + s.data.failover.detect.interval);
}

TEST_CASE("a primary that is cut off for less than its lease goes on as if nothing had been", "[model]") {
  Scenario s = three_regions_one_primary();
  s.data.failover.lease = Time::seconds(20);
  add_fault(s, 30, 15, Partition{{}, links_of_r0()});
  const auto records = simulate(s);
  CHECK(roles(records, RoleEvent::promoted).empty());
  CHECK(roles(records, RoleEvent::fenced).empty());
  CHECK(roles(records, RoleEvent::cleared).size() == 1);
  CHECK(analysed(s, records).lost_writes == 0);
}

TEST_CASE("a primary whose lease ran out while nobody could be promoted takes it up again", "[model]") {
  Scenario s = three_regions_one_primary();
  s.data.failover.lease = Time::seconds(5);
  add_fault(s, 30, 30,
            Partition{{}, {LinkId(0), LinkId(1), LinkId(2), LinkId(3), LinkId(4), LinkId(5)}});  // each alone
  const auto records = simulate(s);
  CHECK(roles(records, RoleEvent::promoted).empty());
  CHECK(roles(records, RoleEvent::fenced).size() == 1);
  const auto renewed = roles(records, RoleEvent::renewed);
  REQUIRE(renewed.size() == 1);
  CHECK(renewed[0].time >= Time::seconds(60));
  CHECK(renewed[0].time <= Time::seconds(62));  // at its next renewal
  for (const auto& a : only<AcceptRecord>(records)) CHECK((a.time < Time::seconds(35) || a.time >= renewed[0].time));
}

TEST_CASE("under a lease no two stores accept writes of a partition at the same time, whatever is cut", "[model]") {
  std::size_t failovers = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    const Scenario s = random_failures(seed);
    const auto records = simulate(s);
    INFO("seed " << seed);
    REQUIRE(analysed(s, records).split_brain_s == 0);
    REQUIRE(overlapping_terms(records) == std::vector<std::string>{});
    failovers += roles(records, RoleEvent::promoted).size();
  }
  CHECK(failovers > 500);  // the law was tried
}

TEST_CASE("without lease and fencing the same failures split the brain, by the history and by the records", "[model]") {
  std::size_t split = 0, overlapping = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Scenario s = random_failures(seed);
    s.data.failover.lease = Time();
    s.data.failover.fencing = false;
    const auto records = simulate(s);
    const bool overlaps = !overlapping_terms(records).empty();
    overlapping += overlaps ? 1 : 0;
    split += analysed(s, records).split_brain_s > 0 ? 1 : 0;
    INFO("seed " << seed);
    if (overlaps) CHECK(analysed(s, records).split_brain_s > 0);
  }
  CHECK(overlapping > 10);
  CHECK(split >= overlapping);
}

TEST_CASE("two regions need a witness: with it either goes on alone, without it neither does", "[model]") {
  for (const bool witness : {false, true}) {
    Scenario s = make_regions({{0, 20}, {20, 0}});
    s.data.writes = WritePattern::global;
    s.data.primary = RegionId(0);
    s.duration = Time::seconds(60);
    s.data.failover.detect = {Time::seconds(1), Time::millis(500), 2, 2};
    s.data.failover.promote = Time::seconds(1);
    s.data.failover.lease = Time::seconds(4);
    if (witness) s.data.failover.witnesses = {"third"};
    add_clients(s, 1, 40, 0);
    add_fault(s, 20, 30, RegionDown{RegionId(0)});
    const auto records = simulate(s);
    CHECK(roles(records, RoleEvent::promoted).size() == (witness ? 1 : 0));
    CHECK(overlapping_terms(records).empty());
  }
}

TEST_CASE("where two regions cannot reach each other, the one that the witness reaches is the primary", "[model]") {
  for (const std::size_t with_witness : {0, 1}) {
    Scenario s = make_regions({{0, 20}, {20, 0}});
    s.data.writes = WritePattern::global;
    s.data.primary = RegionId(0);
    s.duration = Time::seconds(60);
    s.data.failover.detect = {Time::seconds(1), Time::millis(500), 2, 2};
    s.data.failover.promote = Time::seconds(1);
    s.data.failover.lease = Time::seconds(4);
    s.data.failover.witnesses = {"third"};
    add_clients(s, 1, 40, 0);
    Partition cut{{{RegionId(0)}, {RegionId(1)}}, {LinkId(0), LinkId(1)}, {{}, {}}};
    cut.witnesses[with_witness] = {0};
    add_fault(s, 20, 30, cut);
    const auto records = simulate(s);
    CHECK(roles(records, RoleEvent::promoted).size() == with_witness);
    CHECK(roles(records, RoleEvent::fenced).size() == with_witness);
    CHECK(analysed(s, records).split_brain_s == 0);
  }
}
