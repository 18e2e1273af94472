#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <numeric>
#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// One region, `zones` zones with room for `places` replicas each, of which the first `running` run at the start.
Scenario zoned(std::size_t zones, std::uint32_t places, std::uint32_t running) {
  Scenario s = make_regions({{0}}, 0);
  s.zones.clear();
  s.regions[0].zones.clear();
  for (std::size_t z = 0; z < zones; ++z) {
    Zone zone{"z" + std::to_string(z), RegionId(std::size_t{0}), {}};
    for (std::uint32_t i = 0; i < places; ++i) {
      zone.replicas.emplace_back(s.replicas.size());
      s.replicas.push_back({zone.name + "/" + std::to_string(i + 1), ZoneId(z), i < running});
    }
    s.regions[0].zones.emplace_back(z);
    s.zones.push_back(zone);
  }
  s.service = {Distribution::constant(Time::millis(40)), 4, 1000};
  s.balancing.health_check = HealthCheck{Time::seconds(2), Time::seconds(1), 2, 2};
  s.balancing.drain = Time::seconds(20);
  s.fleet.start = Distribution::constant(Time::seconds(5));
  s.fleet.boot = Time::seconds(10);
  return s;
}

Scenario scaled(double per_second, std::uint32_t in_each_zone = 2) {
  Scenario s = zoned(2, 10, in_each_zone);
  s.duration = Time::seconds(400);
  s.fleet.autoscaling = Autoscaling{2, 20, 0.6, Time::seconds(30), Time::seconds(60)};
  Population& p = add_clients(s, 0, per_second, 1.0);
  p.arrivals.kind = Arrivals::Kind::constant;
  return s;
}

std::vector<std::int64_t> values(const std::vector<Record>& records, ChangeEvent event) {
  std::vector<std::int64_t> found;
  for (const auto& c : only<ChangeRecord>(records))
    if (c.event == event) found.push_back(c.value);
  return found;
}

std::vector<double> times(const std::vector<Record>& records, ChangeEvent event, double from_s = 0) {
  std::vector<double> found;
  for (const auto& c : only<ChangeRecord>(records))
    if (c.event == event && c.time >= Time::seconds(from_s)) found.push_back(c.time.in_seconds());
  return found;
}

std::uint32_t up_at(const std::vector<Record>& records, double at_s) {
  std::uint32_t up = 0;
  for (const auto& l : only<LoadRecord>(records))
    if (l.time <= Time::seconds(at_s)) up = l.replicas_up;
  return up;
}

std::size_t failed(const std::vector<Record>& records) {
  const auto operations = only<OperationRecord>(records);
  return static_cast<std::size_t>(std::count_if(operations.begin(), operations.end(),
                                                [](const OperationRecord& o) { return o.outcome != Outcome::ok; }));
}

}  // namespace

TEST_CASE("target tracking comes to the number that offered load over target and slots says", "[model]") {
  // per_second * 40 ms of work keep so many slots busy; a replica has 4 of them, of which 60 % should be.
  for (const double per_second : {190.0, 350.0, 440.0}) {
    const double predicted = std::ceil(per_second * 0.040 / (4 * 0.6));
    const auto records = simulate(scaled(per_second, 4));
    CHECK(up_at(records, 395) == static_cast<std::uint32_t>(predicted));
    CHECK(failed(records) == 0);
  }
}

TEST_CASE("a steady load whose need is a whole number does not make a replica come and go", "[model]") {
  // 180 a second need 180 * 0.040 / (4 * 0.6) = 3.0 replicas: chance takes it over that every other minute.
  Scenario s = scaled(180);
  s.clients[0].arrivals.kind = Arrivals::Kind::poisson;
  s.duration = Time::seconds(3600);
  CHECK(values(simulate(s), ChangeEvent::scaled) == std::vector<std::int64_t>{3});  // of four
}

TEST_CASE("what is saturated looks no fuller than full, so replicas grow by one over the target at a time", "[model]") {
  // 4 replicas have 16 slots; 890/s would keep 35.6 busy. Each look finds them full: 4, ceil(4 / 0.6) = 7, 12, then 15.
  Scenario s = scaled(890);
  s.service.queue = 5;
  const auto wanted = values(simulate(s), ChangeEvent::scaled);
  REQUIRE(wanted.size() >= 3);
  CHECK(wanted[0] == 7);
  CHECK(wanted[1] == 12);
  CHECK(wanted.back() == 15);
}

