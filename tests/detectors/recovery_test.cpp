// RTO on histories where every date is chosen: what users got, and what the machinery did, beside each other.
#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

const FaultId kLoss(std::size_t{0});

/// Region A is lost from 2000 to 8000 ms. Users at home in A ask every 10 ms until `until_ms`; they are sent to A until
/// `moved_ms`, in vain from the loss on, and to B after that.
void users_of_a(Story& story, double moved_ms, double until_ms = 10000, FaultId fault = kLoss) {
  for (double t = 0; t < until_ms; t += 10) {
    const bool at_a = t < moved_ms, fails = at_a && t >= 2000;
    story.operation(t, fails ? t + 100 : t + 5, kA, fails ? Outcome::timeout : Outcome::ok, [&](OperationRecord& r) {
      r.asked = RegionId(at_a ? kA : kB);
      if (fails) r.fault = fault;
    });
  }
}

void users_elsewhere(Story& story) {
  for (double t = 5; t < 10000; t += 10) story.operation(t, t + 5, kB, Outcome::ok);
}

void add_loss(Story& story) {
  story.scenario.faults.push_back(
      {"A lost", "region_down", Time::seconds(2), Time::seconds(8), RegionDown{RegionId(kA)}});
  story.fault(2000, 0, true);
  story.fault(8000, 0, false);
}

void health(Story& story, double ms, HealthEvent event, std::size_t region) {
  HealthRecord r;
  r.event = event;
  r.region = RegionId(region);
  story.tell(ms, r);
}

}  // namespace

TEST_CASE("The recovery time of a lost region is its parts, within one window", "[detectors]") {
  Story story;
  add_loss(story);
  users_of_a(story, 5300);
  users_elsewhere(story);
  health(story, 3500, HealthEvent::region_out, kA);
  const Analysis a = story.analyse();
  REQUIRE(a.faults[0].rto);
  const Rto& rto = *a.faults[0].rto;
  REQUIRE(rto.total_s);
  CHECK(*rto.total_s == Approx(4.0));  // the window from 5 to 6 s is the last bad one: 30 of its 100 failed
  CHECK(rto.detect_s == Approx(1.5));
  CHECK(rto.decide_s == 0);
  CHECK(rto.promote_s == 0);
  CHECK(rto.redirect_s == Approx(1.79));  // the last request that went to A began at 5290
  const double parts = rto.detect_s + rto.decide_s + rto.promote_s + rto.redirect_s;
  CHECK(*rto.total_s - parts >= 0);
  CHECK(*rto.total_s - parts <= 1);
}

TEST_CASE("With a failover the parts are told by its steps", "[detectors]") {
  Story story(3, WritePattern::global);
  add_loss(story);
  users_of_a(story, 3200);
  for (double t = 5; t < 10000; t += 10) {  // users of B write; in vain for a while
    const bool fails = t >= 2000 && t < 6100;
    story.operation(t, t + 50, kB, fails ? Outcome::timeout : Outcome::ok, [&](OperationRecord& r) {
      r.kind = OpKind::write;
      if (fails) r.fault = kLoss;
    });
  }
  health(story, 3000, HealthEvent::region_out, kA);
  story.role(4000, RoleEvent::detected, kA);
  story.role(5000, RoleEvent::decided, kB);
  story.role(5000, RoleEvent::fenced, kA);
  story.role(5500, RoleEvent::promoted, kB);
  story.role(6100, RoleEvent::redirected, kC);
  story.role(7000, RoleEvent::redirected, kA);  // it is down: nobody waits for what it hears
  story.role(8000, RoleEvent::rejoined, kA);    // the lost region is back; its users have long been elsewhere
  const Analysis a = story.analyse();
  REQUIRE(a.faults[0].rto);
  const Rto& rto = *a.faults[0].rto;
  CHECK(rto.detect_s == Approx(2.0));
  CHECK(rto.decide_s == Approx(1.0));
  CHECK(rto.promote_s == Approx(0.5));
  REQUIRE(rto.total_s);
  CHECK(*rto.total_s == Approx(4.0));    // in the window from 6 to 7 s, 5 % failed, and the SLO is 90 %
  CHECK(rto.redirect_s == Approx(0.5));  // until then: the last region was told at 6.1 s
  CHECK_FALSE(rto.cut_short);
  CHECK(rto.noticed);
}

TEST_CASE("A failover that was called off adds nothing", "[detectors]") {
  Story story(3, WritePattern::global);
  add_loss(story);
  users_of_a(story, 3200);
  health(story, 3000, HealthEvent::region_out, kA);
  story.role(4000, RoleEvent::detected, kA);
  story.role(4500, RoleEvent::cleared, kA);
  const Analysis a = story.analyse();
  CHECK(a.faults[0].rto->detect_s == Approx(1.0));
  CHECK(a.faults[0].rto->decide_s == 0);
}

