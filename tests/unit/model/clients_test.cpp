#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

double mean_latency_s(const std::vector<Record>& records, Time from = Time()) {
  double sum = 0;
  std::size_t count = 0;
  for (const auto& o : only<OperationRecord>(records)) {
    if (o.outcome != Outcome::ok || o.invoked < from) continue;
    sum += (o.time - o.invoked).in_seconds();
    ++count;
  }
  return sum / static_cast<double>(count);
}

std::map<Outcome, int> outcomes(const std::vector<Record>& records) {
  std::map<Outcome, int> count;
  for (const auto& o : only<OperationRecord>(records)) ++count[o.outcome];
  return count;
}

/// (invoked, key, kind, session within its population) of one population's operations, by number.
using Trace = std::vector<std::tuple<std::int64_t, std::uint32_t, OpKind>>;
Trace trace(const std::vector<Record>& records, std::size_t population) {
  std::map<std::uint64_t, Trace::value_type> by_number;
  for (const auto& o : only<OperationRecord>(records))
    if (o.population.index() == population) by_number[o.op.value] = {o.invoked.ns, o.key.value, o.kind};
  Trace t;
  for (const auto& [number, what] : by_number) t.push_back(what);
  return t;
}

}  // namespace

TEST_CASE("a replica with c slots waits as M/M/c does", "[model]") {
  // Erlang C: c = 2 at load 0.9 waits 4.263 service times on average, c = 8 at 0.8 waits 0.286.
  struct Case {
    std::uint32_t slots;
    double load, wait;
  };
  for (const Case& c : {Case{2, 0.9, 4.263157894736843}, Case{8, 0.8, 0.2860280784012602}, Case{1, 0.5, 1.0}}) {
    Scenario s = make_regions({{0}}, 1);
    s.duration = Time::seconds(4000);
    s.service = {Distribution::exponential(Time::millis(10)), c.slots, 1000000};
    add_clients(s, 0, c.load * c.slots / 0.010, 1.0).timeout = Time::seconds(1000);
    const double wait = mean_latency_s(simulate(s), Time::seconds(100)) - 0.002 - 0.010;
    CHECK(wait / 0.010 == Approx(c.wait).epsilon(0.05));
  }
}

TEST_CASE("a full queue refuses as M/M/1/K blocks", "[model]") {
  Scenario s = make_regions({{0}}, 1);
  s.duration = Time::seconds(4000);
  s.service = {Distribution::exponential(Time::millis(10)), 1, 9};  // K = 10 in the system
  add_clients(s, 0, 90, 1.0).timeout = Time::seconds(1000);
  const auto count = outcomes(simulate(s));
  const double all = count.at(Outcome::ok) + count.at(Outcome::refused);
  CHECK(count.at(Outcome::refused) / all == Approx(0.0508137313274124).epsilon(0.05));  // rho 0.9
}

TEST_CASE("a further population changes neither arrivals nor keys of the others", "[model]") {
  Scenario s = make_regions({{0, 30}, {30, 0}});
  add_clients(s, 0, 100, 0.9);
  add_clients(s, 1, 100, 0.5).locality = 0.7;
  const auto before = simulate(s);
  Population extra = s.clients[0];
  extra.name = "new";
  s.clients.push_back(extra);
  add_fault(s, 20, 10, RegionDown{RegionId(1)});
  const auto after = simulate(s);
  for (std::size_t p : {0, 1}) {
    const Trace t = trace(before, p);
    CHECK(t.size() > 5000);
    CHECK(t == trace(after, p));
  }
  CHECK(trace(after, 2).size() > 5000);
  CHECK(trace(after, 2) != trace(after, 0));
}

