#include "support/dependencies.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

TEST_CASE("a bulkhead keeps a slow dependency from taking all slots", "[model][dependencies]") {
  // Four slots; half of the operations need a recommendation, which takes 10 s from 10 s on. All of them need 10 ms of
  // the database.
  const auto answered = [](std::uint32_t bulkhead) {
    Scenario s = one_replica();
    s.duration = Time::seconds(60);
    s.service.concurrency = 4;
    s.service.dependencies = {dependency("database", 10, 1000), dependency("recommendations", 10, 20000)};
    s.service.dependencies[1].share = 0.5;
    s.service.dependencies[1].critical = false;
    s.service.dependencies[1].bulkhead = bulkhead;
    s.clients[0].timeout = Time::seconds(2);
    add_fault(s, 10, 40, slow(1, 1000));
    int ok = 0;
    for (const auto& o : only<OperationRecord>(simulate(s)))
      ok += o.invoked > Time::seconds(15) && o.invoked < Time::seconds(45) && o.outcome == Outcome::ok ? 1 : 0;
    return ok / 300.0;
  };
  CHECK(answered(0) < 0.1);
  // Two calls are under way at any time, their clients have given up; all other operations are answered.
  CHECK(answered(2) > 0.97);
}

TEST_CASE("a retry that the budget does not pay for is not made", "[model][dependencies]") {
  // 99 calls that are never answered. Each adds a tenth of a retry; five are there at the start: 5 + 9.9 in all.
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 10, 20)};
  s.service.dependencies[0].retries.attempts = 4;
  s.service.dependencies[0].retries.backoff = Time::millis(1);
  s.service.dependencies[0].retries.budget = RetryBudget{0.1, 5};
  add_fault(s, 0, 1000, down(0));
  // The bucket holds five at most: what the first attempt adds while it is full is lost. Three retries of the first
  // operation, then as many as have come in: one in ten, but for what is left at the end.
  const DependencyRecord sum = total(simulate(s), 0);
  CHECK(sum.needed == 99);
  CHECK(sum.attempts - sum.needed == 5 + 9);
}

TEST_CASE("a hedge answers where the first call does not", "[model][dependencies]") {
  // One call in ten takes 500 ms, the others 10 ms: with a hedge after 20 ms it is one in a hundred that takes long.
  const auto run = [](double hedge_ms) {
    Scenario s = one_replica();
    s.duration = Time::seconds(1000);
    Dependency d = dependency("a", 0, 1000);
    d.time = {Distribution::Kind::mixture,
              0,
              0,
              {{0.9, Distribution::constant(Time::millis(10))}, {0.1, Distribution::constant(Time::millis(500))}}};
    d.hedge_after = Time::millis(hedge_ms);
    s.service.dependencies = {d};
    return simulate(s);
  };
  const auto plain = run(0), hedged = run(20);
  const auto longer_than = [](const std::vector<Record>& records, double ms) {
    int count = 0;
    for (const auto& o : only<OperationRecord>(records)) count += (o.time - o.invoked).in_millis() > ms ? 1 : 0;
    return count / 10000.0;
  };
  CHECK(longer_than(plain, 100) == Approx(0.1).epsilon(0.1));
  CHECK(longer_than(hedged, 100) == Approx(0.01).epsilon(0.35));
  CHECK(longer_than(hedged, 20) == Approx(0.1).epsilon(0.1));
  CHECK(total(hedged, 0).attempts / static_cast<double>(total(hedged, 0).needed) == Approx(1.1).epsilon(0.02));
  CHECK(total(hedged, 0).ok == total(hedged, 0).needed);
}

TEST_CASE("a chain of fallbacks is asked in its order, and the answer names the one that served it",
          "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.dependencies = {dependency("primary", 10, 100), dependency("replica", 12, 100),
                            dependency("index", 14, 100)};
  s.service.dependencies[0].fallback = DependencyId(1);
  s.service.dependencies[1].fallback = DependencyId(2);
  s.service.dependencies[1].calls = s.service.dependencies[2].calls = Dependency::Calls::fallback;
  add_fault(s, 2, 8, errors(0, 1));
  add_fault(s, 4, 6, errors(1, 1));
  add_fault(s, 6, 4, errors(2, 1));
  int full = 0, from_replica = 0, from_index = 0, failed = 0;
  for (const auto& o : only<OperationRecord>(simulate(s))) {
    if (o.outcome == Outcome::unavailable) {
      ++failed;
      CHECK((o.time - o.invoked).in_millis() == Approx(3 + 10 + 12 + 14));
      continue;
    }
    REQUIRE(o.outcome == Outcome::ok);
    full += o.answer == kAnswerFull ? 1 : 0;
    from_replica += o.answer == kAnswerFrom + 1 ? 1 : 0;
    from_index += o.answer == kAnswerFrom + 2 ? 1 : 0;
  }
  CHECK(full == Approx(19).margin(1));
  CHECK(from_replica == Approx(20).margin(1));
  CHECK(from_index == Approx(20).margin(1));
  CHECK(failed == Approx(40).margin(1));
  CHECK(full + from_replica + from_index + failed == 99);
}

TEST_CASE("a dependency that switches itself off under load is not called until the load is gone",
          "[model][dependencies]") {
  // Ten slots and room for ten; a hundred requests arrive at once and hold their slots for 100 ms.
  Scenario s = one_replica();
  s.service.concurrency = 10;
  s.service.queue = 10;
  s.service.dependencies = {dependency("database", 100, 1000), dependency("extra", 1, 1000)};
  s.service.dependencies[1].critical = false;
  s.service.dependencies[1].off_above = 0.4;
  for (int i = 1; i < 12; ++i) {
    s.clients.push_back(s.clients[0]);
    s.clients.back().name = "more-" + std::to_string(i);
    s.clients.back().arrivals.rate = {{Time(), 0}, {Time::seconds(5), 10}};
  }
  const auto records = simulate(s);
  int off = 0, on = 0;
  for (const auto& r : only<ChangeRecord>(records)) {
    off += r.event == ChangeEvent::switched_off ? 1 : 0;
    on += r.event == ChangeEvent::switched_on ? 1 : 0;
    CHECK(r.subject == 1);
    CHECK(r.time > Time::seconds(5));
  }
  CHECK(off > 0);
  CHECK((on == off || on == off - 1));
  for (const auto& o : only<OperationRecord>(records))
    if (o.invoked < Time::seconds(5)) CHECK(o.answer == kAnswerFull);
  CHECK(total(records, 1).not_called > 0);
}