TEST_CASE("What nobody noticed ends with the fault", "[detectors]") {
  Story story;
  add_loss(story);
  users_of_a(story, 8000);
  const Analysis a = story.analyse();
  REQUIRE(a.faults[0].rto);
  CHECK(*a.faults[0].rto->total_s == Approx(6.0));
  CHECK_FALSE(a.faults[0].rto->noticed);
  CHECK(a.faults[0].rto->detect_s == Approx(6.0));
  CHECK(a.faults[0].rto->redirect_s == 0);
}

TEST_CASE("A fault under which no window was bad needs no recovery", "[detectors]") {
  Story story;
  add_loss(story);
  users_of_a(story, 2050);  // 5 of the 100 requests of a window fail; the SLO is 90 %
  CHECK_FALSE(story.analyse().faults[0].rto);
}

TEST_CASE("Users who are still unserved when the history ends have not recovered", "[detectors]") {
  Story story;
  add_loss(story);
  users_of_a(story, 8000, 6000);  // the load ends during the fault
  const Analysis a = story.analyse();
  REQUIRE(a.faults[0].rto);
  CHECK_FALSE(a.faults[0].rto->total_s);
}

TEST_CASE("Only the users that a fault hurt are looked at", "[detectors]") {
  Story story;
  add_loss(story);
  users_of_a(story, 3000);
  for (double t = 0; t < 10000; t += 10)  // others fail for reasons of their own
    story.operation(t, t + 5, kC, Outcome::refused);
  health(story, 2500, HealthEvent::region_out, kA);
  const Analysis a = story.analyse();
  CHECK(*a.faults[0].rto->total_s == Approx(1.0));
}

TEST_CASE("A bad window after a good one belongs to the fault only where it was touched", "[detectors]") {
  Story story;
  add_loss(story);
  users_of_a(story, 3000);
  for (double t = 5000; t < 5900; t += 10) story.operation(t, t + 5, kA, Outcome::refused);  // something else
  const Analysis a = story.analyse();
  CHECK(*a.faults[0].rto->total_s == Approx(1.0));
}

TEST_CASE("The aftermath of a fault belongs to it until a window is good", "[detectors]") {
  Story story;
  add_loss(story);
  users_of_a(story, 3000);
  for (double t = 3000; t < 4900; t += 10) story.operation(t, t + 5, kA, Outcome::refused);  // a storm of retries
  const Analysis a = story.analyse();
  CHECK(*a.faults[0].rto->total_s == Approx(3.0));
}

TEST_CASE("Where success was bad before, a bad window belongs to a fault only if it made operations fail",
          "[detectors]") {
  for (const double refused_from : {0.0, 1500.0}) {  // both windows before are bad, or none is
    Story story;
    add_loss(story);
    users_of_a(story, 3000);
    for (double t = refused_from; t < 10000; t += 50) story.operation(t, t + 5, kA, Outcome::refused);  // 20 of 120
    const Rto rto = story.analyse().faults[0].rto.value();
    CHECK(rto.total_s.has_value() == (refused_from == 0));
    if (rto.total_s) CHECK(*rto.total_s == Approx(1.0));
  }
}

TEST_CASE("The return of the role of primary is no part of a recovery that was over before", "[detectors]") {
  for (const double returns : {6000.0, 4000.0}) {
    Story story(3, WritePattern::global);
    add_loss(story);
    users_of_a(story, 5000);
    story.role(3000, RoleEvent::detected, kA);
    story.role(3500, RoleEvent::decided, kB);
    story.role(4500, RoleEvent::promoted, kB);
    story.role(returns, RoleEvent::failback, kA);
    for (double t = returns; t < returns + 500; t += 10)
      story.operation(t, t + 5, kA, Outcome::unavailable, [](OperationRecord& r) { r.fault = kLoss; });
    const Rto rto = story.analyse().faults[0].rto.value();
    REQUIRE(rto.total_s);
    CHECK(*rto.total_s == Approx(3.0));  // from 4 s on users are without service until 5 s in either case
  }
}

TEST_CASE("What happens after users were served again is no part of their recovery time", "[detectors]") {
  Story story;
  add_loss(story);
  users_of_a(story, 3000);
  SECTION("the fault ends later, and nobody has noticed") {
    const Rto rto = story.analyse().faults[0].rto.value();
    CHECK(*rto.total_s == Approx(1.0));
    CHECK_FALSE(rto.noticed);
    CHECK(rto.detect_s == Approx(1.0));
  }
  SECTION("somebody notices in the window that is good") {
    health(story, 3100, HealthEvent::region_out, kA);
    const Rto rto = story.analyse().faults[0].rto.value();
    CHECK(rto.noticed);
    CHECK(rto.detect_s == Approx(1.0));
  }
  SECTION("somebody notices later, and notices again") {
    health(story, 2600, HealthEvent::region_out, kA);
    health(story, 5000, HealthEvent::region_in, kA);
    health(story, 6000, HealthEvent::region_out, kA);
    const Rto rto = story.analyse().faults[0].rto.value();
    CHECK(rto.noticed);
    CHECK(rto.detect_s == Approx(0.6));
    CHECK(rto.detect_s + rto.redirect_s <= *rto.total_s);
  }
}

