// Random dependencies under random faults: whatever happens, every request is accounted for and every slot is free in
// the end.
#include "support/dependencies.hpp"

#include <cstring>
#include <set>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

int between(int least, int most) { return *rc::gen::inRange(least, most + 1); }
bool maybe() { return between(0, 1) == 1; }

Distribution some_time(int least_ms, int most_ms) {
  const Time mean = Time::millis(between(least_ms, most_ms));
  return maybe() ? Distribution::constant(mean) : Distribution::exponential(mean);
}

Dependency some_dependency(std::size_t i, std::size_t count) {
  Dependency d = dependency("d" + std::to_string(i), 1, between(5, 80));
  d.calls = static_cast<Dependency::Calls>(between(0, i == 0 ? 2 : 3));
  d.share = maybe() ? 1 : 0.5;
  d.shared = maybe();
  d.time = some_time(1, 60);
  if (maybe()) d.concurrency = static_cast<std::uint32_t>(between(1, 4));
  if (d.concurrency > 0) d.queue = static_cast<std::uint32_t>(between(0, 20));
  d.retries.attempts = static_cast<std::uint32_t>(between(1, 4));
  d.retries.backoff = Time::millis(between(0, 20));
  d.retries.jitter = static_cast<Retries::Jitter>(between(0, 2));
  if (maybe()) d.retries.budget = RetryBudget{0.1, 3};
  if (maybe())
    d.breaker = Breaker{static_cast<std::uint32_t>(between(1, 5)), Time::millis(between(10, 2000)),
                        static_cast<std::uint32_t>(between(1, 3))};
  if (maybe()) d.bulkhead = static_cast<std::uint32_t>(between(1, 3));
  if (maybe()) d.hedge_after = Time::millis(between(1, 40));
  d.critical = maybe();
  if (maybe() && i + 1 < count)
    d.fallback = DependencyId(static_cast<std::size_t>(between(static_cast<int>(i) + 1, static_cast<int>(count) - 1)));
  if (maybe()) {
    Cache cache;
    cache.time = some_time(0, 2);
    cache.ttl = Time::millis(between(10, 3000));
    cache.entries = static_cast<std::uint32_t>(between(0, 8));
    cache.warm = maybe();
    cache.coalesce = maybe();
    cache.stale_on_error = maybe();
    d.cache = cache;
  }
  if (maybe()) d.off_above = 0.5;
  return d;
}

void add_some_fault(Scenario& s, std::size_t dependencies) {
  const double at = between(0, 5000) / 1000.0, lasts = between(1, 3000) / 1000.0;
  const DependencyId d(static_cast<std::size_t>(between(0, static_cast<int>(dependencies) - 1)));
  const std::vector<RegionId> both{RegionId(std::size_t{0}), RegionId(std::size_t{1})};
  const ReplicaId replica(static_cast<std::size_t>(between(0, static_cast<int>(s.replicas.size()) - 1)));
  switch (between(0, 6)) {
    case 0: add_fault(s, at, lasts, DependencyFault{d, both, true, 1, 0}); break;
    case 1: add_fault(s, at, lasts, DependencyFault{d, both, false, 7, 0}); break;
    case 2: add_fault(s, at, lasts, DependencyFault{d, both, false, 1, 0.5}); break;
    case 3: add_fault(s, at, lasts, CacheLost{d, both}); break;
    case 4: add_fault(s, at, lasts, ReplicaDown{replica}); break;
    case 5: add_fault(s, at, lasts, Slow{{replica}, 5}); break;
    default: add_fault(s, at, lasts, RegionDown{RegionId(std::size_t{1})}); break;
  }
}

Scenario some_scenario() {
  Scenario s = make_regions({{0, 20}, {20, 0}}, static_cast<std::uint32_t>(between(1, 3)));
  s.seed = static_cast<std::uint64_t>(between(0, 1 << 20));
  s.duration = Time::seconds(6);
  s.keys.count = 20;
  s.service = {some_time(1, 5), static_cast<std::uint32_t>(between(1, 6)), static_cast<std::uint32_t>(between(0, 10))};
  if (maybe()) s.service.max_wait = Time::millis(between(1, 50));
  const auto count = static_cast<std::size_t>(between(1, 5));
  for (std::size_t i = 0; i < count; ++i) s.service.dependencies.push_back(some_dependency(i, count));
  for (const std::size_t home : {0u, 1u}) {
    Population& p = add_clients(s, home, between(10, 150), 0.7);
    p.timeout = Time::millis(between(20, 400));
    p.retries.attempts = static_cast<std::uint32_t>(between(1, 3));
    p.retries.backoff = Time::millis(10);
  }
  for (int i = between(0, 4); i > 0; --i) add_some_fault(s, count);
  return s;
}

bool equal(const std::vector<Record>& a, const std::vector<Record>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(Record)) == 0;
}

}  // namespace

TEST_CASE("whatever dependencies do, requests are accounted for and slots are free in the end",
          "[model][dependencies]") {
  CHECK(rc::check("every operation ends once, and nothing is held when all is quiet", [] {
    const Scenario s = some_scenario();
    const auto records = simulate(s);
    std::set<std::uint64_t> ops;
    for (const auto& o : only<OperationRecord>(records)) {
      RC_ASSERT(ops.insert(o.op.value).second);
      RC_ASSERT(o.outcome != Outcome::in_flight);
      RC_ASSERT(o.outcome == Outcome::ok || o.answer == kAnswerFull);
      RC_ASSERT(o.answer < kAnswerFrom + s.service.dependencies.size());
    }
    RC_ASSERT(only<EndRecord>(records).at(0).quiet == 1);
    for (std::size_t d = 0; d < s.service.dependencies.size(); ++d) {
      const DependencyRecord sum = total(records, d);
      RC_ASSERT(sum.hits <= sum.ok);
      RC_ASSERT(sum.ok <= sum.needed);
      RC_ASSERT(sum.timeouts + sum.errors <= sum.attempts);
      if (!s.service.dependencies[d].cache && !s.service.dependencies[d].breaker) RC_ASSERT(sum.ok <= sum.attempts);
    }
    for (const auto& r : only<DependencyRecord>(records))
      if (r.time == records.back().time) RC_ASSERT(r.busy + r.waiting == 0);
    for (const auto& r : only<LoadRecord>(records))
      if (r.time == records.back().time) RC_ASSERT(r.busy + r.queued == 0);
  }));
}

TEST_CASE("both engine modes tell the same of dependencies", "[model][dependencies]") {
  CHECK(rc::check("record by record", [] {
    const Scenario s = some_scenario();
    RC_ASSERT(equal(simulate(s, EngineMode::run_ahead), simulate(s, EngineMode::step)));
  }));
}