TEST_CASE("Poisson arrivals have the rate of each step and exponential gaps", "[model]") {
  Scenario s = make_regions({{0}}, 4);
  s.duration = Time::seconds(300);
  Population& p = add_clients(s, 0, 200, 1.0);
  p.arrivals.rate = {{Time(), 200}, {Time::seconds(100), 0}, {Time::seconds(200), 50}};
  std::vector<double> at;
  for (const auto& o : only<OperationRecord>(simulate(s))) at.push_back(o.invoked.in_seconds());
  std::sort(at.begin(), at.end());
  const auto between = [&](double a, double b) {
    return static_cast<double>(std::lower_bound(at.begin(), at.end(), b) - std::lower_bound(at.begin(), at.end(), a));
  };
  CHECK(between(0, 100) == Approx(20000).margin(4 * std::sqrt(20000)));
  CHECK(between(100, 200) == 0);
  CHECK(between(200, 300) == Approx(5000).margin(4 * std::sqrt(5000)));
  double square = 0, sum = 0;  // an exponential's standard deviation is its mean
  const auto n = static_cast<std::size_t>(between(0, 100)) - 1;
  for (std::size_t i = 0; i < n; ++i) {
    sum += at[i + 1] - at[i];
    square += (at[i + 1] - at[i]) * (at[i + 1] - at[i]);
  }
  const double mean = sum / static_cast<double>(n);
  CHECK(std::sqrt(square / static_cast<double>(n) - mean * mean) == Approx(mean).epsilon(0.05));
}

TEST_CASE("closed loops issue one operation a session at a time, at one per latency and thinking time", "[model]") {
  Scenario s = make_regions({{0}});
  s.duration = Time::seconds(600);
  Population& p = add_clients(s, 0, 0, 1.0, 20);
  p.arrivals.kind = Arrivals::Kind::closed;
  p.arrivals.rate.clear();
  p.arrivals.think = Distribution::exponential(Time::millis(96));
  const auto operations = only<OperationRecord>(simulate(s));
  CHECK(static_cast<double>(operations.size()) == Approx(20 * 600 / 0.100).epsilon(0.02));  // 1 + 2 + 1 ms of latency
  std::map<std::uint32_t, Time> last;
  std::set<std::uint64_t> ids;
  for (const auto& o : operations) {
    CHECK_FALSE(o.invoked < last[o.session.value]);
    last[o.session.value] = o.time;
    ids.insert(o.op.value);
  }
  CHECK(ids.size() == operations.size());
}

TEST_CASE("lost requests time out on the dot, are tried again and counted once", "[model]") {
  Scenario s = make_regions({{0}});
  Population& p = add_clients(s, 0, 50, 0.5);
  p.retries = {3, Time::millis(100), 2, Time::seconds(10), Retries::Jitter::none};
  add_fault(s, 10, 20, RegionDown{RegionId(0)});
  const auto records = simulate(s);
  const auto operations = only<OperationRecord>(records);
  CHECK(operations.size() == Approx(3000).margin(220));
  std::set<std::uint64_t> ids;
  int dead = 0;
  for (const auto& o : operations) {
    ids.insert(o.op.value);
    if (o.invoked < Time::seconds(10) || o.invoked > Time::seconds(26)) continue;
    ++dead;
    CHECK(o.outcome == Outcome::timeout);
    CHECK(o.attempts == 3);
    CHECK(o.time - o.invoked == Time::millis(3 * 1000 + 100 + 200));
    CHECK(o.fault == FaultId(0));
  }
  CHECK(dead > 700);
  CHECK(ids.size() == operations.size());
  // Whoever came in the last 3.3 s of the outage got through with a retry.
  CHECK(std::any_of(operations.begin(), operations.end(), [](const OperationRecord& o) {
    return o.outcome == Outcome::ok && o.attempts == 3 && o.time > Time::seconds(30);
  }));
}

