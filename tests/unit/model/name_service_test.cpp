#include <bicoastal/analysis.hpp>

#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// Three regions; users at r0, who have r1 next and r2 last. Region r0 is lost from 30 s to 60 s of 120 s.
Scenario lost_home(std::uint32_t sessions = 200) {
  Scenario s = make_regions({{0, 20, 30}, {20, 0, 45}, {30, 45, 0}});
  s.duration = Time::seconds(120);
  s.routing.dns_ttl = Time::seconds(5);
  s.routing.health_check = {Time::seconds(2), Time::millis(500), 3, 2};
  add_clients(s, 0, 200, 1, sessions);
  add_fault(s, 30, 30, RegionDown{RegionId(0)});
  return s;
}

std::vector<HealthRecord> verdicts(const std::vector<Record>& records, HealthEvent event) {
  std::vector<HealthRecord> found;
  for (const auto& h : only<HealthRecord>(records))
    if (h.event == event) found.push_back(h);
  return found;
}

/// Last time that an operation was sent to `region` between `from` and `until`.
Time last_sent(const std::vector<Record>& records, RegionId region, double from, double until) {
  Time last;
  for (const auto& o : only<OperationRecord>(records))
    if (o.asked == region && o.attempts == 1 && o.invoked >= Time::seconds(from) && o.invoked < Time::seconds(until))
      last = std::max(last, o.invoked);
  return last;
}

}  // namespace

TEST_CASE("what checkers agree on shows in answers once it is published", "[model]") {
  Scenario s = lost_home();
  s.routing.publish = Time::seconds(4);
  s.routing.health_check.checkers = 5;
  s.routing.health_check.agree = 0.5;
  const auto records = simulate(s);
  REQUIRE(verdicts(records, HealthEvent::region_out).size() == 1);
  const Time out = verdicts(records, HealthEvent::region_out)[0].time;
  // 3 failed checks every 2 s, the last one given up after 0.5 s, as the 3rd of 5 checkers has it.
  CHECK(out.in_seconds() >= 34.5);
  CHECK(out.in_seconds() <= 36.5);
  for (const auto& m : only<MoveRecord>(records))
    if (m.to == RegionId(1)) CHECK(m.time >= out + Time::seconds(4));
  // The last session to ask had its answer just before: its TTL more.
  const Time last = last_sent(records, RegionId(0), 30, 60);
  CHECK(last <= out + Time::seconds(4 + 5));
  CHECK(last > out + Time::seconds(4 + 4));  // 200 sessions with 200 requests a second
}

TEST_CASE("sessions that overstay keep a lost region's address for as much longer", "[model]") {
  Scenario s = lost_home();
  s.routing.overstay = 0.3;
  s.routing.overstay_for = Time::seconds(15);
  const auto records = simulate(s);
  const Time out = verdicts(records, HealthEvent::region_out).at(0).time;
  std::set<std::uint32_t> late;
  for (const auto& o : only<OperationRecord>(records))
    if (o.asked == RegionId(0) && o.invoked > out + Time::seconds(5) && o.invoked < Time::seconds(60))
      late.insert(o.session.value);
  // 30 % of 200, of which those whose answer is younger than 15 s still have it: three quarters.
  CHECK(late.size() > 30);
  CHECK(late.size() < 60);
  CHECK(last_sent(records, RegionId(0), 30, 60) <= out + Time::seconds(20));
}

TEST_CASE("with affinity a session does not return by itself, without it does", "[model]") {
  for (const bool stay : {false, true}) {
    Scenario s = lost_home();
    s.routing.stay = stay;
    const auto records = simulate(s);
    std::size_t left = 0, returned = 0;
    for (const auto& m : only<MoveRecord>(records)) (m.from == RegionId(0) ? left : returned) += 1;
    CHECK(left == 200);
    CHECK(returned == (stay ? 0u : 200u));
  }
  Scenario s = lost_home();
  s.routing.stay = true;
  s.routing.dns_ttl = Time();  // anycast with affinity
  std::size_t moves = 0;
  for (const auto& m : only<MoveRecord>(simulate(s)))
    moves += m.from == RegionId(0) && m.to == RegionId(1) ? 1u : 100000u;
  CHECK(moves > 150);
  CHECK(moves <= 200);
}

TEST_CASE("the nearest region on the globe is not always the fastest", "[model]") {
  Scenario s = lost_home();
  s.faults.clear();
  s.clients[0].km_to_region = {5000, 800, 7000};
  s.routing.policy = RoutingPolicy::geographic;
  for (const auto& o : only<OperationRecord>(simulate(s))) REQUIRE(o.asked == RegionId(1));
}

