// Primaries that people move.
#include "failover_story.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

Scenario with_switch(double at_s, FailOver what) {
  Scenario s = three_regions_one_primary();
  s.actions.push_back({"switch", "fail_over", Time::seconds(at_s), Time::max(), what});
  return s;
}

}  // namespace

TEST_CASE("a planned switch loses no write: writes pause for a way between the regions", "[model]") {
  const Scenario s = with_switch(30, {{}, RegionId(0), RegionId(2), true});
  const auto records = simulate(s);
  const auto begun = roles(records, RoleEvent::failback), promoted = roles(records, RoleEvent::promoted);
  REQUIRE(begun.size() == 1);
  REQUIRE(promoted.size() == 1);
  CHECK(begun[0].time == Time::seconds(30));
  CHECK(promoted[0].region == RegionId(2));
  // What was accepted last leaves within the flush of 10 ms and takes 31 ms.
  CHECK(promoted[0].time - begun[0].time <= Time::millis(10 + 31 + 1));
  CHECK(only<LostRecord>(records).empty());
  CHECK(overlapping_terms(records).empty());
  const Analysis a = analysed(s, records);
  CHECK(a.lost_writes == 0);
  CHECK(a.split_brain_s == 0);
  CHECK(a.divergence.keys_differing_at_end == 0);
}

TEST_CASE("a forced switch loses what is on its way, rate times lag on average", "[model]") {
  // As in a failover: 60 writes a second, a wait of (T + lambda T * T / 2) / (1 + lambda T) and 20 ms of way.
  constexpr double kRate = 60, kFlush = 0.010;
  const double others = kRate * kFlush;
  const double expected = kRate * ((kFlush + others * kFlush / 2) / (1 + others) + 0.020);
  double sum = 0, squares = 0;
  constexpr int kRuns = 200;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    Scenario s = three_regions_one_primary(40);
    s.seed = seed;
    s.duration = Time::seconds(12);
    s.data.failover.promote = Time();
    s.actions.push_back(
        {"switch", "fail_over", Time::seconds(10), Time::max(), FailOver{{}, RegionId(0), RegionId(1), false}});
    const auto records = simulate(s);
    CHECK(overlapping_terms(records).empty());
    const auto lost = static_cast<double>(only<LostRecord>(records).size());
    sum += lost;
    squares += lost * lost;
  }
  const double mean = sum / kRuns;
  CHECK(std::abs(mean - expected) < 3 * std::sqrt((squares / kRuns - mean * mean) / kRuns));
}

TEST_CASE("a switch to where it cannot be made is refused, and writes go on", "[model]") {
  for (const bool catch_up : {true, false}) {
    Scenario s = with_switch(30, {{}, RegionId(0), RegionId(2), catch_up});
    add_fault(s, 20, 30, RegionDown{RegionId(2)});
    const auto records = simulate(s);
    CHECK(roles(records, RoleEvent::refused).size() == 1);
    CHECK(roles(records, RoleEvent::promoted).empty());
    CHECK(only<LostRecord>(records).empty());
  }
}

TEST_CASE("a planned switch whose target is lost is called off", "[model]") {
  Scenario s = with_switch(30, {{}, RegionId(0), RegionId(2), true});
  for (Link& link : s.network.links)
    if (link.to == RegionId(2)) link.bandwidth = 10e3;  // 30 kB/s of writes: it never has everything
  add_fault(s, 40, 20, RegionDown{RegionId(2)});
  const auto records = simulate(s);
  CHECK(roles(records, RoleEvent::promoted).empty());
  REQUIRE(roles(records, RoleEvent::renewed).size() == 1);
  CHECK(roles(records, RoleEvent::renewed)[0].time == Time::seconds(40));
  std::size_t paused = 0, after = 0;
  for (const auto& a : only<AcceptRecord>(records)) {
    paused += a.time > Time::seconds(30) && a.time < Time::seconds(40) ? 1 : 0;
    after += a.time > Time::seconds(40) ? 1 : 0;
  }
  CHECK(paused == 0);
  CHECK(after > 0);
  CHECK(analysed(s, records).split_brain_s == 0);
}

TEST_CASE("partitioned: one home's keys are moved, the others stay", "[model]") {
  Scenario s = with_switch(30, {PartitionId(1), RegionId(1), RegionId(2), true});
  s.data.writes = WritePattern::partitioned;
  s.data.primary = RegionId();
  const auto records = simulate(s);
  REQUIRE(roles(records, RoleEvent::promoted).size() == 1);
  CHECK(roles(records, RoleEvent::promoted)[0].partition == PartitionId(1));
  for (const auto& a : only<AcceptRecord>(records))
    if (a.time > Time::seconds(31)) CHECK(a.store.index() == (a.key.value % 3 == 1 ? 2u : a.key.value % 3));
  CHECK(only<LostRecord>(records).empty());
}

TEST_CASE("without automatic failover people can still switch, and force a switch past a lost primary", "[model]") {
  Scenario s = with_switch(50, {{}, RegionId(0), RegionId(1), false});
  s.data.failover.enabled = false;
  add_fault(s, 30, 40, RegionDown{RegionId(0)});
  const auto records = simulate(s);
  const auto promoted = roles(records, RoleEvent::promoted);
  REQUIRE(promoted.size() == 1);
  CHECK(promoted[0].time == Time::seconds(50) + s.data.failover.promote);
  CHECK(roles(records, RoleEvent::detected).empty());
  REQUIRE(roles(records, RoleEvent::rejoined).size() == 1);
  CHECK(roles(records, RoleEvent::rejoined)[0].time == Time::seconds(70));
  CHECK(analysed(s, records).divergence.keys_differing_at_end == 0);
}

TEST_CASE("people who force a switch wait for the lease of a primary that they cannot tell", "[model]") {
  Scenario s = with_switch(31, {{}, RegionId(0), RegionId(1), false});
  s.data.failover.lease = Time::seconds(15);
  add_fault(s, 30, 60, Partition{{}, links_of_r0()});
  const auto records = simulate(s);
  CHECK(overlapping_terms(records).empty());
  REQUIRE(roles(records, RoleEvent::promoted).size() == 1);
  CHECK(roles(records, RoleEvent::promoted)[0].time >= Time::seconds(30 + 15 - 2));
  CHECK(analysed(s, records).split_brain_s == 0);
}

TEST_CASE("switches are the same in both modes", "[model]") {
  for (const bool catch_up : {true, false}) {
    Scenario s = with_switch(30, {{}, RegionId(0), RegionId(2), catch_up});
    s.duration = Time::seconds(60);
    const Analysis ahead = analysed(s, simulate(s)), step = analysed(s, simulate(s, EngineMode::step));
    CHECK(ahead.digest == step.digest);
  }
}
