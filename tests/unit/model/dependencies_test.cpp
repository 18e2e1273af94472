#include "support/dependencies.hpp"

#include <map>
#include <set>

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

TEST_CASE("an answer that comes as its client's time is up is in time, and the operation ends once", "[model]") {
  // One slot that is busy for 60 ms, a request each 10 ms: those that find it taken are refused 20 ms later.
  Scenario s = one_replica();
  s.clients[0].arrivals.rate[0].per_second = 100;
  s.service = {Distribution::constant(Time::millis(50)), 1, 100};
  s.service.max_wait = Time::millis(20);
  s.service.dependencies = {dependency("d", 10, 1000)};
  const auto refused_after = [&] {
    for (const auto& o : only<OperationRecord>(simulate(s)))
      if (o.outcome == Outcome::refused) return o.time - o.invoked;
    return Time();
  }();
  REQUIRE(refused_after >= Time::millis(20));
  for (const std::int64_t more : {-1, 0, 1}) {
    s.clients[0].timeout = refused_after + Time(more);
    std::set<OpId> ended;
    int refused = 0;
    for (const auto& o : only<OperationRecord>(simulate(s))) {
      CHECK(ended.insert(o.op).second);
      refused += o.outcome == Outcome::refused ? 1 : 0;
    }
    CHECK((refused > 0) == (more >= 0));
  }
}

TEST_CASE("dependencies are called one after another while the request holds its slot", "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 10, 1000), dependency("b", 20, 1000)};
  s.service.dependencies[1].calls = Dependency::Calls::writes;
  const Ends reads = ends_of(simulate(s));
  CHECK(reads.outcomes == std::map<Outcome, int>{{Outcome::ok, 99}});
  CHECK(reads.mean_ms == Approx(1 + 1 + 10 + 1));
  s.clients[0].reads = 0;
  CHECK(ends_of(simulate(s)).mean_ms == Approx(1 + 1 + 10 + 20 + 1));
  // One slot, which 31 ms of each 100 are taken of: the second of two requests at once waits for all of the first.
  s.service.concurrency = 1;
  s.clients.push_back(s.clients[0]);
  s.clients[1].name = "again";
  CHECK(ends_of(simulate(s)).mean_ms == Approx(2 + 31 + 31 / 2.0));
}

TEST_CASE("a critical dependency that answers with errors fails the operation, another one degrades it",
          "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 10, 1000)};
  add_fault(s, 0, 1000, errors(0, 1));
  const Ends critical = ends_of(simulate(s));
  CHECK(critical.outcomes == std::map<Outcome, int>{{Outcome::unavailable, 99}});
  CHECK(critical.mean_ms == Approx(13));
  s.service.dependencies[0].critical = false;
  const Ends optional = ends_of(simulate(s));
  CHECK(optional.outcomes == std::map<Outcome, int>{{Outcome::ok, 99}});
  CHECK(optional.answers == std::map<int, int>{{kAnswerDefault, 99}});
  CHECK(optional.mean_ms == Approx(13));
}

TEST_CASE("a silent dependency costs the timeout of every attempt and the pauses between", "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 10, 50)};
  s.service.dependencies[0].critical = false;
  s.service.dependencies[0].retries.attempts = 3;
  s.service.dependencies[0].retries.backoff = Time::millis(7);
  add_fault(s, 0, 1000, down(0));
  const auto records = simulate(s);
  CHECK(ends_of(records).mean_ms == Approx(3 + 3 * 50 + 7 + 14));
  const DependencyRecord sum = total(records, 0);
  CHECK(sum.needed == 99);
  CHECK(sum.attempts == 3 * 99);
  CHECK(sum.timeouts == 3 * 99);
  CHECK(sum.ok == 0);
}

