// N - 1: whether those that are left can carry what the lost region did.
#include "failover_story.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// Three regions that can work on 500 operations a second each, used so much; users are spread evenly over all that are
/// up. One is lost from 20 s to 100 s.
Scenario three_regions_used(double utilisation) {
  Scenario s = make_regions({{0, 20, 31}, {20, 0, 45}, {31, 45, 0}}, 1);
  s.duration = Time::seconds(120);
  s.service = {Distribution::constant(Time::millis(2)), 1, 5000};
  s.routing.policy = RoutingPolicy::weighted;
  s.routing.weights = {1, 1, 1};
  s.routing.dns_ttl = Time::seconds(2);
  s.routing.health_check = {Time::seconds(2), Time::seconds(1), 2, 2};
  for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, 500 * utilisation, 1, 1000);
  add_fault(s, 20, 80, RegionDown{RegionId(0)});
  return s;
}

/// Operations that failed long after everybody had been sent elsewhere.
std::size_t late_failures(const std::vector<Record>& records) {
  std::size_t failed = 0;
  for (const auto& o : only<OperationRecord>(records))
    if (o.invoked > Time::seconds(50) && o.invoked < Time::seconds(100) && o.outcome != Outcome::ok) ++failed;
  return failed;
}

}  // namespace

TEST_CASE("the loss of one of three regions overloads the others at 70 % utilisation, and not at 60 %", "[model]") {
  for (const double utilisation : {0.6, 0.7}) {
    const Scenario s = three_regions_used(utilisation);
    const auto records = simulate(s);
    const auto& left = analysed(s, records).faults.at(0).survivors;
    REQUIRE(left);
    CHECK(left->capacity == Approx(1000));
    CHECK(left->utilisation() == Approx(3 * utilisation / 2).epsilon(0.02));
    CHECK((left->utilisation() > 1) == (utilisation > 2.0 / 3));
    CHECK((late_failures(records) > 1000) == (utilisation > 2.0 / 3));
  }
}

TEST_CASE("where all users of the lost region go to one neighbour, that one is named", "[model]") {
  Scenario s = three_regions_used(0.6);
  s.routing.policy = RoutingPolicy::latency;
  const auto left = analysed(s, simulate(s)).faults.at(0).survivors;
  REQUIRE(left);
  CHECK(left->utilisation() < 1);
  CHECK(left->busiest == RegionId(1));  // 20 ms from r0
  CHECK(left->busiest_utilisation == Approx(1.2).epsilon(0.02));
}

TEST_CASE("a fault that takes no replicas away says nothing of survivors", "[model]") {
  Scenario s = three_regions_used(0.5);
  s.faults.clear();
  add_fault(s, 20, 20, LinkDown{{LinkId(0)}});
  CHECK_FALSE(analysed(s, simulate(s)).faults.at(0).survivors);
}
