// Failovers of known systems, with the settings that they are delivered with, over many phases of their checks.
#include "failover_story.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// From the loss of the primary until the next one accepts writes, for so many seeds.
std::vector<double> times_to_promotion(Scenario s, std::uint64_t seeds) {
  std::vector<double> times;
  add_fault(s, 30, 100, RegionDown{RegionId(0)});
  s.settle = Time::seconds(1);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    s.seed = seed;
    const auto promoted = roles(simulate(s), RoleEvent::promoted);
    REQUIRE(promoted.size() == 1);
    times.push_back(promoted[0].time.in_seconds() - 30);
  }
  return times;
}

}  // namespace

TEST_CASE("Patroni: ttl 30 s, loop 10 s: a new leader between ttl - loop and ttl + loop after the old one is lost",
          "[model]") {
  Scenario s = three_regions_one_primary(1);
  Failover& f = s.data.failover;
  f.detect = {Time::seconds(10), Time::seconds(1), 1, 1};
  f.lease = Time::seconds(30);
  f.promote = Time();
  const auto times = times_to_promotion(s, 200);
  for (const double t : times) {
    CHECK(t >= 30 - 10);
    CHECK(t <= 30 + 10);
  }
  // The loss falls anywhere between two renewals, and the end of the lease anywhere between two looks at it.
  CHECK(*std::min_element(times.begin(), times.end()) < 23);
  CHECK(*std::max_element(times.begin(), times.end()) > 37);
  double mean = 0;
  for (const double t : times) mean += t / static_cast<double>(times.size());
  CHECK(mean == Approx(30).margin(3 * 10 / std::sqrt(6.0 * 200)));  // the sum of two uniform waits of 10 s
}

TEST_CASE(
    "Sentinel: down after 5 s of silence, a failover within 10 s; a cut-off master's acknowledged writes are lost",
    "[model]") {
  Scenario s = three_regions_one_primary(10);
  Failover& f = s.data.failover;
  f.detect = {Time::seconds(1), Time::seconds(1), 5, 1};  // a PING a second
  f.promote = Time::seconds(1);                           // votes, SLAVEOF NO ONE
  f.fencing = false;
  f.redirect_ttl = Time::seconds(1);
  for (const double t : times_to_promotion(s, 100)) {
    CHECK(t >= 5);
    CHECK(t <= 10);
  }
  add_fault(s, 30, 30, Partition{{}, links_of_r0()});
  const auto records = simulate(s);
  CHECK(analysed(s, records).lost_writes > 0);
  CHECK(analysed(s, records).split_brain_s > 20);
}

TEST_CASE(
    "MySQL Group Replication: a member is expelled 5 to 10 s after it fell silent, a new primary within 10 to 25 s",
    "[model]") {
  Scenario s = three_regions_one_primary(1);
  Failover& f = s.data.failover;
  f.detect = {Time::seconds(1), Time::seconds(1), 5, 1};
  f.decide = Distribution::constant(Time::seconds(5));  // member_expel_timeout
  f.promote = Time::seconds(2);
  for (const double t : times_to_promotion(s, 100)) {
    CHECK(t >= 10);
    CHECK(t <= 25);
  }
}

TEST_CASE("a decision that a person makes takes another time in each run", "[model]") {
  Scenario s = three_regions_one_primary(1);
  s.data.failover.decide = Distribution::exponential(Time::seconds(10));
  s.data.failover.promote = Time();
  const auto waits = [&] {
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      s.seed = seed;
      Scenario one = s;
      one.duration = Time::seconds(200);
      add_fault(one, 10, 150, RegionDown{RegionId(0)});
      const auto records = simulate(one);
      sum +=
          (roles(records, RoleEvent::decided).at(0).time - roles(records, RoleEvent::detected).at(0).time).in_seconds();
    }
    return sum / 200;
  };
  CHECK(waits() == Approx(10).margin(3 * 10 / std::sqrt(200.0)));
}