TEST_CASE("an operation that a dependency's fault touched says so", "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 10, 50)};
  add_fault(s, 3, 2, slow(0, 3));
  int touched = 0;
  for (const auto& o : only<OperationRecord>(simulate(s))) {
    const bool meanwhile =
        o.invoked + Time::millis(2) >= Time::seconds(3) && o.invoked < Time::seconds(5) - Time::millis(2);
    if (meanwhile) CHECK((o.time - o.invoked).in_millis() == Approx(3 + 30));
    touched += o.fault.has_value() ? 1 : 0;
  }
  CHECK(touched == Approx(20).margin(1));
}

TEST_CASE("a dependency goes on working on calls that were given up", "[model][dependencies]") {
  // One slot, 100 ms a call, a call each 100 ms that is given up after 60 ms: all of them time out, and the dependency
  // is busy all the time.
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 100, 60)};
  s.service.dependencies[0].concurrency = 1;
  s.service.dependencies[0].queue = 5;
  const auto records = simulate(s);
  CHECK(ends_of(records).outcomes == std::map<Outcome, int>{{Outcome::unavailable, 99}});
  for (const auto& r : only<DependencyRecord>(records))
    if (r.time > Time::seconds(1) && r.time < Time::seconds(9)) CHECK(r.busy == 1);
}

TEST_CASE("a dependency that becomes slow while it works goes on slowly, and quickly again afterwards",
          "[model][dependencies]") {
  // Work of 60 ms begins at 1002 ms (every 100 ms a request). Slow fourfold from 1022 to 1102 ms: 20 ms are done before
  // it, 80 / 4 = 20 ms in it, 20 ms after it.
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 60, 1000)};
  add_fault(s, 1.022, 0.080, slow(0, 4));
  double took = 0;
  for (const auto& o : only<OperationRecord>(simulate(s)))
    if (o.invoked == Time::seconds(1)) took = (o.time - o.invoked).in_millis();
  CHECK(took == Approx(2 + 20 + 80 + 20 + 1));
}

TEST_CASE("what a dependency worked on when it went down is never answered", "[model][dependencies]") {
  // Work of 60 ms, given up after 200 ms, that begins at 1002 ms and is lost at 1010 ms.
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 60, 200)};
  add_fault(s, 1.010, 0.005, down(0));
  for (const auto& o : only<OperationRecord>(simulate(s))) {
    const bool lost = o.invoked == Time::seconds(1);
    CHECK(o.outcome == (lost ? Outcome::unavailable : Outcome::ok));
    if (lost) CHECK((o.time - o.invoked).in_millis() == Approx(3 + 200));
    if (lost) CHECK(o.fault == FaultId(0));
  }
}

TEST_CASE("a replica that dies frees its slots, and what it asked for is asked in vain", "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.concurrency = 1;
  s.service.dependencies = {dependency("a", 60, 200)};
  add_fault(s, 1.010, 0.005, ReplicaDown{ReplicaId(0)});
  const auto records = simulate(s);
  for (const auto& o : only<OperationRecord>(records)) {
    const bool reset = o.invoked == Time::seconds(1);
    CHECK(o.outcome == (reset ? Outcome::refused : Outcome::ok));
    if (!reset) CHECK((o.time - o.invoked).in_millis() == Approx(3 + 60));
  }
  const auto ends = only<EndRecord>(records);
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].quiet == 1);
}

TEST_CASE("requests whose client gave up hold their slots on", "[model][dependencies]") {
  // Ten requests a second for one slot; each takes 150 ms of it, its client gives up after 50 ms: slots are taken all
  // the time, and hardly anybody is served.
  Scenario s = one_replica();
  s.service.concurrency = 1;
  s.service.dependencies = {dependency("a", 149, 1000)};
  s.clients[0].timeout = Time::millis(50);
  const auto records = simulate(s);
  CHECK(ends_of(records).outcomes == std::map<Outcome, int>{{Outcome::timeout, 99}});
  CHECK(total(records, 0).ok == 99);
  for (const auto& r : only<LoadRecord>(records))
    if (r.time > Time::seconds(1) && r.time < Time::seconds(9)) CHECK(r.busy == 1);
}

