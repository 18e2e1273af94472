#include "sim/model/dependencies/answer_cache.hpp"

#include "support/dependencies.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

constexpr auto key = [](std::size_t k) { return KeyId(k); };
constexpr auto after = [](double s) { return Time::seconds(s); };

Cache cache_of(double ttl_s, std::uint32_t entries) {
  Cache cache;
  cache.time = Distribution::constant(Time::millis(1));
  cache.ttl = Time::seconds(ttl_s);
  cache.entries = entries;
  cache.warm = false;
  return cache;
}

/// One replica, 1000 calls a second for ten keys; the database works 20 ms on a call.
Scenario behind_a_cache(const Cache& cache) {
  Scenario s = one_replica();
  s.keys.count = 10;
  s.service.concurrency = 1000;
  s.clients[0].arrivals = {};
  s.clients[0].arrivals.rate = {{Time(), 1000}};
  s.service.dependencies = {dependency("database", 20, 1000)};
  s.service.dependencies[0].cache = cache;
  return s;
}

}  // namespace

TEST_CASE("an answer is good for its time to live since it was fetched", "[model][dependencies]") {
  const Cache rule = cache_of(10, 0);
  AnswerCache cache(&rule);
  CHECK_FALSE(cache.has(key(1), after(0)));
  cache.put(key(1), after(5));
  CHECK(cache.has(key(1), after(14.999)));  // and a hit does not renew it
  CHECK_FALSE(cache.has(key(1), after(15)));
  CHECK(cache.has_any(key(1)));
  cache.put(key(1), after(20));
  CHECK(cache.has(key(1), after(29)));
}

TEST_CASE("a cache that was emptied knows what it would have had", "[model][dependencies]") {
  const Cache rule = cache_of(10, 0);
  AnswerCache cache(&rule);
  cache.put(key(1), after(0));
  cache.put(key(2), after(0));
  cache.lose(FaultId(3));
  CHECK_FALSE(cache.has_any(key(1)));
  CHECK(cache.lost_by(key(1), after(9)) == FaultId(3));
  CHECK_FALSE(cache.lost_by(key(1), after(10)).has_value());  // it would be too old by now
  CHECK_FALSE(cache.lost_by(key(4), after(9)).has_value());
  cache.put(key(2), after(5));
  CHECK_FALSE(cache.lost_by(key(2), after(6)).has_value());
}

TEST_CASE("where there is no more room the least recently used answer leaves", "[model][dependencies]") {
  const Cache rule = cache_of(1000, 3);
  AnswerCache cache(&rule);
  for (const std::size_t k : {1u, 2u, 3u}) cache.put(key(k), after(0));
  CHECK(cache.has(key(1), after(1)));
  cache.put(key(4), after(2));  // 2 leaves
  CHECK_FALSE(cache.has_any(key(2)));
  cache.put(key(3), after(3));
  cache.put(key(5), after(4));  // 1 leaves
  CHECK_FALSE(cache.has_any(key(1)));
  CHECK(cache.has(key(3), after(5)));
  CHECK(cache.has(key(4), after(5)));
  CHECK(cache.has(key(5), after(5)));
  CHECK(cache.size() == 3);
}

TEST_CASE("a warm cache has a key with the probability that it has after a long time", "[model][dependencies]") {
  Cache rule = cache_of(10, 0);
  AnswerCache cache(&rule);
  // 20,000 keys, each asked for every 20 s, good for 10 s: (10 / 20) / (1 + 10 / 20) = 1/3, half of them for 5 s more.
  cache.warm(std::vector<double>(20000, 1.0 / 20000), 1000, RandomStream(7, "warm"));
  int now = 0, later = 0;
  for (std::size_t k = 0; k < 20000; ++k) {
    now += cache.has(key(k), after(0)) ? 1 : 0;
    later += cache.has(key(k), after(5)) ? 1 : 0;
  }
  CHECK(now / 20000.0 == Approx(1 / 3.0).epsilon(0.03));
  CHECK(later / 20000.0 == Approx(1 / 6.0).epsilon(0.04));
}

TEST_CASE("the hit ratio is that of a renewal process, however it began", "[model][dependencies]") {
  // Each key is asked for 100 times a second, and fetched every 1 s + 20 ms + 1/100 s (a call fills the cache when it
  // ends): 1 - 3 / 103 where nobody else asks meanwhile; requests that come during the fetch call, too.
  for (const bool warm : {false, true}) {
    Cache cache = cache_of(1, 0);
    cache.warm = warm;
    const auto records = simulate(behind_a_cache(cache));
    const DependencyRecord later = total(records, 0, after(2));
    CHECK(later.hits / static_cast<double>(later.needed) == Approx(1 - (1 + 100 * 0.020) / 103).epsilon(0.01));
    CHECK(later.ok == later.needed);
  }
}

TEST_CASE("a cold cache sends a stampede to the database, and one call a key where requests wait for each other",
          "[model][dependencies]") {
  const auto calls_after_the_loss = [](bool coalesce) {
    Cache cache = cache_of(1000, 0);
    cache.warm = true;
    cache.coalesce = coalesce;
    Scenario s = behind_a_cache(cache);
    add_fault(s, 5, 1, CacheLost{DependencyId(0), {RegionId(0)}});
    const auto records = simulate(s);
    CHECK(ends_of(records).outcomes.size() == 1);
    CHECK(total(records, 0).ok == total(records, 0).needed);
    return total(records, 0, after(5), after(6)).attempts;
  };
  CHECK(calls_after_the_loss(false) == Approx(10 * (1 + 100 * 0.020)).epsilon(0.4));
  CHECK(calls_after_the_loss(true) == 10);
}

TEST_CASE("where the database fails an answer that is too old is given, and counts as degraded",
          "[model][dependencies]") {
  Cache cache = cache_of(1, 0);
  cache.stale_on_error = true;
  Scenario s = behind_a_cache(cache);
  add_fault(s, 5, 1000, errors(0, 1));
  int full = 0, stale = 0;
  for (const auto& o : only<OperationRecord>(simulate(s))) {
    REQUIRE(o.outcome == Outcome::ok);
    if (o.invoked < after(6.05)) continue;  // until then something good is there
    full += o.answer == kAnswerFull ? 1 : 0;
    stale += o.answer == kAnswerFrom ? 1 : 0;
  }
  CHECK(full == 0);
  CHECK(stale > 3000);
}

TEST_CASE("those who wait for another's call fail with it, and are not held up longer than their own timeout",
          "[model][dependencies]") {
  Cache cache = cache_of(1, 0);
  cache.coalesce = true;
  Scenario s = behind_a_cache(cache);
  s.service.dependencies[0].timeout = Time::millis(50);
  add_fault(s, 5, 1, down(0));
  add_fault(s, 7, 1, errors(0, 1));
  const auto records = simulate(s);
  for (const auto& o : only<OperationRecord>(records)) {
    CHECK((o.time - o.invoked).in_millis() < 3 + 50 + 0.001);
    if (o.outcome != Outcome::ok) CHECK(o.fault.has_value());
  }
  CHECK(total(records, 0, after(6), after(7)).ok == Approx(1000).epsilon(0.2));
  const DependencyRecord later = total(records, 0, after(9));
  CHECK(later.needed > 900);
  CHECK(later.timeouts + later.errors + later.not_called == 0);
}
