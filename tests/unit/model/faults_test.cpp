// What each kind of fault does to users, one at a time, in deployments small enough to say it beforehand.
#include "failover_story.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

constexpr RegionId kHere(std::size_t{0}), kThere(std::size_t{1});

/// Two regions 20 ms apart, users in both; the name service is asked every 10 s.
Scenario two_regions() {
  Scenario s = make_regions({{0, 20}, {20, 0}});
  s.routing.dns_ttl = Time::seconds(10);
  s.routing.health_check = {Time::seconds(2), Time::millis(500), 3, 2};
  s.balancing.health_check = {Time::seconds(2), Time::millis(500), 2, 2};
  add_clients(s, 0, 100, 0.5);
  add_clients(s, 1, 100, 0.5);
  return s;
}

std::vector<OperationRecord> of(const std::vector<Record>& records, std::size_t population, double from_s,
                                double to_s) {
  std::vector<OperationRecord> found;
  for (const auto& o : only<OperationRecord>(records))
    if (o.population.index() == population && o.invoked >= Time::seconds(from_s) && o.invoked < Time::seconds(to_s))
      found.push_back(o);
  return found;
}
std::size_t count(const std::vector<OperationRecord>& ops, Outcome outcome) {
  return static_cast<std::size_t>(
      std::count_if(ops.begin(), ops.end(), [&](const auto& o) { return o.outcome == outcome; }));
}
bool all_ok(const std::vector<OperationRecord>& ops) { return !ops.empty() && count(ops, Outcome::ok) == ops.size(); }
std::vector<HealthRecord> health(const std::vector<Record>& records, HealthEvent event) {
  std::vector<HealthRecord> found;
  for (const auto& h : only<HealthRecord>(records))
    if (h.event == event) found.push_back(h);
  return found;
}

}  // namespace

TEST_CASE("a replica that hangs takes its share of the requests with it until its balancer notices",
          "[model][faults]") {
  Scenario s = two_regions();
  add_fault(s, 20, 20, Hang{{ReplicaId(std::size_t{0})}});
  const auto records = simulate(s);
  const auto out = health(records, HealthEvent::replica_out);
  REQUIRE(out.size() == 1);
  // 2 failed checks 2 s apart, the second counting 0.5 s after it began: 2.5 to 4.5 s after the onset.
  CHECK(out[0].time >= Time::seconds(22.5));
  CHECK(out[0].time <= Time::seconds(24.5));
  const auto before = of(records, 0, 20.01, out[0].time.in_seconds() - 0.01);
  const double share = static_cast<double>(count(before, Outcome::timeout)) / static_cast<double>(before.size());
  CHECK(share == Approx(1.0 / 3).margin(0.01));  // round robin over three
  CHECK(all_ok(of(records, 0, out[0].time.in_seconds() + 0.01, 60)));
  CHECK(all_ok(of(records, 1, 0, 60)));
}

TEST_CASE("a gray failure answers its share of requests with errors, and no check sees it", "[model][faults]") {
  Scenario s = two_regions();
  add_fault(s, 20, 20, Errors{{ReplicaId(std::size_t{0})}, 0.3});
  const auto records = simulate(s);
  CHECK(only<HealthRecord>(records).empty());
  const auto during = of(records, 0, 20, 40);
  const double n = static_cast<double>(during.size());
  const double share = static_cast<double>(count(during, Outcome::unavailable)) / n;
  CHECK(share == Approx(0.1).margin(3 * std::sqrt(0.1 * 0.9 / n)));  // one replica of three, three of its ten
  for (const auto& o : during) CHECK((o.outcome == Outcome::ok || o.fault.has_value()));
  CHECK(all_ok(of(records, 0, 0, 19.9)));
  CHECK(all_ok(of(records, 0, 40.1, 60)));
}

TEST_CASE("where the store is silent its region's users wait in vain, and the entry looks healthy", "[model][faults]") {
  Scenario s = two_regions();
  add_fault(s, 20, 20, StoreDown{kHere});
  const auto records = simulate(s);
  const auto during = of(records, 0, 20, 39);
  CHECK(count(during, Outcome::timeout) == during.size());
  CHECK(only<HealthRecord>(records).empty());
  CHECK(all_ok(of(records, 1, 0, 60)));
  CHECK(all_ok(of(records, 0, 40.1, 60)));
}

