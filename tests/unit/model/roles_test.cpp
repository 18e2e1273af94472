#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// Three regions, all writing to r0, which the others watch with 3 checks every 2 s.
Scenario one_primary() {
  Scenario s = make_regions({{0, 20, 31}, {20, 0, 45}, {31, 45, 0}});
  s.duration = Time::seconds(120);
  s.data.writes = WritePattern::global;
  s.data.primary = RegionId(0);
  Failover& f = s.data.failover;
  f.detect = {Time::seconds(2), Time::millis(500), 3, 2};
  f.decide = Distribution::constant(Time::seconds(3));
  f.promote = Time::seconds(5);
  f.redirect_ttl = Time::seconds(4);
  for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, 40, 0.5);
  return s;
}

std::map<RoleEvent, std::vector<RoleRecord>> steps(const std::vector<Record>& records) {
  std::map<RoleEvent, std::vector<RoleRecord>> by_event;
  for (const auto& r : only<RoleRecord>(records)) by_event[r.event].push_back(r);
  return by_event;
}

/// What every leader store shows at the end, by key.
std::map<std::uint32_t, std::map<std::uint16_t, std::uint64_t>> shown(const std::vector<Record>& records) {
  std::map<std::uint32_t, std::map<std::uint16_t, std::uint64_t>> value;
  for (const Record& r : records) {
    if (r.type == RecordType::accept && r.as<AcceptRecord>().shadowed == 0)
      value[r.as<AcceptRecord>().key.value][r.as<AcceptRecord>().store.value] = r.as<AcceptRecord>().version.value;
    if (r.type == RecordType::apply && r.as<ApplyRecord>().result != ApplyResult::superseded)
      value[r.as<ApplyRecord>().key.value][r.as<ApplyRecord>().store.value] = r.as<ApplyRecord>().version.value;
  }
  return value;
}

void check_converged(const std::vector<Record>& records, std::size_t stores) {
  for (const auto& [key, by_store] : shown(records)) {
    std::set<std::uint64_t> values;
    for (std::uint16_t s = 0; s < stores; ++s) {
      const auto found = by_store.find(s);
      values.insert(found == by_store.end() ? 0 : found->second);
    }
    CHECK(values.size() == 1);
  }
}

}  // namespace

TEST_CASE("the loss of the primary is detected, decided, promoted and redirected, each step in its time", "[model]") {
  Scenario s = one_primary();
  add_fault(s, 30, 60, RegionDown{RegionId(0)});
  const auto records = simulate(s);
  const auto by = steps(records);
  const auto at = [&](RoleEvent e) { return by.at(e).at(0).time.in_seconds(); };
  CHECK(at(RoleEvent::detected) >= 30 + 4.5);
  CHECK(at(RoleEvent::detected) <= 30 + 6.5);
  CHECK(at(RoleEvent::decided) == Approx(at(RoleEvent::detected) + 3));
  CHECK(at(RoleEvent::fenced) == at(RoleEvent::decided));
  CHECK(at(RoleEvent::promoted) == Approx(at(RoleEvent::decided) + 5));
  CHECK(by.at(RoleEvent::promoted)[0].region == RegionId(1));  // 20 ms from the old primary: it has most of the log
  CHECK(by.at(RoleEvent::redirected).size() == 2);
  for (const auto& r : by.at(RoleEvent::redirected)) {
    CHECK(r.time.in_seconds() >= at(RoleEvent::promoted));
    CHECK(r.time.in_seconds() <= at(RoleEvent::promoted) + 4);
  }
  CHECK(at(RoleEvent::rejoined) == 90);
  for (const auto& a : only<AcceptRecord>(records)) {
    if (a.time < Time::seconds(30)) CHECK(a.store == StoreId(0));
    if (a.time > Time::seconds(30)) CHECK(a.time.in_seconds() >= at(RoleEvent::promoted));
    if (a.time > Time::seconds(30)) CHECK(a.store == StoreId(1));
  }
  check_converged(records, 3);
}