TEST_CASE("a slow replica slows the work in progress and what waits", "[model]") {
  Scenario s = make_regions({{0}}, 1);
  s.service = {Distribution::constant(Time::seconds(1)), 1, 100};
  Population& p = add_clients(s, 0, 0.4, 1.0);
  p.arrivals.kind = Arrivals::Kind::constant;  // at 2.5, 5, 7.5 s …
  p.timeout = Time::seconds(100);
  s.duration = Time::seconds(8);
  add_fault(s, 3.001, 3, Slow{{ReplicaId(std::size_t{0})}, 4});
  std::vector<double> latency;
  for (const auto& o : only<OperationRecord>(simulate(s))) latency.push_back((o.time - o.invoked).in_seconds());
  // First: half done when the fault comes, the other half takes 2 s. Second: starts at 5.001, a quarter of a second's
  // work done by 6.001, then 0.75 s. Third: undisturbed.
  REQUIRE(latency.size() == 3);
  CHECK(latency[0] == Approx(0.002 + 0.5 + 2.0).margin(1e-6));
  CHECK(latency[1] == Approx(0.002 + 1.0 + 0.75).margin(1e-3));
  CHECK(latency[2] == Approx(1.002).margin(1e-6));
}

TEST_CASE("every operation ends in one record whatever fails", "[model]") {
  for (const WritePattern pattern : {WritePattern::global, WritePattern::partitioned, WritePattern::local}) {
    Scenario s = make_regions({{0, 20, 31}, {20, 0, 45}, {31, 45, 0}});
    s.data.writes = pattern;
    if (pattern == WritePattern::global) s.data.primary = RegionId(0);
    for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, 60, 0.5).retries = {2, Time::millis(20)};
    add_fault(s, 5, 10, RegionDown{RegionId(0)});
    add_fault(s, 8, 20, Partition{{}, {LinkId(2), LinkId(3), LinkId(4), LinkId(5)}});
    add_fault(s, 12, 20, ReplicaDown{ReplicaId(std::size_t{4})});
    add_fault(s, 30, 10, ZoneDown{ZoneId(1)});
    add_fault(s, 35, 15, Slow{{ReplicaId(std::size_t{0}), ReplicaId(std::size_t{1})}, 500});
    const auto records = simulate(s);
    std::set<std::uint64_t> ids;
    const auto operations = only<OperationRecord>(records);
    for (const auto& o : operations) ids.insert(o.op.value);
    CHECK(ids.size() == operations.size());
    CHECK(operations.size() == Approx(3 * 60 * 60).epsilon(0.05));
    CHECK(only<EndRecord>(records).at(0).quiet == 1);
    // All clients are served again after the last repair (the name service needs its checks and its TTL).
    for (const auto& o : operations)
      if (o.invoked > Time::seconds(58)) CHECK(o.outcome == Outcome::ok);
  }
}

TEST_CASE("a retry goes to the next region of its population's order, whatever the name service says", "[model]") {
  // Nobody notices: an hour between two checks.
  Scenario s = make_regions({{0, 20, 30}, {20, 0, 45}, {30, 45, 0}});
  s.routing.health_check.interval = s.balancing.health_check.interval = Time::seconds(3600);
  Population& p = add_clients(s, 0, 50, 1);
  p.timeout = Time::millis(200);
  p.retries.attempts = 3;
  p.retries.backoff = Time::millis(10);
  p.next_region_on_retry = true;
  add_fault(s, 10, 40, RegionDown{RegionId(0)});
  add_fault(s, 30, 20, RegionDown{RegionId(1)});
  std::map<std::uint16_t, int> where;
  for (const auto& o : only<OperationRecord>(simulate(s))) {
    REQUIRE(o.outcome == Outcome::ok);
    const bool home_down = o.invoked >= Time::seconds(10) && o.invoked < Time::seconds(49);
    if (o.attempts == 1 || !home_down) continue;
    CHECK(o.asked == RegionId(o.attempts - 1u));
    ++where[o.asked.value];
  }
  CHECK(where[1] > 900);  // 50 a second for 20 s
  CHECK(where[2] > 800);
}