TEST_CASE("a primary whose store is silent is replaced", "[model][faults]") {
  Scenario s = make_regions({{0, 20, 31}, {20, 0, 45}, {31, 45, 0}});
  s.data.writes = WritePattern::global;
  s.data.primary = kHere;
  s.data.failover.detect = {Time::seconds(2), Time::millis(500), 3, 2};
  add_clients(s, 1, 50, 0);
  add_fault(s, 20, 20, StoreDown{kHere});
  const auto roles = only<RoleRecord>(simulate(s));
  const auto promoted =
      std::find_if(roles.begin(), roles.end(), [](const auto& r) { return r.event == RoleEvent::promoted; });
  REQUIRE(promoted != roles.end());
  CHECK(promoted->region != kHere);
  CHECK(promoted->time > Time::seconds(24));
  CHECK(promoted->time < Time::seconds(27));
}

TEST_CASE("slow disks add what they say to every operation of their region, and to no other", "[model][faults]") {
  Scenario s = two_regions();
  add_fault(s, 20, 20, StoreSlow{kHere, Time::millis(30)});
  const auto records = simulate(s);
  const auto latency = [&](std::size_t population, double from, double to) {
    Time least = Time::max(), most;
    for (const auto& o : of(records, population, from, to)) {
      least = std::min(least, o.time - o.invoked);
      most = std::max(most, o.time - o.invoked);
    }
    return std::pair(least, most);
  };
  // 1 ms each way to the region and 2 ms of work; queues are empty at this load but for chance.
  CHECK(latency(0, 0, 19).first == Time::millis(4));
  CHECK(latency(0, 20, 39).first == Time::millis(34));
  CHECK(latency(1, 20, 39).first == Time::millis(4));
}

TEST_CASE("a silent balancer takes its region from users, and neither replication nor the others", "[model][faults]") {
  Scenario s = two_regions();
  add_fault(s, 20, 20, BalancerDown{kHere});
  const auto records = simulate(s);
  const auto out = health(records, HealthEvent::region_out);
  REQUIRE(out.size() == 1);
  CHECK(out[0].region == kHere);
  const double moved = out[0].time.in_seconds() + 10;  // TTL
  const auto after = of(records, 0, moved, 39);
  CHECK(all_ok(after));
  for (const auto& o : after) CHECK(o.asked == kThere);
  CHECK(count(of(records, 0, 20, 22), Outcome::timeout) > 0);
  std::size_t arrived = 0;
  for (const auto& b : only<BatchRecord>(records))
    arrived += b.event == BatchEvent::arrived && b.to.index() == 0 && b.time > Time::seconds(30) ? 1 : 0;
  CHECK(arrived > 0);
}

TEST_CASE("without a name service sessions get nowhere once what they hold has expired", "[model][faults]") {
  Scenario s = two_regions();
  add_fault(s, 20, 20, NameServiceDown{});
  const auto records = simulate(s);
  // Answers are of random age: of those held at 20 s a tenth expires each second.
  for (const double at : {2.0, 5.0, 8.0}) {
    const auto then = of(records, 0, 20 + at - 0.5, 20 + at + 0.5);
    const double lost = static_cast<double>(count(then, Outcome::timeout)) / static_cast<double>(then.size());
    CHECK(lost == Approx(at / 10).margin(0.2));
  }
  const auto expired = of(records, 0, 30.1, 39);
  CHECK(count(expired, Outcome::timeout) == expired.size());
  CHECK(std::all_of(expired.begin(), expired.end(), [](const auto& o) { return !o.asked.has_value(); }));
  CHECK(all_ok(of(records, 0, 40.1, 60)));
}

TEST_CASE("users cut off from a region fail while all checks of it pass", "[model][faults]") {
  Scenario s = two_regions();
  add_fault(s, 20, 20, AccessDown{{PopulationId(std::size_t{0})}, {kHere}});
  const auto records = simulate(s);
  CHECK(only<HealthRecord>(records).empty());
  const auto during = of(records, 0, 20, 39.9);
  CHECK(count(during, Outcome::timeout) == during.size());
  CHECK(all_ok(of(records, 1, 0, 60)));
  CHECK(all_ok(of(records, 0, 40, 60)));
}

