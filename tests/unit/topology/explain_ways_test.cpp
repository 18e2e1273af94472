// What an explanation says of checks, answers, retries, balancing, admission and actions: each only where it is used.
#include "sim/topology/explain.hpp"
#include "sim/topology/reach.hpp"

#include "unit/topology/places.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

bool tells(const Scenario& s, const std::string& what) {
  std::string text;
  for (const char c : explain(s)) {
    const char shown = c == '\n' ? ' ' : c;
    if (shown != ' ' || (!text.empty() && text.back() != ' ')) text += shown;
  }
  return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("what a scenario does not use is not explained", "[topology]") {
  const Scenario s = three_regions(WritePattern::local);
  for (const char* word : {"publish", "overstay", "hedging", "budget", "sticky", "backups", "slow start", "shedding",
                           "rate limit", "operators", "deep"})
    CHECK_FALSE(tells(s, word));
}

TEST_CASE("an explanation says how regions are found lost and left", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  s.routing.health_check.checkers = 16;
  s.routing.health_check.agree = 0.18;
  s.balancing.health_check.deep = true;
  s.routing.publish = Time::seconds(20);
  s.routing.overstay = 0.1;
  s.routing.overstay_for = Time::seconds(7200);
  s.routing.stay = true;
  CHECK(tells(s, "regions checks by 16, up while more than 18 % of them say so"));
  CHECK(tells(s, "replicas deep checks"));
  CHECK(tells(s, "answers follow the checks after 20 s"));
  CHECK(tells(s, "10 % of sessions keep an answer for 2 h longer"));
  CHECK(tells(s, "a session returns to a repaired region only if its new one is lost"));
}

TEST_CASE("an explanation says what clients and balancers do about trouble", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  s.clients[1].next_region_on_retry = true;
  s.clients[1].hedge_after = Time::millis(30);
  s.clients[2].retries.budget = RetryBudget{};
  s.balancing.sticky = true;
  s.balancing.backups = {ReplicaId(0), ReplicaId(5)};
  s.balancing.slow_start = Time::seconds(30);
  s.service.max_wait = Time::millis(200);
  s.service.rate_limit = RateLimit{500, 50};
  s.service.sessions = SessionState::in_memory;
  CHECK(tells(s, "go to the next region, whatever the name service says: " + s.clients[1].name));
  CHECK(tells(s, "a read is sent a second time: " + s.clients[1].name + " after 30 ms"));
  CHECK(tells(s, s.clients[2].name + " earns 20 % of a retry with each request"));
  CHECK(tells(s, "a session keeps its replica while that is in"));
  CHECK(tells(s, "2 replicas used only while no other one is in"));
  CHECK(tells(s, "has its full share after 30 s"));
  CHECK(tells(s, "the wait would be longer than 200 ms"));
  CHECK(tells(s, "500 /s in each region, 50 at once"));
  CHECK(tells(s, "kept in replicas: lost with the process"));
}

TEST_CASE("an explanation lists what operators do", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  s.actions = {{"drill", "evacuate_region", Time::seconds(180), Time::seconds(240), EvacuateRegion{RegionId(1)}},
               {"for good", "evacuate_region", Time::seconds(300), Time::max(), EvacuateRegion{RegionId(2)}}};
  CHECK(tells(s, "drill 3 min until 4 min the name service sends nobody to r1"));
  CHECK(tells(s, "for good 5 min not taken back the name service sends nobody to r2"));
}

TEST_CASE("users go to the region nearest on the globe under that policy, whatever is fastest", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  s.routing.policy = RoutingPolicy::geographic;
  for (Population& p : s.clients) p.km_to_region = {3000, 2000, 1000};
  const std::vector<Route> routes = wan_routes(s);
  const Reach reach(s, routes);
  for (const auto& asked : reach.under(Losses(s)).asked) {
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].region == RegionId(2));
  }
}
