// Writes that a failover leaves behind: how many, and what becomes of them.
#include "failover_story.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// r0 cut off from 30 s to 60 s, storage fencing: what it accepted shortly before and until the decision is stranded.
Scenario cut_off(Failover::Stranded stranded) {
  Scenario s = three_regions_one_primary();
  s.data.failover.stranded = stranded;
  add_fault(s, 30, 30, Partition{{}, links_of_r0()});
  return s;
}

/// Writes of r0's first epoch that r1, promoted, never was sent before the end of the partition.
std::set<std::uint64_t> stranded_by_hand(const std::vector<Record>& records) {
  std::set<std::uint64_t> stranded;
  for (const Record& r : records) {
    if (r.time >= Time::seconds(60)) break;
    if (r.type == RecordType::accept && r.as<AcceptRecord>().store == StoreId(0))
      stranded.insert(r.as<AcceptRecord>().version.value);
    if (r.type == RecordType::apply && r.as<ApplyRecord>().store == StoreId(1))
      stranded.erase(r.as<ApplyRecord>().version.value);
  }
  return stranded;
}

std::set<std::uint64_t> acknowledged(const std::vector<Record>& records) {
  std::set<std::uint64_t> versions;
  for (const auto& o : only<OperationRecord>(records))
    if (o.kind == OpKind::write && o.outcome == Outcome::ok) versions.insert(o.version.value);
  return versions;
}

std::size_t common(const std::set<std::uint64_t>& a, const std::set<std::uint64_t>& b) {
  return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](std::uint64_t v) { return b.contains(v); }));
}

/// Keys on which leader stores differ when the run ends.
std::size_t differing(const Scenario& s, const std::vector<Record>& records) {
  return analysed(s, records).divergence.keys_differing_at_end;
}

}  // namespace

TEST_CASE("asynchronous failover loses rate times lag writes on average", "[model]") {
  // By Little's law. A write waits for the batch to close and travels 20 ms to r1, the nearest. A batch opens with a
  // write, which waits T, and takes the lambda T others that come within T, which wait T / 2 on average.
  constexpr double kRate = 60, kFlush = 0.010, kTravel = 0.020;
  const double others = kRate * kFlush;
  const double wait = (kFlush + others * kFlush / 2) / (1 + others);
  const double expected = kRate * (wait + kTravel);
  constexpr int kRuns = 200;
  double sum = 0, squares = 0;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    Scenario s = three_regions_one_primary(40);  // half of them writes
    s.seed = seed;
    s.duration = Time::seconds(20);
    s.settle = Time::seconds(60);
    add_fault(s, 10, 20, RegionDown{RegionId(0)});
    const auto lost = static_cast<double>(only<LostRecord>(simulate(s)).size());
    sum += lost;
    squares += lost * lost;
  }
  const double mean = sum / kRuns;
  const double error = std::sqrt((squares / kRuns - mean * mean) / kRuns);
  CHECK(std::fabs(mean - expected) < 3 * error);
}

TEST_CASE("what waited for other regions is never lost: commit majority and all, with a lease or without", "[model]") {
  std::size_t failovers = 0;
  for (const Commit commit : {Commit::majority, Commit::all})
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      Scenario s = three_regions_one_primary();
      s.seed = seed;
      s.duration = Time::seconds(40);
      s.data.commit = commit;
      s.data.failover.fencing = seed % 3 != 0;
      if (seed % 3 == 2) s.data.failover.lease = Time::seconds(5);
      if (seed % 2 == 0) {
        add_fault(s, 10, 15, RegionDown{RegionId(0)});
      } else {
        add_fault(s, 10, 15, Partition{{}, links_of_r0()});
      }
      const auto records = simulate(s);
      INFO("seed " << seed);
      CHECK(analysed(s, records).lost_writes == 0);
      failovers += roles(records, RoleEvent::promoted).size();
    }
  CHECK(failovers == 120);
}

TEST_CASE("discarded stranded writes are lost, and nobody shows them in the end", "[model]") {
  const Scenario s = cut_off(Failover::Stranded::discard);
  const auto records = simulate(s);
  const auto stranded = stranded_by_hand(records);
  const Analysis a = analysed(s, records);
  CHECK(a.lost_writes == common(stranded, acknowledged(records)));
  CHECK(a.lost_writes > 50);
  CHECK(a.set_aside_writes == 0);
  CHECK(a.faults.at(0).lost_writes == a.lost_writes);
  CHECK(a.faults.at(0).rpo_s > 3);
  CHECK(differing(s, records) == 0);
}

TEST_CASE("stranded writes that are set aside are counted by themselves, and are in no store", "[model]") {
  const Scenario s = cut_off(Failover::Stranded::keep);
  const auto records = simulate(s);
  const Analysis a = analysed(s, records);
  CHECK(a.lost_writes == 0);
  CHECK(a.faults.at(0).rpo_s == 0);
  CHECK(a.set_aside_writes == common(stranded_by_hand(records), acknowledged(records)));
  CHECK(a.faults.at(0).set_aside_writes == a.set_aside_writes);
  CHECK(a.set_aside_writes > 50);
  CHECK(differing(s, records) == 0);
  for (const LedgerRow& row : a.ledger) CHECK(row.winner.has_value());  // the ledger has no losses without a winner
}

