// Commit over regions: what it costs, what it saves.
#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// Primary r0; r1 is 10 ms away, r2 40 ms.
Scenario three(Commit commit) {
  Scenario s = make_regions({{0, 10, 40}, {10, 0, 45}, {40, 45, 0}});
  s.data.writes = WritePattern::global;
  s.data.primary = RegionId(std::size_t{0});
  s.data.commit = commit;
  s.data.failover.detect = {Time::seconds(1), Time::millis(200), 2, 2};
  s.data.failover.promote = Time::seconds(1);
  s.data.failover.redirect_ttl = Time::seconds(1);
  return s;
}

double median_write_ms(const Scenario& s) {
  std::vector<double> latencies;
  for (const auto& op : only<OperationRecord>(simulate(s)))
    if (op.kind == OpKind::write && op.outcome == Outcome::ok)
      latencies.push_back((op.time - op.invoked).in_seconds() * 1e3);
  REQUIRE(latencies.size() > 100);
  std::nth_element(latencies.begin(), latencies.begin() + static_cast<std::ptrdiff_t>(latencies.size() / 2),
                   latencies.end());
  return latencies[latencies.size() / 2];
}

}  // namespace

TEST_CASE("a committed write waits for the nearest majority, or for the furthest region", "[model]") {
  // Users at the primary: 1 ms to it and back, 2 ms of service; then the round trip to those who must have it.
  const auto written = [](Commit commit) {
    Scenario s = three(commit);
    add_clients(s, 0, 20, 0.0);
    return median_write_ms(s);
  };
  CHECK(written(Commit::asynchronous) == Approx(4).margin(0.1));
  CHECK(written(Commit::majority) == Approx(4 + 20).margin(0.2));
  CHECK(written(Commit::all) == Approx(4 + 80).margin(0.2));
}

TEST_CASE("what a majority has is not lost with the primary, and what it has not is never acknowledged", "[model]") {
  for (const Commit commit : {Commit::asynchronous, Commit::majority}) {
    Scenario s = three(commit);
    add_clients(s, 1, 300, 0.0);
    add_fault(s, 20, 20, RegionDown{RegionId(std::size_t{0})});
    const auto records = simulate(s);
    std::vector<VersionId> acknowledged;
    for (const auto& op : only<OperationRecord>(records))
      if (op.kind == OpKind::write && op.outcome == Outcome::ok) acknowledged.push_back(op.version);
    std::sort(acknowledged.begin(), acknowledged.end());
    std::size_t lost = 0;
    for (const auto& record : only<LostRecord>(records))
      lost += std::binary_search(acknowledged.begin(), acknowledged.end(), record.version) ? 1 : 0;
    CAPTURE(static_cast<int>(commit));
    CHECK(acknowledged.size() > 5000);
    CHECK((lost > 0) == (commit == Commit::asynchronous));
  }
}

TEST_CASE("a primary that is cut off commits nothing, and goes on when the cut is healed", "[model]") {
  Scenario s = three(Commit::majority);
  s.data.failover.enabled = false;
  add_clients(s, 0, 50, 0.0).retries.attempts = 1;
  add_fault(s, 20, 10, Partition{{}, {LinkId(0), LinkId(1), LinkId(2), LinkId(3)}});
  std::size_t meanwhile = 0, after = 0;
  for (const auto& op : only<OperationRecord>(simulate(s))) {
    if (op.outcome != Outcome::ok) continue;
    if (op.invoked > Time::seconds(20) && op.time < Time::seconds(30)) ++meanwhile;
    if (op.invoked > Time::seconds(30)) ++after;
  }
  CHECK(meanwhile == 0);
  CHECK(after > 1000);
}

TEST_CASE("a read at the primary waits for a write that is not committed", "[model]") {
  Scenario s = three(Commit::all);
  s.keys.count = 1;
  s.data.read_from = ReadFrom::primary;
  add_clients(s, 0, 200, 0.5);
  // Every read returns a write that was acknowledged before the read was answered, or at the same time.
  std::vector<OperationRecord> ops = only<OperationRecord>(simulate(s));
  std::vector<std::pair<VersionId, Time>> committed;
  for (const auto& op : ops)
    if (op.kind == OpKind::write && op.outcome == Outcome::ok) committed.emplace_back(op.version, op.time);
  std::sort(committed.begin(), committed.end());
  std::size_t checked = 0;
  for (const auto& op : ops) {
    if (op.kind != OpKind::read || op.outcome != Outcome::ok || op.version.is_initial()) continue;
    const auto write = std::lower_bound(committed.begin(), committed.end(), std::pair(op.version, Time()));
    REQUIRE(write != committed.end());
    REQUIRE(write->first == op.version);
    CHECK(write->second <= op.time);
    ++checked;
  }
  CHECK(checked > 1000);
}

TEST_CASE("cut off from its majority a primary answers nothing that is lost, with fencing and without", "[model]") {
  for (const bool fencing : {true, false}) {
    Scenario s = three(Commit::majority);
    s.data.failover.fencing = fencing;
    add_clients(s, 0, 100, 0.5).timeout = Time::seconds(30);
    add_clients(s, 1, 100, 0.5);
    add_fault(s, 20, 20, Partition{{}, {LinkId(0), LinkId(1), LinkId(2), LinkId(3)}});  // r0 alone
    const auto records = simulate(s);
    std::map<VersionId, Time> lost;
    for (const auto& loss : only<LostRecord>(records)) lost[loss.version] = loss.time;
    CHECK(lost.size() > 3);
    std::size_t answered = 0;
    for (const auto& op : only<OperationRecord>(records)) {
      if (op.outcome != Outcome::ok) continue;
      ++answered;
      const auto loss = lost.find(op.version);
      if (loss == lost.end()) continue;
      CHECK(op.kind == OpKind::read);
      CHECK(op.invoked < loss->second);  // of another region, before: followers show what is not committed yet
    }
    CHECK(answered > 1000);
  }
}