TEST_CASE("a slower way to a region adds to both directions", "[model][faults]") {
  Scenario s = two_regions();
  add_fault(s, 20, 20, AccessDelay{{PopulationId(std::size_t{0})}, {kHere, kThere}, Time::millis(50)});
  const auto records = simulate(s);
  Time least = Time::max();
  for (const auto& o : of(records, 0, 20, 39)) least = std::min(least, o.time - o.invoked);
  CHECK(least == Time::millis(104));
}

TEST_CASE("checks that lie empty a healthy region, or keep users in a dead one", "[model][faults]") {
  SECTION("down") {
    Scenario s = two_regions();
    add_fault(s, 20, 20, CheckLies{CheckLies::Watcher::name_service, {kHere}, false});
    const auto records = simulate(s);
    for (const auto& o : of(records, 0, 37, 39)) CHECK(o.asked == kThere);
    CHECK(all_ok(of(records, 0, 0, 60)));
  }
  SECTION("up") {
    Scenario s = two_regions();
    add_fault(s, 20, 20, CheckLies{CheckLies::Watcher::name_service, {kHere}, true});
    add_fault(s, 22, 17, RegionDown{kHere});
    const auto records = simulate(s);
    CHECK(health(records, HealthEvent::region_out).empty());
    const auto during = of(records, 0, 22, 38.9);
    CHECK(count(during, Outcome::timeout) == during.size());
  }
}

TEST_CASE("operations touched by a fault of a clock are the writes stamped with it", "[model][faults]") {
  Scenario s = two_regions();
  s.data.conflicts.steps = {{kHere, Time::seconds(20), Time::seconds(3)},
                            {kHere, Time::seconds(40), Time::seconds(-3)}};
  add_fault(s, 20, 20, ClockJump{kHere, Time::seconds(3)});
  const auto records = simulate(s);
  for (const auto& o : only<OperationRecord>(records)) {
    if (o.kind != OpKind::write) CHECK_FALSE(o.fault.has_value());
    if (o.kind == OpKind::write && o.store.index() == 0 && o.invoked > Time::seconds(20.1) &&
        o.time < Time::seconds(40)) {
      CHECK(o.fault.has_value());
      CHECK(o.stamp >= (o.invoked + Time::seconds(3)).ns);
    }
  }
}

TEST_CASE("links that stay cut have touched what waits for them, each of those that cut them", "[model][faults]") {
  Scenario s = two_regions();
  s.settle = Time::seconds(5);
  LinkDown there;
  for (std::size_t l = 0; l < s.network.links.size(); ++l)
    if (s.network.links[l].from == kHere) there.links.emplace_back(l);
  add_fault(s, 0, 10, there);     // before anything is on its way
  add_fault(s, 5, 1e6, there);    // for good
  add_fault(s, 1e6, 2e6, there);  // never
  const auto records = simulate(s);
  const Analysis a = analysed(s, records);
  for (const auto& b : only<BatchRecord>(records)) CHECK(b.from != StoreId(kHere.index()));
  for (const std::size_t fault : {0, 1}) {
    CHECK(a.faults.at(fault).batches == 1);
    CHECK(a.faults.at(fault).requests == 0);
  }
  CHECK(a.faults.at(2).batches == 0);
}

TEST_CASE("every kind of fault gives one history in both modes of the engine", "[model][faults]") {
  Scenario s = two_regions();
  s.duration = Time::seconds(30);
  const ReplicaId first(std::size_t{0});
  add_fault(s, 2, 3, Hang{{first}});
  add_fault(s, 4, 5, Errors{{first}, 0.5});
  add_fault(s, 6, 4, StoreDown{kThere});
  add_fault(s, 8, 3, StoreSlow{kHere, Time::millis(3)});
  add_fault(s, 12, 4, BalancerDown{kHere});
  add_fault(s, 14, 4, NameServiceDown{});
  add_fault(s, 16, 4, AccessDown{{PopulationId(std::size_t{1})}, {kThere}});
  add_fault(s, 18, 4, CheckLies{CheckLies::Watcher::balancer, {kHere}, false});
  const auto ahead = simulate(s, EngineMode::run_ahead), step = simulate(s, EngineMode::step);
  REQUIRE(ahead.size() == step.size());
  CHECK(std::equal(ahead.begin(), ahead.end(), step.begin(),
                   [](const Record& a, const Record& b) { return std::memcmp(&a, &b, sizeof a) == 0; }));
}