TEST_CASE("replicas that are not needed any more are given back after the cooldown, and no request is lost",
          "[model]") {
  Scenario s = scaled(440, 4);
  s.clients[0].arrivals.rate.push_back({Time::seconds(200), 190});
  const auto records = simulate(s);
  CHECK(up_at(records, 195) == 8);  // ceil(440 * 0.04 / 2.4)
  CHECK(up_at(records, 395) == 4);  // ceil(190 * 0.04 / 2.4)
  CHECK(failed(records) == 0);
  const auto at_start =
      std::count_if(s.replicas.begin(), s.replicas.end(), [](const Replica& r) { return r.at_start; });
  CHECK(at_start + std::ssize(times(records, ChangeEvent::started)) -
            std::ssize(times(records, ChangeEvent::given_back)) ==
        4);
  const auto changes = times(records, ChangeEvent::scaled);
  for (std::size_t i = 1; i < changes.size(); ++i)
    if (values(records, ChangeEvent::scaled)[i] < values(records, ChangeEvent::scaled)[i - 1])
      CHECK(changes[i] - changes[i - 1] >= 60);
}

TEST_CASE("after the loss of a zone autoscaling starts what is missing in the zones that are left", "[model]") {
  Scenario s = scaled(190);  // wants 4: two in each zone
  add_fault(s, 100, 250, ZoneDown{ZoneId(std::size_t{0})});
  const auto records = simulate(s);
  CHECK(up_at(records, 99) == 4);
  CHECK(up_at(records, 105) == 2);
  CHECK(up_at(records, 180) == 4);
  std::set<ReplicaId> started;
  for (const auto& c : only<ChangeRecord>(records))
    if (c.event == ChangeEvent::started && c.time > Time::seconds(100) && c.time < Time::seconds(180))
      started.insert(c.replica);
  for (const ReplicaId r : started) CHECK(s.replicas[r.index()].zone == ZoneId(std::size_t{1}));
}

TEST_CASE("a machine that its balancer held for down long enough is replaced where there is power", "[model]") {
  Scenario s = zoned(3, 3, 2);
  s.duration = Time::seconds(200);
  s.fleet.replace = Time::seconds(30);
  add_fault(s, 50, 140, ZoneDown{ZoneId(std::size_t{1})});
  const auto records = simulate(s);
  std::map<ReplicaId, ReplicaId> place;
  for (const auto& c : only<ChangeRecord>(records)) {
    if (c.event != ChangeEvent::started || c.time > Time::seconds(180)) continue;
    place[c.replica] = ReplicaId(static_cast<std::size_t>(c.value));
    // Silent: 2 to 4 s and a timeout until it is held for down; 30 s of patience, 10 s to boot.
    CHECK(c.time.in_seconds() >= 50 + 3 + 30 + 10);
    CHECK(c.time.in_seconds() <= 50 + 5 + 30 + 10);
  }
  REQUIRE(place.size() == 2);
  std::set<ZoneId> zones;
  for (const auto& [to, from] : place) {
    CHECK(s.replicas[from.index()].zone == ZoneId(std::size_t{1}));
    zones.insert(s.replicas[to.index()].zone);
  }
  CHECK(zones == std::set{ZoneId(std::size_t{0}), ZoneId(std::size_t{2})});  // one in each of the others
  CHECK(up_at(records, 120) == 6);
  CHECK(up_at(records, 199) == 6);  // what was given up does not come back with its zone
}

TEST_CASE("a machine whose zone loses power while it boots is replaced, too", "[model]") {
  Scenario s = zoned(2, 6, 2);
  s.duration = Time::seconds(600);
  s.fleet.boot = Time::seconds(60);
  s.fleet.replace = Time::seconds(30);
  add_fault(s, 100, 1e6,
            ReplicaDown{ReplicaId(std::size_t{0})});  // its successor, in the same zone, boots from 135 s on
  add_fault(s, 150, 1e6, ZoneDown{ZoneId(std::size_t{0})});
  const auto records = simulate(s);
  CHECK(up_at(records, 599) == 4);
  std::size_t ready = 0;
  for (const auto& c : only<ChangeRecord>(records))
    if (c.event == ChangeEvent::ready) {
      CHECK(s.replicas[c.replica.index()].zone == ZoneId(std::size_t{1}));
      ++ready;
    }
  CHECK(ready == 2);
}

TEST_CASE("a machine whose process hangs for good is replaced in its place", "[model]") {
  Scenario s = zoned(2, 2, 2);
  s.duration = Time::seconds(200);
  s.fleet.replace = Time::seconds(30);
  s.faults.push_back({"hang", "hang", Time::seconds(50), Time::max(), Hang{{ReplicaId(std::size_t{1})}}});
  const auto records = simulate(s);
  const auto started = times(records, ChangeEvent::started);
  REQUIRE(started.size() == 1);
  CHECK(started[0] >= 50 + 3 + 30 + 10);
  CHECK(started[0] <= 50 + 5 + 30 + 10);
  CHECK(up_at(records, 120) == 4);
}

