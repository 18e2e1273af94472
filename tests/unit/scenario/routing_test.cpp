// What a scenario says of checks, the name service, balancers, admission, retries and actions.
#include "document.hpp"

using namespace bicoastal;
using namespace bicoastal::test;

TEST_CASE("checks are made by one checker of the process alone unless the file says otherwise", "[scenario]") {
  const Scenario plain = accepted(Frame{});
  CHECK((plain.routing.health_check.checkers == 1 && !plain.routing.health_check.deep));
  const Scenario s =
      accepted(Frame{.more = R"("routing": {"health_check": {"checkers": 16, "agree": "18 %", "deep": true}},
                 "balancing": {"health_check": {"interval": "500 ms"}})"});
  CHECK(s.routing.health_check == HealthCheck{Time::seconds(10), Time::seconds(1), 3, 2, 16, 0.18, true});
  // The default of 1 s would outlast the next check.
  CHECK(s.balancing.health_check.timeout == Time::millis(500));
}

TEST_CASE("the name service can be slow to publish, overstayed, sticky, and go by distance", "[scenario]") {
  const Scenario plain = accepted(Frame{});
  CHECK((plain.routing.publish == Time() && plain.routing.overstay == 0 && !plain.routing.stay));
  CHECK(plain.clients[0].km_to_region.empty());
  const Scenario s = accepted(Frame{
      .clients = R"({"location": {"latitude": 51.5, "longitude": -0.1}, "arrivals": "1/s"})",
      .more = R"("routing": {"policy": "geographic", "publish": "20 s", "overstay": "5 %", "overstay_for": "10 min",
                             "stay": true})"});
  CHECK(s.routing.policy == RoutingPolicy::geographic);
  CHECK((s.routing.publish == Time::seconds(20) && s.routing.overstay == 0.05));
  CHECK((s.routing.overstay_for == Time::seconds(600) && s.routing.stay));
  // From London: Dublin is about 460 km away, northern Virginia 5900, Tokyo 9600.
  REQUIRE(s.clients[0].km_to_region.size() == 3);
  CHECK(s.clients[0].km_to_region[1] == Approx(460).epsilon(0.05));
  CHECK(s.clients[0].km_to_region[0] == Approx(5900).epsilon(0.05));
  CHECK(s.clients[0].km_to_region[2] == Approx(9570).epsilon(0.05));
}

TEST_CASE("balancers know zones, backups, cookies and slow starts", "[scenario]") {
  const Scenario s = accepted(Frame{
      .more = R"("balancing": {"policy": "weighted", "zone_weights": {"us-east-1b": 3, "eu-west-1c": 0}, "sticky": true,
                               "backups": ["eu-west-1a/2", "us-east-1a/1"], "slow_start": "30 s"})"});
  CHECK(s.balancing.policy == BalancingPolicy::weighted);
  CHECK(s.balancing.zone_weights == std::vector<double>{1, 3, 1, 1, 1, 0, 1, 1, 1});
  REQUIRE(s.balancing.backups.size() == 2);
  CHECK(s.replicas[s.balancing.backups[0].index()].name == "us-east-1a/1");
  CHECK(s.replicas[s.balancing.backups[1].index()].name == "eu-west-1a/2");
  CHECK((s.balancing.sticky && !s.balancing.zone_aware && s.balancing.slow_start == Time::seconds(30)));
  CHECK(accepted(Frame{.more = R"("balancing": {"zone_aware": true})"}).balancing.zone_aware);
}

TEST_CASE("a service sheds load, limits its rate and keeps sessions only where it is said to", "[scenario]") {
  const Scenario plain = accepted(Frame{});
  CHECK((!plain.service.max_wait && !plain.service.rate_limit && plain.service.sessions == SessionState::none));
  const Scenario s = accepted(
      Frame{.more = R"("service": {"max_wait": "0 s", "rate_limit": {"rate": "120/min"}, "sessions": "shared"})"});
  CHECK(s.service.max_wait == Time());
  REQUIRE(s.service.rate_limit);
  CHECK((s.service.rate_limit->per_second == 2 && s.service.rate_limit->burst == 100));
  CHECK(s.service.sessions == SessionState::shared);
}

TEST_CASE("clients hedge, pay for retries and change region by themselves only where it is said", "[scenario]") {
  const Scenario plain = accepted(Frame{});
  CHECK((!plain.clients[0].next_region_on_retry && plain.clients[0].hedge_after == Time()));
  CHECK_FALSE(plain.clients[0].retries.budget);
  const Scenario s = accepted(Frame{
      .clients = R"({"region": "us-east-1", "arrivals": "1/s", "hedge_after": "20 ms", "next_region_on_retry": true,
                     "retries": {"attempts": 3, "budget": {"burst": 5}}})"});
  CHECK((s.clients[0].next_region_on_retry && s.clients[0].hedge_after == Time::millis(20)));
  REQUIRE(s.clients[0].retries.budget);
  CHECK((s.clients[0].retries.budget->share == 0.2 && s.clients[0].retries.budget->burst == 5));
}

TEST_CASE("actions are named after what they do, and last until they are taken back", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("actions": [{"at": "1 min", "evacuate_region": "eu-west-1"},
                             {"at": "5 min", "for": "30 s", "evacuate_region": "eu-west-1"},
                             {"at": "2 min", "name": "drill", "evacuate_region": "us-east-1"}])"});
  REQUIRE(s.actions.size() == 3);
  CHECK(s.actions[0].name == "evacuate_region eu-west-1");
  CHECK((s.actions[0].kind == "evacuate_region" && s.actions[0].at == Time::seconds(60)));
  CHECK(s.actions[0].until == Time::max());
  CHECK(s.actions[1].name == "evacuate_region eu-west-1 (2)");
  CHECK(s.actions[1].until == Time::seconds(330));
  CHECK(s.actions[2].name == "drill");
  CHECK(std::get<EvacuateRegion>(s.actions[2].what).region == RegionId(0));
}
