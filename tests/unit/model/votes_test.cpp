// Writes that ask before they happen.
#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

Scenario rejecting() {
  Scenario s = make_regions({{0, 20, 30}, {20, 0, 40}, {30, 40, 0}});
  s.data.conflicts.policy = "reject";
  s.keys.count = 20;
  for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, 50, 0.3);
  return s;
}

/// Whether each accepted write of a key had seen the one accepted before it, wherever that was.
bool one_after_another(const std::vector<Record>& records) {
  std::map<std::uint32_t, VersionId> last;
  for (const auto& accept : only<AcceptRecord>(records)) {
    VersionId& before = last[accept.key.value];
    if (!(accept.previous == before)) return false;
    before = accept.version;
  }
  return true;
}

std::size_t count(const std::vector<Record>& records, Outcome outcome) {
  const auto ops = only<OperationRecord>(records);
  return static_cast<std::size_t>(
      std::count_if(ops.begin(), ops.end(), [&](const OperationRecord& op) { return op.outcome == outcome; }));
}

}  // namespace

TEST_CASE("under reject every accepted write has seen all before it, and clients are told of conflicts", "[model]") {
  const auto records = simulate(rejecting());
  CHECK(one_after_another(records));
  CHECK(count(records, Outcome::conflict) > 100);
  CHECK(count(records, Outcome::ok) > 3000);
  CHECK(only<EndRecord>(records).at(0).quiet == 1);
}

TEST_CASE("without contention a write costs the round trip to the nearest other region", "[model]") {
  Scenario s = rejecting();
  s.keys.count = 100000;
  s.clients.clear();
  add_clients(s, 0, 20, 0.0);
  for (const auto& op : only<OperationRecord>(simulate(s))) {
    REQUIRE(op.outcome == Outcome::ok);
    CHECK((op.time - op.invoked).in_seconds() == Approx(0.004 + 0.040).margin(0.0002));
  }
}

TEST_CASE("partitions and losses of regions never let two writes pass", "[model]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Scenario s = rejecting();
    s.seed = seed;
    add_fault(s, 10, 5, Partition{{}, {LinkId(0), LinkId(1), LinkId(2), LinkId(3)}});  // r0 alone
    add_fault(s, 20, 5, RegionDown{RegionId(std::size_t{1})});
    add_fault(s, 30, 10, LinkLoss{{LinkId(0), LinkId(1), LinkId(4), LinkId(5)}, 0.3});
    add_fault(s, 45, 1, LinkDown{{LinkId(2)}});
    const auto records = simulate(s);
    CAPTURE(seed);
    CHECK(one_after_another(records));
    CHECK(only<EndRecord>(records).at(0).quiet == 1);  // no promise was forgotten
    std::size_t late = 0;
    for (const auto& accept : only<AcceptRecord>(records)) late += accept.time > Time::seconds(50) ? 1 : 0;
    CHECK(late > 300);
  }
}