TEST_CASE("of two requests for a read the first good answer counts, and the work of the other goes on", "[model]") {
  // One of two replicas is 100 times as slow: a read that meets it is sent again after 10 ms, to the other one.
  Scenario s = make_regions({{0}}, 2);
  s.service.time = Distribution::constant(Time::millis(2));
  s.service.concurrency = 1000;
  Population& p = add_clients(s, 0, 100, 0.9);
  p.arrivals.kind = Arrivals::Kind::constant;
  add_fault(s, 0, 60, Slow{{ReplicaId(0)}, 100});
  const auto slowest = [&](OpKind kind) {
    Time longest;
    for (const auto& o : only<OperationRecord>(simulate(s)))
      if (o.kind == kind) longest = std::max(longest, o.time - o.invoked);
    return longest;
  };
  CHECK(slowest(OpKind::read) == Time::millis(202));
  p.hedge_after = Time::millis(10);
  // 2 ms on the way, 2 ms of work; a hedge that meets the slow one, too, waits for the first.
  const auto records = simulate(s);
  std::size_t hedged = 0, reads = 0, fast = 0;
  for (const auto& o : only<OperationRecord>(records)) {
    CHECK(o.outcome == Outcome::ok);
    if (o.kind == OpKind::write) {
      CHECK(o.attempts == 1);  // never sent twice
      continue;
    }
    ++reads;
    hedged += o.attempts == 2 ? 1 : 0;
    if (o.attempts == 2) fast += o.time - o.invoked == Time::millis(14) ? 1 : 0;
    if (o.attempts == 1) CHECK(o.time - o.invoked == Time::millis(4));
  }
  CHECK(only<OperationRecord>(records).size() == 5999);  // every 10 ms, the last before 60 s
  CHECK(hedged > reads / 4);
  CHECK(fast > hedged / 2);
  CHECK(slowest(OpKind::write) == Time::millis(202));
}

TEST_CASE("an attempt with two requests fails when both have, and is tried again", "[model]") {
  Scenario s = make_regions({{0, 20}, {20, 0}}, 1);
  s.routing.health_check.interval = s.balancing.health_check.interval = Time::seconds(3600);
  Population& p = add_clients(s, 0, 50, 1);
  p.timeout = Time::millis(100);
  p.hedge_after = Time::millis(30);
  p.retries.attempts = 2;
  p.retries.backoff = Time();
  add_fault(s, 10, 10, RegionDown{RegionId(0)});
  const auto records = simulate(s);
  std::size_t lost = 0;
  std::set<std::uint64_t> seen;
  for (const auto& o : only<OperationRecord>(records)) {
    CHECK(seen.insert(o.op.value).second);  // one record each
    if (o.invoked < Time::seconds(10) || o.invoked > Time::seconds(19)) continue;
    CHECK(o.outcome == Outcome::timeout);
    CHECK(o.attempts == 4);  // two attempts, two requests each
    CHECK(o.time - o.invoked == Time::millis(200));
    CHECK(o.fault == FaultId(0));
    ++lost;
  }
  CHECK(lost > 400);
  CHECK(only<EndRecord>(records).at(0).quiet == 1);  // no request is left behind
  // With the next region to go to, the hedge saves them.
  p.next_region_on_retry = true;
  for (const auto& o : only<OperationRecord>(simulate(s))) CHECK(o.outcome == Outcome::ok);
}

TEST_CASE("a budget pays for as many retries as first attempts have earned, and for no more", "[model]") {
  Scenario s = make_regions({{0}}, 1);
  Population& p = add_clients(s, 0, 100, 1);
  p.arrivals.kind = Arrivals::Kind::constant;
  p.retries.attempts = 4;
  p.retries.backoff = Time::millis(1);
  add_fault(s, 0, 700, ReplicaDown{ReplicaId(0)});  // all are refused
  const auto retries = [&] {
    std::size_t count = 0;
    for (const auto& o : only<OperationRecord>(simulate(s))) count += o.attempts - 1u;
    return count;
  };
  CHECK(retries() == 5999 * 3);
  p.retries.budget = RetryBudget{0.1, 20};
  CHECK(retries() >= 20 + 599 - 1);
  CHECK(retries() <= 20 + 599);
  p.retries.budget = RetryBudget{0, 20};
  CHECK(retries() == 20);
}
