// Stores that lose their data.
#include "failover_story.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

std::vector<ChangeRecord> changes(const std::vector<Record>& records, ChangeEvent event) {
  std::vector<ChangeRecord> found;
  for (const ChangeRecord& r : only<ChangeRecord>(records))
    if (r.event == event) found.push_back(r);
  return found;
}

/// One region of which 40 writes a second are asked.
Scenario one_region() {
  Scenario s = make_regions({{0}});
  s.duration = Time::seconds(100);
  s.settle = Time::seconds(300);
  add_clients(s, 0, 40, 0);
  return s;
}

}  // namespace

TEST_CASE("a follower's store is copied from the nearest region at the rate of the link, and loses nothing",
          "[model]") {
  Scenario s = three_regions_one_primary();
  for (Link& link : s.network.links) link.bandwidth = 50e3;
  s.data.primary = RegionId(1);
  add_fault(s, 30, 1e6, StoreLost{RegionId(2)});
  s.faults[0].until = Time::max();
  const auto records = simulate(s);
  const auto lost = changes(records, ChangeEvent::store_lost), back = changes(records, ChangeEvent::store_restored);
  REQUIRE(lost.size() == 1);
  REQUIRE(back.size() == 1);
  CHECK(lost[0].time == Time::seconds(30));
  CHECK(back[0].value == 0);  // r0 is 31 ms away from r2, r1 is 45
  // 1000 keys of 1000 bytes at 50 kB/s: 20 s, and the way.
  CHECK(back[0].time == Time::seconds(30) + Time::seconds(20) + Time::millis(31));
  CHECK(only<LostRecord>(records).empty());
  for (const auto& a : only<ApplyRecord>(records))
    if (a.store == StoreId(2)) CHECK((a.time < Time::seconds(30) || a.time >= back[0].time));
  const Analysis a = analysed(s, records);
  CHECK(a.divergence.keys_differing_at_end == 0);
  CHECK(a.faults.at(0).end_s == Approx(back[0].time.in_seconds()));
}

TEST_CASE("a primary that loses its store is replaced, filled anew and follows; what only it had is lost", "[model]") {
  Scenario s = three_regions_one_primary(40);
  add_fault(s, 30, 1e6, StoreLost{RegionId(0)});
  s.faults[0].until = Time::max();
  const auto records = simulate(s);
  // By hand: accepted by r0, and at no other store when it was lost.
  std::set<std::uint64_t> alone;
  for (const Record& r : records) {
    if (r.time >= Time::seconds(30)) break;
    if (r.type == RecordType::accept) alone.insert(r.as<AcceptRecord>().version.value);
    if (r.type == RecordType::apply) alone.erase(r.as<ApplyRecord>().version.value);
  }
  std::set<std::uint64_t> named;
  for (const auto& l : only<LostRecord>(records)) named.insert(l.version.value);
  CHECK(named == alone);
  CHECK(roles(records, RoleEvent::promoted).size() <= 1);
  const Analysis a = analysed(s, records);
  CHECK(a.divergence.keys_differing_at_end == 0);
  CHECK(a.faults.at(0).lost_writes == a.lost_writes);
  CHECK(overlapping_terms(records).empty());
}

TEST_CASE("writes local: a store that is lost has again what the others were sent", "[model]") {
  Scenario s = three_regions_one_primary(400);
  s.data.writes = WritePattern::local;
  s.data.primary = RegionId();
  for (Link& link : s.network.links) link.bandwidth = 1e6;
  add_fault(s, 30, 1e6, StoreLost{RegionId(0)});
  s.faults[0].until = Time::max();
  const auto records = simulate(s);
  REQUIRE(changes(records, ChangeEvent::store_restored).size() == 1);
  CHECK_FALSE(only<LostRecord>(records).empty());
  CHECK(analysed(s, records).divergence.keys_differing_at_end == 0);
}

TEST_CASE("a copy whose source is lost starts anew from another region", "[model]") {
  Scenario s = three_regions_one_primary();
  for (Link& link : s.network.links) link.bandwidth = 50e3;  // 20 s
  s.data.primary = RegionId(1);
  add_fault(s, 30, 1e6, StoreLost{RegionId(2)});
  s.faults[0].until = Time::max();
  add_fault(s, 40, 60, RegionDown{RegionId(0)});
  const auto records = simulate(s);
  const auto back = changes(records, ChangeEvent::store_restored);
  REQUIRE(back.size() == 1);
  CHECK(back[0].value == 1);
  CHECK(back[0].time == Time::seconds(40) + Time::seconds(20) + Time::millis(45));
  CHECK(analysed(s, records).divergence.keys_differing_at_end == 0);
}

TEST_CASE("where every region has lost its store before another one had its data again, everything is lost",
          "[model]") {
  for (const Commit commit : {Commit::asynchronous, Commit::majority}) {
    for (const double third : {35.0, 55.0}) {  // a copy takes 20 s
      Scenario s = three_regions_one_primary();
      s.data.commit = commit;
      for (Link& link : s.network.links) link.bandwidth = 50e3;
      for (std::size_t r = 0; r < 3; ++r) {
        add_fault(s, r == 2 ? third : 30, 1e6, StoreLost{RegionId(r)});
        s.faults[r].until = Time::max();
      }
      const auto records = simulate(s);
      const Analysis a = analysed(s, records);
      std::size_t acknowledged = 0;
      for (const auto& o : only<OperationRecord>(records))
        acknowledged += o.kind == OpKind::write && o.outcome == Outcome::ok ? 1 : 0;
      CHECK(acknowledged > 100);
      if (third < 50)
        CHECK(a.lost_writes == acknowledged);
      else
        CHECK(a.lost_writes < acknowledged / 10);
    }
  }
}

