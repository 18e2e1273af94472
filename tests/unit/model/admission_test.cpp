#include "sim/model/server.hpp"
#include "sim/model/token_bucket.hpp"
#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

std::size_t ended(const std::vector<Record>& records, Outcome outcome) {
  std::size_t count = 0;
  for (const auto& o : only<OperationRecord>(records)) count += o.outcome == outcome ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a server refuses what would wait for longer than it may, and nothing else", "[model]") {
  Server server(1, 100, Time(25));
  CHECK(server.admit(Time(0), Time(10)) == Time(10));
  CHECK(server.admit(Time(0), Time(10)) == Time(20));  // waits 10
  CHECK(server.admit(Time(0), Time(10)) == Time(30));  // waits 20
  CHECK_FALSE(server.admit(Time(0), Time(10)));        // would wait 30
  CHECK(server.waiting(Time(0)) == 2);
  CHECK(server.admit(Time(5), Time(10)) == Time(40));  // waits 25
  CHECK(server.take(Time(5), Time(10)) == Time(50));   // was admitted before
}

TEST_CASE("a bucket pays for its burst at once and for its rate from then on", "[model]") {
  TokenBucket bucket(3, 2);
  int paid = 0;
  for (int ms = 0; ms < 10'000; ++ms) paid += bucket.pay(Time::millis(ms)) ? 1 : 0;
  CHECK(paid == 3 + 19);  // 2 a second for just under 10 s
  TokenBucket earned(2);
  CHECK(earned.pay(Time()));
  CHECK(earned.pay(Time()));
  CHECK_FALSE(earned.pay(Time::seconds(100)));
  for (int i = 0; i < 10; ++i) earned.earn(0.1);
  CHECK(earned.pay(Time::seconds(100)));
  CHECK_FALSE(earned.pay(Time::seconds(100)));
}

TEST_CASE("load shedding bounds how long those wait that are served", "[model]") {
  // One slot, 10 ms each: 100 requests a second offered 150.
  Scenario s = make_regions({{0}}, 1);
  s.service.time = Distribution::constant(Time::millis(10));
  s.service.concurrency = 1;
  s.service.queue = 1'000'000;
  add_clients(s, 0, 150, 1).timeout = Time::seconds(5);
  const auto served = [&] {
    const auto records = simulate(s);
    double longest = 0;
    for (const auto& o : only<OperationRecord>(records))
      if (o.outcome == Outcome::ok) longest = std::max(longest, (o.time - o.invoked).in_seconds());
    return std::tuple(longest, ended(records, Outcome::refused), ended(records, Outcome::timeout));
  };
  const auto [unbounded, none_refused, late] = served();
  CHECK(unbounded > 4);  // as long as the clients' patience
  CHECK(none_refused == 0);
  CHECK(late > 0);
  s.service.max_wait = Time::millis(50);
  const auto [bounded, refused, none_late] = served();
  CHECK(bounded <= 0.050 + 0.010 + 2 * 0.001 + 1e-6);  // wait, work, there and back
  CHECK(bounded > 0.050);
  CHECK(none_late == 0);
  // 60 s of 150 a second, of which the one slot takes 100.
  CHECK(static_cast<double>(refused) == Approx(60 * 50).epsilon(0.1));
}

TEST_CASE("a rate limit admits its rate in each region, and refuses the rest", "[model]") {
  Scenario s = make_regions({{0, 20}, {20, 0}});
  s.service.rate_limit = RateLimit{100, 10};
  add_clients(s, 0, 150, 1);
  add_clients(s, 1, 80, 1);
  std::size_t served[2] = {}, refused[2] = {};
  for (const auto& o : only<OperationRecord>(simulate(s)))
    ++(o.outcome == Outcome::ok ? served : refused)[o.asked.index()];
  CHECK(served[0] <= 100 * 60 + 10);
  CHECK(served[0] >= 100 * 60 - 10);
  CHECK(refused[0] > 0);
  // Poisson arrivals at 80 % of the rate: as an M/D/1 queue whose place for 10 is rarely full, few are refused.
  CHECK(refused[1] < 80 * 60 / 50);
}

TEST_CASE("an in-memory session is lost at another replica, and with the process, a shared one in another region",
          "[model]") {
  Scenario s = make_regions({{0, 20}, {20, 0}}, 3);
  s.routing.dns_ttl = Time::seconds(1);
  s.routing.health_check = {Time::seconds(2), Time::millis(500), 3, 2};
  s.balancing.health_check = {Time::seconds(1), Time::millis(500), 2, 2};
  add_clients(s, 0, 100, 1, 30);
  const auto lost = [&](SessionState state, bool sticky) {
    s.service.sessions = state;
    s.balancing.sticky = sticky;
    std::vector<ChangeRecord> found;
    for (const auto& c : only<ChangeRecord>(simulate(s)))
      if (c.event == ChangeEvent::session_lost) found.push_back(c);
    return found;
  };
  // Round robin over three replicas: a request comes to the one before it in about a third of the cases.
  const auto wandering = lost(SessionState::in_memory, false);
  CHECK(static_cast<double>(wandering.size()) == Approx(100 * 60 * 2 / 3.0).epsilon(0.05));
  CHECK(lost(SessionState::in_memory, true).empty());
  CHECK(lost(SessionState::shared, false).empty());
  CHECK(lost(SessionState::none, false).empty());

  // A process that ends takes its sessions with it, whether they wait for it or go elsewhere.
  add_fault(s, 20, 10, ReplicaDown{ReplicaId(1)});
  const auto one_down = lost(SessionState::in_memory, true);
  CHECK(one_down.size() == 10);  // a third of 30, each once
  for (const auto& c : one_down) CHECK(c.replica != ReplicaId(1));
  CHECK(lost(SessionState::shared, true).empty());

  s.faults.clear();
  add_fault(s, 20, 20, RegionDown{RegionId(0)});
  const auto away_and_back = lost(SessionState::shared, false);
  CHECK(away_and_back.size() == 60);  // each session there, and each back again
}