TEST_CASE("stranded writes that are merged reach every store, where nobody wrote their keys meanwhile", "[model]") {
  const Scenario s = cut_off(Failover::Stranded::merge);
  const auto records = simulate(s);
  const auto stranded = stranded_by_hand(records);
  CHECK(stranded.size() > 50);
  std::set<std::uint64_t> arrived;
  for (const auto& a : only<ApplyRecord>(records))
    if (a.store == StoreId(1) && a.time > Time::seconds(60)) arrived.insert(a.version.value);
  CHECK(common(stranded, arrived) == stranded.size());
  const Analysis a = analysed(s, records);
  CHECK(a.lost_writes == 0);
  CHECK(a.set_aside_writes == 0);
  CHECK(a.faults.at(0).rpo_s == 0);
  CHECK(differing(s, records) == 0);
  // A write of the new epoch goes before one of the old: those are discarded, by the failover.
  std::uint64_t by_failover = 0;
  for (const LedgerRow& row : a.ledger) by_failover += row.failover;
  CHECK(by_failover > 0);
  CHECK(by_failover < stranded.size());
  CHECK(a.staleness.stale_reads > 0);  // meanwhile readers of r1 and r2 miss them
}

TEST_CASE("a candidate waits for what the old primary can still send, and loses nothing then", "[model]") {
  for (const bool waits : {false, true}) {
    Scenario s = three_regions_one_primary(40);
    // r0 hears nobody but is heard; what it sends takes its time: 60 writes of 1 kB a second on 25 kB/s.
    for (Link& link : s.network.links)
      if (link.from == RegionId(0)) link.bandwidth = 25e3;
    s.data.failover.fencing = true;
    s.data.failover.catch_up = Time::seconds(waits ? 300 : 0);
    add_fault(s, 30, 80, LinkDown{{LinkId(1), LinkId(3)}});  // r1->r0, r2->r0
    const auto records = simulate(s);
    CHECK(roles(records, RoleEvent::promoted).size() == 1);
    CHECK((only<LostRecord>(records).empty()) == waits);
    CHECK(differing(s, records) == 0);
  }
}

TEST_CASE("catching up has its limit", "[model]") {
  Scenario s = three_regions_one_primary(40);
  for (Link& link : s.network.links)
    if (link.from == RegionId(0)) link.bandwidth = 25e3;
  s.data.failover.catch_up = Time::seconds(3);
  add_fault(s, 30, 80, LinkDown{{LinkId(1), LinkId(3)}});
  const auto records = simulate(s);
  CHECK(roles(records, RoleEvent::promoted).at(0).time - roles(records, RoleEvent::decided).at(0).time ==
        s.data.failover.catch_up + s.data.failover.promote);
  CHECK_FALSE(only<LostRecord>(records).empty());
}

TEST_CASE("a candidate that is further behind than allowed is not promoted, one that is not so far is", "[model]") {
  // 60 kB/s of writes over 25 kB/s: after 30 s both candidates lack what was accepted in the last 17 s or so.
  for (const double max_lag : {10.0, 25.0}) {
    Scenario s = three_regions_one_primary(40);
    for (Link& link : s.network.links)
      if (link.from == RegionId(0)) link.bandwidth = 25e3;
    s.data.failover.max_lag = Time::seconds(max_lag);
    add_fault(s, 30, 40, RegionDown{RegionId(0)});
    const auto records = simulate(s);
    const bool promoted = max_lag > 20;
    CHECK(roles(records, RoleEvent::promoted).size() == (promoted ? 1 : 0));
    CHECK(roles(records, RoleEvent::refused).size() == (promoted ? 0 : 1));
    const Analysis a = analysed(s, records);
    CHECK((a.lost_writes == 0) == !promoted);
    CHECK(a.faults.at(0).rpo_s <= max_lag);
    CHECK(a.overall.requests.availability().value() < 1);
  }
}

TEST_CASE("failovers with a lease, catching up, witnesses and stranded writes are the same in both modes", "[model]") {
  for (const auto stranded : {Failover::Stranded::discard, Failover::Stranded::merge, Failover::Stranded::keep}) {
    Scenario s = cut_off(stranded);
    s.duration = Time::seconds(80);
    s.data.failover.lease = Time::seconds(6);
    s.data.failover.catch_up = Time::seconds(2);
    s.data.failover.max_lag = Time::seconds(5);
    s.data.failover.witnesses = {"w", "v"};
    s.data.failover.decide = Distribution::exponential(Time::seconds(1));
    const auto ahead = simulate(s), step = simulate(s, EngineMode::step);
    REQUIRE(ahead.size() == step.size());
    CHECK(analysed(s, ahead).digest == analysed(s, step).digest);
  }
}