TEST_CASE("a request that waited for as long as it may is refused", "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.concurrency = 1;
  s.service.max_wait = Time::millis(30);
  s.service.dependencies = {dependency("a", 99, 1000)};
  s.clients.push_back(s.clients[0]);
  s.clients[1].name = "again";
  const Ends ends = ends_of(simulate(s));  // of two at once one is served and the other waits in vain
  CHECK(ends.outcomes == std::map<Outcome, int>{{Outcome::ok, 99}, {Outcome::refused, 99}});
  CHECK(ends.mean_ms == Approx((102 + 32) / 2.0));
}

TEST_CASE("a dependency with c slots waits as M/M/c does", "[model][dependencies]") {
  // Erlang C: c = 2 at load 0.9 waits 4.263 service times on average, c = 8 at 0.8 waits 0.286, c = 1 at 0.5 waits 1.
  struct Case {
    std::uint32_t slots;
    double load, wait;
  };
  for (const Case& c : {Case{2, 0.9, 4.263157894736843}, Case{8, 0.8, 0.2860280784012602}, Case{1, 0.5, 1.0}}) {
    Scenario s = make_regions({{0}}, 1);
    s.duration = Time::seconds(4000);
    s.service = {Distribution::constant(Time()), 10000, 0};  // as many threads as are wanted
    s.service.dependencies = {dependency("a", 10, 1e6)};
    s.service.dependencies[0].time = Distribution::exponential(Time::millis(10));
    s.service.dependencies[0].concurrency = c.slots;
    s.service.dependencies[0].queue = 1000000;
    add_clients(s, 0, c.load * c.slots / 0.010, 1.0).timeout = Time::seconds(1000);
    const double wait = ends_of(simulate(s), Time::seconds(100)).mean_ms - 2 - 10;
    CHECK(wait / 10 == Approx(c.wait).epsilon(0.05));
  }
}

TEST_CASE("a dependency with c slots and no queue blocks as Erlang's loss formula says", "[model][dependencies]") {
  // Erlang B, 2 erlangs on 3 slots: (8/6) / (1 + 2 + 2 + 8/6) = 4/19.
  Scenario s = make_regions({{0}}, 1);
  s.duration = Time::seconds(2000);
  s.service = {Distribution::constant(Time()), 10000, 0};
  s.service.dependencies = {dependency("a", 10, 1e6)};
  s.service.dependencies[0].time = Distribution::exponential(Time::millis(10));
  s.service.dependencies[0].concurrency = 3;
  add_clients(s, 0, 200, 1.0).timeout = Time::seconds(1000);
  const DependencyRecord sum = total(simulate(s), 0);
  CHECK(sum.errors / static_cast<double>(sum.needed) == Approx(4.0 / 19).epsilon(0.02));
}

TEST_CASE("one region's calls wait for another's where a dependency is shared, and do not where it is not",
          "[model][dependencies]") {
  const auto mean_ms = [](bool shared) {
    Scenario s = make_regions({{0, 30}, {30, 0}}, 1);
    s.duration = Time::seconds(10);
    s.service = {Distribution::constant(Time::millis(1)), 8, 100};
    for (const std::size_t home : {0u, 1u}) {
      Population& p = add_clients(s, home, 10, 1.0);
      p.arrivals.kind = Arrivals::Kind::constant;
      p.timeout = Time::seconds(60);
    }
    s.service.dependencies = {dependency("a", 40, 1000)};
    s.service.dependencies[0].concurrency = 1;
    s.service.dependencies[0].queue = 10;
    s.service.dependencies[0].shared = shared;
    return ends_of(simulate(s)).mean_ms;
  };
  CHECK(mean_ms(false) == Approx(3 + 40));
  CHECK(mean_ms(true) == Approx(3 + (40 + 80) / 2.0));
}