TEST_CASE("a region on standby comes to its full size as long after the first sign as it says", "[model]") {
  for (const std::uint32_t waiting : {0u, 1u}) {
    Scenario s = make_regions({{0, 40}, {40, 0}}, 3);
    s.duration = Time::seconds(300);
    s.regions[1].standby = Standby{waiting, 3, Time::seconds(60)};
    for (std::size_t i = 3 + waiting; i < 6; ++i) s.replicas[i].at_start = false;
    s.fleet.start = Distribution::constant(Time::seconds(5));
    s.routing.policy = RoutingPolicy::failover;
    s.routing.order = {RegionId(std::size_t{0}), RegionId(std::size_t{1})};
    s.routing.dns_ttl = Time::seconds(10);
    s.routing.health_check = HealthCheck{Time::seconds(10), Time::seconds(1), 3, 2};
    add_clients(s, 0, 50, 1.0);
    add_fault(s, 100, 500, RegionDown{RegionId(std::size_t{0})});
    const auto records = simulate(s);
    double out = 0;
    for (const auto& h : only<HealthRecord>(records))
      if (h.event == HealthEvent::region_out && h.region.index() == 0) out = h.time.in_seconds();
    REQUIRE(out > 120);
    std::vector<double> started;
    for (const auto& c : only<ChangeRecord>(records))
      if (c.event == ChangeEvent::started && c.region.index() == 1) started.push_back(c.time.in_seconds());
    REQUIRE(started.size() == 3 - waiting);
    for (const double at : started) CHECK(at == Approx(out + 60));
    const auto operations = only<OperationRecord>(records);
    CHECK(std::count_if(operations.begin(), operations.end(), [&](const OperationRecord& o) {
            return o.outcome == Outcome::ok && o.asked.index() == 1 && o.invoked > Time::seconds(out + 100);
          }) > 1000);
    CHECK(std::none_of(operations.begin(), operations.end(), [&](const OperationRecord& o) {
      return o.outcome == Outcome::ok && waiting == 0 && o.invoked > Time::seconds(101) &&
             o.invoked < Time::seconds(out + 60);
    }));
  }
}

TEST_CASE("functions start an instance for each request that finds none idle, and keep it", "[model]") {
  Scenario s = zoned(3, 1, 1);
  s.fleet = {};
  s.fleet.managed = Fleet::Managed{Distribution::constant(Time::millis(300)), Time::seconds(600), 1000};
  Population& p = add_clients(s, 0, 10, 1.0);  // one at a time: 40 ms of work each 100 ms
  p.arrivals.kind = Arrivals::Kind::constant;
  const auto operations = only<OperationRecord>(simulate(s));
  std::size_t cold = 0;
  for (const auto& o : operations) {
    const double ms = (o.time - o.invoked).in_seconds() * 1e3;
    CHECK((ms == Approx(42) || ms == Approx(342)));  // 1 ms there and back
    cold += ms > 300 ? 1 : 0;
  }
  // While the first instance starts, three more requests come, which start instances of their own; then all are warm.
  CHECK(cold == 4);
}

TEST_CASE("functions refuse what is beyond their limit", "[model]") {
  Scenario s = zoned(2, 1, 1);
  s.fleet = {};
  s.fleet.managed = Fleet::Managed{Distribution::constant(Time()), Time::seconds(60), 5};
  add_clients(s, 0, 500, 1.0);
  std::map<Outcome, double> count;
  for (const auto& o : only<OperationRecord>(simulate(s))) ++count[o.outcome];
  // Erlang's loss formula for 20 Erlangs offered to 5 servers: 0.7577.
  double blocked = 1;
  for (int k = 1; k <= 5; ++k) blocked = 20 * blocked / (k + 20 * blocked);
  CHECK(count[Outcome::refused] / (count[Outcome::refused] + count[Outcome::ok]) == Approx(blocked).epsilon(0.03));
}

TEST_CASE("the loss of a zone takes from functions what was under way there, and nothing after that", "[model]") {
  Scenario s = zoned(3, 1, 1);
  s.fleet = {};
  s.fleet.managed = Fleet::Managed{Distribution::constant(Time::millis(100)), Time::seconds(600), 1000};
  add_clients(s, 0, 300, 1.0);
  add_fault(s, 20, 20, ZoneDown{ZoneId(std::size_t{0})});
  std::size_t lost = 0;
  for (const auto& o : only<OperationRecord>(simulate(s))) {
    if (o.outcome == Outcome::ok) continue;
    CHECK(o.invoked < Time::seconds(20));
    CHECK(o.invoked > Time::seconds(19.8));
    ++lost;
  }
  CHECK(lost >= 1);  // 300/s * 40 ms = 12 under way, a third of them there
  CHECK(lost <= 15);
}