TEST_CASE("A region whose processes are still starting is under repair, and not metastable", "[detectors]") {
  for (const bool ended_by_it : {true, false}) {
    Story story;
    story.scenario.replicas.resize(1);
    story.scenario.duration = Time::seconds(40);
    add_loss(story);
    for (double t = 0; t < 40000; t += 10) {
      const bool fails = t >= 2000 && t < 30000;
      story.operation(t, t + 5, kA, fails ? Outcome::refused : Outcome::ok, [&](OperationRecord& r) {
        if (t >= 2000 && t < 8000) r.fault = kLoss;
      });
    }
    ChangeRecord r;
    r.region = RegionId(kA);
    r.replica = ReplicaId(std::size_t{0});
    r.event = ChangeEvent::stopped;
    story.tell(ended_by_it ? 2000 : 9000, r);
    r.event = ChangeEvent::ready;
    story.tell(30000, r);
    const Analysis a = story.analyse(60000);
    REQUIRE(a.faults[0].tail);
    CHECK(a.faults[0].tail->metastable == !ended_by_it);  // 22 s after the end of the fault nothing was answered
    CHECK(a.faults[0].tail->outlasts_s == Approx(22));
  }
}

TEST_CASE("What another fault keeps bad is not metastable, unless the load was carried under that one", "[detectors]") {
  for (const double other_from : {0.0, 2000.0}) {
    Story story;
    story.scenario.duration = Time::seconds(40);
    add_loss(story);
    story.scenario.faults.push_back({"B lost", "region_down", Time(), Time::max(), RegionDown{RegionId(kB)}});
    story.fault(other_from, 1, true);
    for (double t = 0; t < 40000; t += 10)
      story.operation(t, t + 5, kA, t >= 2000 ? Outcome::refused : Outcome::ok, [&](OperationRecord& r) {
        if (t >= 2000) r.fault = FaultId(std::size_t{t < 5000 ? 0u : 1u});
      });
    const Analysis a = story.analyse(60000);
    REQUIRE(a.faults[0].tail);
    CHECK(a.faults[0].tail->metastable == (other_from == 0));
  }
}

TEST_CASE("A second fault on the same users ends the time in which the first can recover", "[detectors]") {
  Story story;
  add_loss(story);
  story.scenario.faults.push_back(
      {"B lost", "region_down", Time::seconds(4), Time::seconds(6), RegionDown{RegionId(kB)}});
  story.fault(4000, 1, true);
  story.fault(6000, 1, false);
  users_of_a(story, 4000);
  for (double t = 4000; t < 6000; t += 10)
    story.operation(t, t + 100, kA, Outcome::timeout, [](OperationRecord& r) { r.fault = FaultId(std::size_t{1}); });
  const Analysis a = story.analyse();
  REQUIRE(a.faults[0].rto);
  CHECK_FALSE(a.faults[0].rto->total_s);  // bad until the second began
  CHECK(a.faults[0].rto->cut_short);
  CHECK(a.faults[0].rto->watched_s == Approx(2.0));
  REQUIRE(a.faults[1].rto);
  CHECK(*a.faults[1].rto->total_s == Approx(2.0));
}

TEST_CASE("A replica that is gone is detected when its balancer takes it out", "[detectors]") {
  Story story;
  story.scenario.faults.push_back(
      {"replica", "replica_down", Time::seconds(2), Time::seconds(8), ReplicaDown{ReplicaId(std::size_t{0})}});
  story.fault(2000, 0, true);
  story.fault(8000, 0, false);
  for (double t = 0; t < 10000; t += 10) {
    const bool fails = t >= 2000 && t < 4200;
    story.operation(t, t + 5, kA, fails ? Outcome::refused : Outcome::ok, [&](OperationRecord& r) {
      if (fails) r.fault = kLoss;
    });
  }
  HealthRecord r;
  r.event = HealthEvent::replica_out;
  r.region = RegionId(kA);
  r.replica = ReplicaId(std::size_t{0});
  story.tell(4200, r);
  const Analysis a = story.analyse();
  CHECK(a.faults[0].rto->detect_s == Approx(2.2));
  CHECK(*a.faults[0].rto->total_s == Approx(3.0));
}

}  // namespace bicoastal::test
