#include "sim/model/dependencies/breaker.hpp"

#include "support/dependencies.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

using Step = CircuitBreaker::Change;
constexpr auto instant = [](double s) { return Time::seconds(s); };
const Breaker kRule{5, Time::seconds(60), 1};

/// An attempt that begins and ends at once.
Step attempt(CircuitBreaker& breaker, double s, bool well, const Breaker& rule = kRule) {
  const auto pass = breaker.pass(rule, instant(s));
  REQUIRE(pass);
  return breaker.ended(rule, instant(s), pass->epoch, well);
}

}  // namespace

TEST_CASE("five failures in a row open a breaker, and 60 s later one trial may pass", "[model][dependencies]") {
  CircuitBreaker breaker;
  for (int i = 1; i <= 4; ++i) CHECK(attempt(breaker, i, false) == Step::none);
  CHECK(attempt(breaker, 5, false) == Step::opened);
  CHECK_FALSE(breaker.closed());
  CHECK_FALSE(breaker.pass(kRule, instant(5)));
  CHECK_FALSE(breaker.pass(kRule, instant(64.999)));
  const auto trial = breaker.pass(kRule, instant(65));
  REQUIRE(trial);
  CHECK(trial->change == Step::trial);
  CHECK_FALSE(breaker.pass(kRule, instant(66)));  // one at a time
  CHECK(breaker.ended(kRule, instant(67), trial->epoch, true) == Step::closed);
  CHECK(breaker.closed());
  CHECK(attempt(breaker, 68, true) == Step::none);
}

TEST_CASE("a success between failures begins the count anew", "[model][dependencies]") {
  CircuitBreaker breaker;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i) CHECK(attempt(breaker, 1, false) == Step::none);
    CHECK(attempt(breaker, 1, true) == Step::none);
  }
  CHECK(breaker.closed());
}

TEST_CASE("a trial that fails opens the breaker for as long again", "[model][dependencies]") {
  CircuitBreaker breaker;
  for (int i = 0; i < 5; ++i) attempt(breaker, 0, false);
  CHECK(attempt(breaker, 60, false) == Step::opened);
  CHECK_FALSE(breaker.pass(kRule, instant(119.999)));
  CHECK(breaker.pass(kRule, instant(120)));
}

TEST_CASE("a breaker closes when all of its trials have ended well", "[model][dependencies]") {
  const Breaker rule{1, Time::seconds(10), 3};
  CircuitBreaker breaker;
  attempt(breaker, 0, false, rule);
  const auto first = breaker.pass(rule, instant(10)), second = breaker.pass(rule, instant(10)),
             third = breaker.pass(rule, instant(10));
  REQUIRE((first && second && third));
  CHECK(first->change == Step::trial);
  CHECK(second->change == Step::none);
  CHECK_FALSE(breaker.pass(rule, instant(10)));
  CHECK(breaker.ended(rule, instant(11), first->epoch, true) == Step::none);
  CHECK(breaker.ended(rule, instant(11), third->epoch, true) == Step::none);
  CHECK(breaker.ended(rule, instant(11), second->epoch, true) == Step::closed);
}

TEST_CASE("what was called before a breaker opened neither closes nor opens it", "[model][dependencies]") {
  CircuitBreaker breaker;
  const auto early = breaker.pass(kRule, instant(0)), other = breaker.pass(kRule, instant(0));
  for (int i = 0; i < 5; ++i) attempt(breaker, 1, false);
  CHECK(breaker.ended(kRule, instant(2), early->epoch, true) == Step::none);
  CHECK_FALSE(breaker.closed());
  const auto trial = breaker.pass(kRule, instant(61));
  REQUIRE(trial);
  CHECK(breaker.ended(kRule, instant(62), other->epoch, false) == Step::none);
  CHECK(breaker.ended(kRule, instant(63), trial->epoch, true) == Step::closed);
}

TEST_CASE("each replica's breaker opens after its own failures, and closes after its own trial",
          "[model][dependencies]") {
  // Ten calls a second in turn to two replicas, from 20 s on without answers, 50 ms each. The fifth failure of each
  // replica is its last call for 60 s.
  Scenario s = one_replica();
  s.duration = Time::seconds(120);
  s.zones[0].replicas.emplace_back(s.replicas.size());
  s.replicas.push_back({"r0a/2", ZoneId(0)});
  s.service.dependencies = {dependency("a", 10, 50)};
  s.service.dependencies[0].critical = false;
  s.service.dependencies[0].breaker = kRule;
  add_fault(s, 20, 30, down(0));
  const auto records = simulate(s);
  std::vector<ChangeRecord> of_first;
  for (const auto& r : only<ChangeRecord>(records))
    if (r.replica == ReplicaId(0)) of_first.push_back(r);
  REQUIRE(of_first.size() == 3);
  CHECK(of_first[0].event == ChangeEvent::breaker_opened);
  CHECK(of_first[1].event == ChangeEvent::breaker_trial);
  CHECK(of_first[2].event == ChangeEvent::breaker_closed);
  CHECK(of_first[0].time.in_seconds() == Approx(20 + 5 * 0.2).margin(0.2));
  CHECK((of_first[1].time - of_first[0].time).in_seconds() == Approx(60).margin(0.2));
  CHECK((of_first[2].time - of_first[1].time).in_millis() == Approx(10));
  CHECK(only<ChangeRecord>(records).size() == 6);
  CHECK(total(records, 0).timeouts == 10);
  std::uint16_t open = 0;
  for (const auto& r : only<DependencyRecord>(records)) open = std::max(open, r.breakers_open);
  CHECK(open == 2);
}