TEST_CASE("asynchronous failover loses the writes that were on their way, and names them", "[model]") {
  // 60 writes/s; on average a write waits for the flush (up to 10 ms) and travels 20 ms to the nearest region.
  double lost = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Scenario s = one_primary();
    s.duration = Time::seconds(60);
    s.seed = seed;
    add_fault(s, 30, 20, RegionDown{RegionId(0)});
    const auto records = simulate(s);
    std::set<std::uint64_t> named;
    for (const auto& l : only<LostRecord>(records)) {
      CHECK(l.accepted > Time::seconds(29.9));
      CHECK(l.accepted < Time::seconds(30));
      CHECK(l.fault == FaultId(0));
      named.insert(l.version.value);
    }
    CHECK(named.size() == only<LostRecord>(records).size());
    lost += static_cast<double>(named.size());
    check_converged(records, 3);
    // A lost write was never applied elsewhere.
    for (const auto& a : only<ApplyRecord>(records)) CHECK(named.count(a.version.value) == 0);
  }
  // rate * (delay + mean wait). A batch opens with a write and closes 10 ms later: the mean age at departure of
  // Poisson(60/s) writes in it is between 5 and 10 ms.
  CHECK(lost / 40 >= 60 * 0.025 - 3 * std::sqrt(60 * 0.025 / 40));
  CHECK(lost / 40 <= 60 * 0.030 + 3 * std::sqrt(60 * 0.030 / 40));
}

TEST_CASE("a partition without fencing makes two primaries, with fencing none", "[model]") {
  for (const bool fencing : {true, false}) {
    Scenario s = one_primary();
    s.data.failover.fencing = fencing;
    add_fault(s, 30, 40, Partition{{}, {LinkId(0), LinkId(1), LinkId(2), LinkId(3)}});  // r0 alone
    const auto records = simulate(s);
    const auto by = steps(records);
    const Time promoted = by.at(RoleEvent::promoted).at(0).time;
    int both = 0;
    for (const auto& a : only<AcceptRecord>(records))
      both += a.store == StoreId(0) && a.time > promoted && a.time < Time::seconds(70) ? 1 : 0;
    CHECK((both > 0) == !fencing);
    // What the cut-off primary accepted before it was fenced is lost in both cases, what it accepted later only
    // without.
    const auto lost = only<LostRecord>(records);
    CHECK_FALSE(lost.empty());
    CHECK(std::any_of(lost.begin(), lost.end(), [&](const auto& l) { return l.accepted > promoted; }) == !fencing);
    CHECK(by.at(RoleEvent::rejoined).at(0).time == Time::seconds(70));
    check_converged(records, 3);
  }
}

TEST_CASE("a short outage of the primary is cleared without a failover", "[model]") {
  Scenario s = one_primary();
  add_fault(s, 30, 7, RegionDown{RegionId(0)});
  s.data.failover.decide = Distribution::constant(Time::seconds(20));
  const auto by = steps(simulate(s));
  CHECK(by.at(RoleEvent::detected).size() == 1);
  CHECK(by.at(RoleEvent::cleared).size() == 1);
  CHECK(by.count(RoleEvent::promoted) == 0);
}

TEST_CASE("a planned return moves the role home without losing a write", "[model]") {
  Scenario s = one_primary();
  s.data.failover.failback = true;
  s.data.failover.failback_after = Time::seconds(10);
  add_fault(s, 30, 20, RegionDown{RegionId(0)});
  const auto records = simulate(s);
  const auto by = steps(records);
  REQUIRE(by.at(RoleEvent::promoted).size() == 2);
  CHECK(by.at(RoleEvent::promoted)[1].region == RegionId(0));
  CHECK(by.at(RoleEvent::failback).size() == 1);
  const Time back = by.at(RoleEvent::promoted)[1].time;
  CHECK(back - by.at(RoleEvent::failback)[0].time < Time::millis(200));
  for (const auto& l : only<LostRecord>(records)) CHECK(l.accepted < Time::seconds(30));
  for (const auto& a : only<AcceptRecord>(records))
    if (a.time > back) CHECK(a.store == StoreId(0));
  check_converged(records, 3);
}

TEST_CASE("partitioned: the loss of a region stops only the writes of its own keys", "[model]") {
  Scenario s = one_primary();
  s.data.writes = WritePattern::partitioned;
  s.data.primary = RegionId();
  add_fault(s, 30, 60, RegionDown{RegionId(2)});
  const auto records = simulate(s);
  const Time promoted = steps(records).at(RoleEvent::promoted).at(0).time;
  for (const auto& o : only<OperationRecord>(records)) {
    if (o.kind != OpKind::write || o.population.index() == 2) continue;
    if (o.invoked < Time::seconds(30) || o.time > promoted) continue;
    CHECK((o.outcome == Outcome::ok) == (o.key.value % 3 != 2));
  }
  check_converged(records, 3);
}