TEST_CASE("every request has one end under random kills, hangs and deploys, in both engine modes", "[model]") {
  const bool holds = rc::check([] {
    Scenario s = zoned(3, 6, 2);
    s.seed = *rc::gen::inRange<std::uint64_t>(1, 1000);
    s.duration = Time::seconds(60);
    s.balancing.drain = Time::seconds(*rc::gen::inRange(0, 5));
    if (*rc::gen::arbitrary<bool>()) s.fleet.restart = Time::seconds(*rc::gen::inRange(0, 10));
    if (*rc::gen::arbitrary<bool>()) s.fleet.liveness = HealthCheck{Time::seconds(3), Time::seconds(1), 2, 1};
    if (*rc::gen::arbitrary<bool>()) s.fleet.startup = HealthCheck{Time::seconds(2), Time::seconds(1), 4, 1};
    if (*rc::gen::arbitrary<bool>()) s.fleet.replace = Time::seconds(*rc::gen::inRange(1, 10));
    if (*rc::gen::arbitrary<bool>())
      s.fleet.autoscaling = Autoscaling{2, 12, 0.6, Time::seconds(10), Time::seconds(10)};
    s.fleet.start = Distribution::constant(Time::seconds(*rc::gen::inRange(0, 10)));
    add_clients(s, 0, 100, 0.7).retries.attempts = 2;
    for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
      const double at = *rc::gen::inRange(1, 55);
      const ReplicaId replica(*rc::gen::inRange<std::size_t>(0, s.replicas.size()));
      const ZoneId zone(*rc::gen::inRange<std::size_t>(0, 3));
      switch (*rc::gen::inRange(0, 4)) {
        case 0: s.faults.push_back({"crash", "", Time::seconds(at), Time::max(), Crash{{replica}}}); break;
        case 1: add_fault(s, at, *rc::gen::inRange(1, 20), Hang{{replica}}); break;
        case 2: add_fault(s, at, *rc::gen::inRange(1, 20), ReplicaDown{replica}); break;
        default: add_fault(s, at, *rc::gen::inRange(1, 20), ZoneDown{zone});
      }
    }
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
      Deploy d;
      d.name = "d";
      d.at = Time::seconds(*rc::gen::inRange(1, 40));
      d.strategy = static_cast<Deploy::Strategy>(*rc::gen::inRange(0, 4));
      d.regions = {RegionId(std::size_t{0})};
      d.batch = static_cast<std::uint32_t>(*rc::gen::inRange(1, 4));
      d.steps = {0.3, 1};
      d.bake = Time::seconds(*rc::gen::inRange(0, 6));
      d.version = {*rc::gen::arbitrary<bool>() ? 0.3 : 0, *rc::gen::arbitrary<bool>() ? 3.0 : 1,
                   *rc::gen::arbitrary<bool>()};
      if (*rc::gen::arbitrary<bool>()) d.abort_above = 0.1;
      d.fault = FaultId(s.faults.size());
      s.faults.push_back({"deploy", "deploy", d.at, Time::max(), Deployed{DeployId(s.deploys.size())}});
      s.deploys.push_back(d);
    }
    const auto records = simulate(s), again = simulate(s, EngineMode::step);
    RC_ASSERT(records.size() == again.size());
    RC_ASSERT(std::memcmp(records.data(), again.data(), records.size() * sizeof(Record)) == 0);
    std::set<OpId> ended;
    for (const auto& o : only<OperationRecord>(records)) {
      RC_ASSERT(ended.insert(o.op).second);
      RC_ASSERT(o.outcome != Outcome::in_flight);
    }
    std::uint64_t last = 0;  // operations of a population are numbered from 0
    for (const OpId op : ended) last = std::max(last, op.value);
    RC_ASSERT(ended.size() == last + 1);
    // Nothing is ready twice, nor stops twice, in a row; what runs at the end is what the samples say.
    std::map<ReplicaId, bool> ready;
    for (std::size_t i = 0; i < s.replicas.size(); ++i) ready[ReplicaId(i)] = s.replicas[i].at_start;
    for (const auto& c : only<ChangeRecord>(records)) {
      if (c.event == ChangeEvent::ready) {
        RC_ASSERT(!ready[c.replica]);
        ready[c.replica] = true;
      } else if (c.event == ChangeEvent::stopped) {
        ready[c.replica] = false;
      }
    }
  });
  CHECK(holds);
}