TEST_CASE("the only store is put back from its last backup: what came since is lost, and named", "[model]") {
  Scenario s = one_region();
  s.data.backup = Backup{Time::seconds(20), Time::seconds(15)};
  add_fault(s, 50, 1e6, StoreLost{RegionId(0)});
  s.faults[0].until = Time::max();
  const auto records = simulate(s);
  std::map<std::uint32_t, std::uint64_t> at_backup;  // by key: what the store showed at 40 s
  std::set<std::uint64_t> since;
  for (const auto& a : only<AcceptRecord>(records)) {
    if (a.time <= Time::seconds(40)) at_backup[a.key.value] = a.version.value;
    if (a.time > Time::seconds(40) && a.time < Time::seconds(50)) since.insert(a.version.value);
    CHECK((a.time < Time::seconds(50) || a.time >= Time::seconds(65)));
  }
  std::set<std::uint64_t> named;
  for (const auto& l : only<LostRecord>(records)) named.insert(l.version.value);
  CHECK(named == since);
  const auto back = changes(records, ChangeEvent::store_restored);
  REQUIRE(back.size() == 1);
  CHECK(back[0].time == Time::seconds(65));
  CHECK(back[0].value == -1);
  for (const auto& a : only<ApplyRecord>(records)) {
    CHECK(a.result == ApplyResult::rolled_back);
    CHECK(a.version.value == (at_backup.contains(a.key.value) ? at_backup.at(a.key.value) : 0));
  }
  const Analysis a = analysed(s, records);
  std::set<std::uint64_t> acknowledged;
  for (const auto& o : only<OperationRecord>(records))
    if (o.outcome == Outcome::ok && since.contains(o.version.value)) acknowledged.insert(o.version.value);
  CHECK(a.lost_writes == acknowledged.size());
  CHECK(a.lost_writes > 300);  // 40 a second for 10 s
  CHECK(a.faults.at(0).rpo_s == Approx(10).margin(0.2));
  CHECK(a.faults.at(0).rto.value().total_s.value() == Approx(15).margin(1.0));
}

TEST_CASE("a backup that is due as the store is lost, or while it is, was not made", "[model]") {
  // Each 20 s; 15 s until it is back. At 40 s: the copy of 20 s. Lost again at 60 s, when the next one is due: at 40 s
  // there was nothing to copy, so it is as it was at 20 s once more.
  Scenario s = one_region();
  s.data.backup = Backup{Time::seconds(20), Time::seconds(15)};
  for (const double at : {40.0, 60.0}) {
    add_fault(s, at, 1e6, StoreLost{RegionId(0)});
    s.faults.back().until = Time::max();
  }
  const auto records = simulate(s);
  std::map<std::uint32_t, std::uint64_t> at_backup;
  std::set<std::uint64_t> since[2];
  for (const auto& a : only<AcceptRecord>(records)) {
    if (a.time <= Time::seconds(20)) at_backup[a.key.value] = a.version.value;
    if (a.time > Time::seconds(20) && a.time < Time::seconds(60))
      since[a.time > Time::seconds(40)].insert(a.version.value);
  }
  for (const auto& a : only<ApplyRecord>(records))
    CHECK(a.version.value == (at_backup.contains(a.key.value) ? at_backup.at(a.key.value) : 0));
  const Analysis a = analysed(s, records);
  for (const std::size_t loss : {0, 1}) {
    std::set<std::uint64_t> acknowledged;
    for (const auto& o : only<OperationRecord>(records))
      if (o.outcome == Outcome::ok && since[loss].contains(o.version.value)) acknowledged.insert(o.version.value);
    CHECK(a.faults.at(loss).lost_writes == acknowledged.size());
  }
  CHECK(a.faults[0].rpo_s == Approx(20).margin(0.2));
  CHECK(a.faults[1].rpo_s == Approx(5).margin(0.2));
}

TEST_CASE("without a backup the only store never comes back", "[model]") {
  Scenario s = one_region();
  add_fault(s, 50, 1e6, StoreLost{RegionId(0)});
  s.faults[0].until = Time::max();
  const auto records = simulate(s);
  CHECK(changes(records, ChangeEvent::store_restored).empty());
  for (const auto& a : only<AcceptRecord>(records)) CHECK(a.time < Time::seconds(50));
  CHECK(only<LostRecord>(records).size() == only<AcceptRecord>(records).size());
}

TEST_CASE("lost stores are the same in both modes", "[model]") {
  for (const std::size_t region : {0, 1, 2}) {
    Scenario s = three_regions_one_primary();
    s.duration = Time::seconds(60);
    add_fault(s, 30, 1e6, StoreLost{RegionId(region)});
    s.faults[0].until = Time::max();
    CHECK(analysed(s, simulate(s)).digest == analysed(s, simulate(s, EngineMode::step)).digest);
  }
  Scenario s = one_region();
  s.data.backup = Backup{Time::seconds(20), Time::seconds(15)};
  add_fault(s, 50, 1e6, StoreLost{RegionId(0)});
  s.faults[0].until = Time::max();
  CHECK(analysed(s, simulate(s)).digest == analysed(s, simulate(s, EngineMode::step)).digest);
}
