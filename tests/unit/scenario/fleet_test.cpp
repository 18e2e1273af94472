#include "document.hpp"

#include <variant>

#include <catch2/catch.hpp>

using namespace bicoastal;
using test::accepted;
using test::Frame;

namespace {

std::size_t places(const Scenario& s, std::size_t zone) { return s.zones[zone].replicas.size(); }

}  // namespace

TEST_CASE("without fleets and deploys there is room for just the replicas that run", "[scenario]") {
  const Scenario s = accepted(Frame{});
  CHECK(s.replicas.size() == 18);
  CHECK(replicas_at_start(s) == 18);
  CHECK_FALSE(s.fleet.restart);
  CHECK_FALSE(s.fleet.liveness);
  CHECK(s.fleet.start == Distribution{});
}

TEST_CASE("probes have the defaults of Kubernetes, a start-up probe allows 150 s", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("fleet": {"start": "20 s", "liveness": {}, "startup": {}})"});
  REQUIRE(s.fleet.liveness);
  CHECK((s.fleet.liveness->interval == Time::seconds(10) && s.fleet.liveness->timeout == Time::seconds(1) &&
         s.fleet.liveness->fall == 3));
  REQUIRE(s.fleet.startup);
  CHECK(s.fleet.startup->interval * s.fleet.startup->fall == Time::seconds(150));
}

TEST_CASE("where machines move, the zones that are left have room for all of a region", "[scenario]") {
  const Scenario replaced = accepted(Frame{.more = R"("fleet": {"replace": "1 min"})"});
  CHECK(places(replaced, 0) == 3);  // six replicas, two zones
  CHECK(replicas_at_start(replaced) == 18);
  CHECK((replaced.replicas[1].at_start && !replaced.replicas[2].at_start));
  const Scenario scaled = accepted(Frame{.more = R"("fleet": {"autoscaling": {"most": 9}})"});
  CHECK(places(scaled, 0) == 5);  // nine replicas, two zones
  const Scenario doubled = accepted(Frame{.more = R"("deploys": [{"at": "1 s", "strategy": "blue_green"}])"});
  CHECK(places(doubled, 0) == 4);  // twelve replicas, three zones
  const Scenario rolled = accepted(Frame{.more = R"("deploys": [{"at": "1 s"}])"});
  CHECK(places(rolled, 0) == 2);
}

TEST_CASE("a region on standby runs its few replicas spread over the zones", "[scenario]") {
  const Scenario s = accepted(Frame{
      .regions = R"({"name": "us-east-1"}, {"name": "eu-west-1", "standby": {"replicas": 4, "scale_up": "2 min"}})"});
  REQUIRE(s.regions[1].standby);
  CHECK(s.regions[1].standby->full == 6);
  CHECK(s.regions[1].standby->scale_up == Time::seconds(120));
  std::vector<bool> running;
  for (std::size_t i = 6; i < 12; ++i) running.push_back(s.replicas[i].at_start);
  CHECK(running == std::vector<bool>{true, true, true, false, true, false});
}

TEST_CASE("a deploy goes to all regions in their order, and is a fault of its name", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("deploys": [{"at": "10 s"},
      {"name": "v3", "at": "1 min", "strategy": "canary", "regions": ["eu-west-1"], "abort_above": "5 %",
       "version": {"errors": "10 %", "slow": 2, "incompatible": true}}],
      "faults": [{"name": "deploy 1", "at": "1 s", "zone_down": "us-east-1a"}],
      "expect": ["deploys_undone == 1", "rto[v3] <= 1 min", "deploy_failed[v3] <= 10"])"});
  REQUIRE(s.deploys.size() == 2);
  CHECK(s.deploys[0].name == "deploy 2");  // the other name is taken
  CHECK(s.deploys[0].regions.size() == 3);
  CHECK(s.deploys[0].strategy == Deploy::Strategy::rolling);
  CHECK_FALSE(s.deploys[0].abort_above);
  CHECK(s.deploys[1].regions == std::vector{RegionId(std::size_t{1})});
  CHECK(s.deploys[1].steps == std::vector<double>{0.05, 0.2, 0.5, 1});
  CHECK(s.deploys[1].version.errors == 0.1);
  CHECK(s.deploys[1].version.slow == 2);
  CHECK(s.deploys[1].version.incompatible);
  REQUIRE(s.faults.size() == 3);
  CHECK(s.faults[2].name == "v3");
  CHECK(std::get<Deployed>(s.faults[2].what).deploy == DeployId(std::size_t{1}));
  CHECK(s.deploys[1].fault == FaultId(std::size_t{2}));
}