TEST_CASE("an evacuated region gets nobody once answers have run out, and its users back afterwards", "[model]") {
  Scenario s = lost_home();
  s.faults.clear();
  s.actions = {{"drill", "evacuate_region", Time::seconds(30), Time::seconds(60), EvacuateRegion{RegionId(0)}},
               {"again", "evacuate_region", Time::seconds(50), Time::seconds(80), EvacuateRegion{RegionId(0)}}};
  const auto records = simulate(s);
  std::map<ChangeEvent, std::vector<Time>> changes;
  for (const auto& c : only<ChangeRecord>(records)) {
    CHECK(c.region == RegionId(0));
    changes[c.event].push_back(c.time);
  }
  CHECK(changes[ChangeEvent::evacuated] == std::vector{Time::seconds(30), Time::seconds(50)});
  CHECK(changes[ChangeEvent::readmitted] == std::vector{Time::seconds(60), Time::seconds(80)});
  std::size_t home = 0;
  for (const auto& o : only<OperationRecord>(records)) {
    CHECK(o.outcome == Outcome::ok);  // nobody is sent into the void
    if (o.invoked > Time::seconds(35) && o.invoked < Time::seconds(80)) REQUIRE(o.asked == RegionId(1));
    if (o.invoked > Time::seconds(85)) REQUIRE(o.asked == RegionId(0));
    home += o.asked == RegionId(0) ? 1 : 0;
  }
  CHECK(home > 0);
}

TEST_CASE("where every region is evacuated or down, those that are only down still get users", "[model]") {
  Scenario s = lost_home();
  s.actions = {{"a", "evacuate_region", Time::seconds(10), Time::max(), EvacuateRegion{RegionId(1)}},
               {"b", "evacuate_region", Time::seconds(10), Time::max(), EvacuateRegion{RegionId(2)}}};
  for (const auto& o : only<OperationRecord>(simulate(s)))
    if (o.invoked > Time::seconds(15)) REQUIRE(o.asked == RegionId(0));
}

TEST_CASE("a deep check takes a region out whose store is down, a shallow one does not", "[model]") {
  for (const bool deep : {false, true}) {
    Scenario s = lost_home();
    s.faults.clear();
    add_fault(s, 30, 30, StoreDown{RegionId(0)});
    s.routing.health_check.deep = deep;
    const auto records = simulate(s);
    CHECK(verdicts(records, HealthEvent::region_out).size() == (deep ? 1 : 0));
    CHECK(verdicts(records, HealthEvent::replica_out).empty());  // balancers check the processes alone
    if (deep) CHECK(verdicts(records, HealthEvent::region_out)[0].time <= Time::seconds(36));
  }
  // Checked deeply by its balancer, a region whose store is down has no replica that is in, and so is out.
  Scenario s = lost_home();
  s.faults.clear();
  s.balancing.health_check = {Time::seconds(1), Time::millis(500), 2, 2, 1, 0.5, true};
  add_fault(s, 30, 30, StoreDown{RegionId(0)});
  const auto records = simulate(s);
  CHECK(verdicts(records, HealthEvent::replica_out).size() == 3);
  CHECK(verdicts(records, HealthEvent::region_out).size() == 1);
}

TEST_CASE("the parts of a recovery time add up with many checkers, late publishing and sessions that overstay",
          "[model]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Scenario s = lost_home();
    s.seed = seed;
    s.duration = Time::seconds(180);
    s.faults[0].until = Time::seconds(120);
    s.routing.health_check.checkers = 16;
    s.routing.health_check.agree = 0.18;
    s.routing.publish = Time::seconds(4);
    s.routing.overstay = 0.2;
    s.routing.overstay_for = Time::seconds(25);
    const auto records = simulate(s);
    Analyser analyser(s);
    analyser.consume(records);
    const Analysis a = analyser.finish();
    REQUIRE(a.faults.at(0).rto);
    const Rto& rto = *a.faults[0].rto;
    REQUIRE(rto.total_s);
    const Time out = verdicts(records, HealthEvent::region_out).at(0).time;
    CHECK(rto.detect_s == Approx(out.in_seconds() - 30));
    // What is published late and what outlasts the TTL is part of the way to the new place.
    CHECK(rto.redirect_s > 4 + 5 + 10);
    CHECK(rto.redirect_s <= 4 + 5 + 25);
    CHECK(std::abs(*rto.total_s - (rto.detect_s + rto.redirect_s)) <= s.window.in_seconds());
  }
}

TEST_CASE("both ways to simulate tell the same of evacuations, publishing, overstaying and agreement", "[model]") {
  Scenario s = lost_home(50);
  s.routing.publish = Time::seconds(1);
  s.routing.overstay = 0.2;
  s.routing.overstay_for = Time::seconds(9);
  s.routing.health_check.checkers = 4;
  s.actions = {{"a", "evacuate_region", Time::seconds(70), Time::seconds(90), EvacuateRegion{RegionId(1)}}};
  const auto ahead = simulate(s), step = simulate(s, EngineMode::step);
  REQUIRE(ahead.size() == step.size());
  CHECK(std::equal(ahead.begin(), ahead.end(), step.begin(), [](const Record& a, const Record& b) {
    return a.time == b.time && a.type == b.type && std::equal(std::begin(a.payload), std::end(a.payload), b.payload);
  }));
}
