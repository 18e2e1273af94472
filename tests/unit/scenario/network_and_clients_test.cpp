#include "document.hpp"
#include "sim/scenario/network.hpp"

#include <string>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace bicoastal;
using test::accepted;
using test::Frame;

TEST_CASE("a mesh has a link for each ordered pair, two directions side by side", "[scenario]") {
  const Scenario s = accepted(Frame{});
  REQUIRE(s.network.links.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) {
    const Link &link = s.network.links[i], &back = s.network.links[i ^ 1];
    CHECK((link.from == back.to && link.to == back.from));
    CHECK(link.bandwidth == 125'000'000);
    CHECK(find_link(s, link.from, link.to) == LinkId(i));
  }
  CHECK(s.network.links[0].name == "us-east-1->eu-west-1");
  CHECK(s.network.links[0].from < s.network.links[0].to);
}

TEST_CASE("a link's own latency has no jitter and holds both ways", "[scenario]") {
  const Scenario s = accepted(Frame{.more =
                                        R"("network": {"links": [{"between": ["eu-west-1", "us-east-1"],
              "latency": "40 ms", "bandwidth": "10 Mbps"}]})"});
  CHECK(s.network.links[0].delay == PathDelay{Time::millis(40), {}, {}});
  CHECK(s.network.links[1].delay == PathDelay{Time::millis(40), {}, {}});
  CHECK(s.network.links[0].bandwidth == 1'250'000);
  CHECK(s.network.links[2].bandwidth == 125'000'000);
  CHECK(s.network.links[2].delay.excess_p99 > Time(0));
}

TEST_CASE("without a mesh only the links listed exist", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("network": {"mesh": false, "links": [
      {"between": ["us-east-1", "eu-west-1"]}, {"between": ["ap-northeast-1", "us-east-1"]}]})"});
  REQUIRE(s.network.links.size() == 4);
  const RegionId us(std::size_t{0}), eu(std::size_t{1}), ap(std::size_t{2});
  CHECK(s.network.links[find_link(s, ap, us).index()].name == "ap-northeast-1->us-east-1");
  CHECK_FALSE(find_link(s, eu, ap).has_value());
}

TEST_CASE("a client's way is access plus half of the round trip, and at home only access", "[scenario]") {
  const Scenario s = accepted(
      Frame{.clients = R"({"region": "us-east-1", "arrivals": "1/s"}, {"region": "eu-west-2", "arrivals": "1/s"})",
            .more = R"("network": {"access": "3 ms"})"});
  const auto& at_home = s.clients[0].to_region;
  CHECK(at_home[0] == PathDelay{Time::millis(3), {}, {}});
  CHECK(at_home[1] == PathDelay{Time(3'000'000 + 34'835'000), Time(3'740'000), Time(6'810'000)});
  // London is a place of the table, not of the deployment: its users belong to Dublin. 2024-04-19, eu-west-2 to
  // eu-west-1: p50 13.27 ms.
  CHECK(s.clients[1].home == RegionId(std::size_t{1}));
  CHECK(s.clients[1].to_region[1].base == Time(3'000'000 + 6635000));
}

TEST_CASE("clients at a point on the globe belong to the region nearest by great circle", "[scenario]") {
  const Scenario s =
      accepted(Frame{.clients = R"({"location": {"latitude": 34.7, "longitude": 135.5}, "arrivals": "1/s"})"});
  CHECK(s.clients[0].name == "34.70 135.50");
  CHECK(s.clients[0].home == RegionId(std::size_t{2}));  // Osaka: Tokyo
  // Osaka to Tokyo (35.68 N, 139.69 E): 397 km.
  CHECK(s.clients[0].to_region[2].base.in_millis() == Approx(5 + 397 * 1.7 / 199.8616).margin(0.02));
}

TEST_CASE("where nothing else is known, clients reach a region over the links' sum", "[scenario]") {
  const Scenario s = accepted(Frame{.regions = R"({"name": "a"}, {"name": "b"}, {"name": "c"})",
                                    .clients = R"({"region": "a", "arrivals": "1/s"})",
                                    .more = R"("network": {"mesh": false, "access": "0 s", "links": [
      {"between": ["a", "b"], "latency": "10 ms"}, {"between": ["b", "c"], "latency": "5 ms"}]})"});
  CHECK(s.clients[0].to_region[0].base == Time(0));
  CHECK(s.clients[0].to_region[1].base == Time::millis(10));
  CHECK(s.clients[0].to_region[2].base == Time::millis(15));
}

TEST_CASE("populations are named after their place, numbered where that is taken", "[scenario]") {
  const Scenario s = accepted(Frame{.clients = R"({"region": "us-east-1", "arrivals": "1/s"},
      {"region": "us-east-1", "arrivals": "1/s"}, {"name": "us-east-1-2", "region": "eu-west-1", "arrivals": "1/s"},
      {"region": "us-east-1", "arrivals": "1/s"})"});
  CHECK(s.clients[0].name == "us-east-1");
  CHECK(s.clients[1].name == "us-east-1-3");  // -2 was given to somebody
  CHECK(s.clients[2].name == "us-east-1-2");
  CHECK(s.clients[3].name == "us-east-1-4");
}

TEST_CASE("arrivals are read in each of their forms", "[scenario]") {
  const Scenario s = accepted(Frame{.clients = R"({"region": "us-east-1", "arrivals": "120/min"},
      {"region": "us-east-1", "arrivals": {"constant": "5/s",
        "changes": [{"at": "1 min", "rate": "0/s"}, {"at": "2 min", "rate": "7/s"}]}},
      {"region": "us-east-1", "arrivals": {"closed": {"think": {"exponential": "1 s"}}}})"});
  CHECK(s.clients[0].arrivals.kind == Arrivals::Kind::poisson);
  CHECK(s.clients[0].arrivals.rate.at(0).per_second == 2);
  const auto& steps = s.clients[1].arrivals.rate;
  CHECK(s.clients[1].arrivals.kind == Arrivals::Kind::constant);
  REQUIRE(steps.size() == 3);
  CHECK((steps[0].from == Time(0) && steps[0].per_second == 5));
  CHECK((steps[1].from == Time::seconds(60) && steps[1].per_second == 0));
  CHECK((steps[2].from == Time::seconds(120) && steps[2].per_second == 7));
  CHECK(s.clients[2].arrivals.kind == Arrivals::Kind::closed);
  CHECK(s.clients[2].arrivals.rate.empty());
  CHECK(s.clients[2].arrivals.think == Distribution::exponential(Time::seconds(1)));
}

TEST_CASE("a mesh of more regions than links can be numbered is refused, one that fits is not", "[scenario]") {
  const auto regions = [](int n) {
    std::string out;
    for (int i = 0; i < n; ++i)
      out += fmt::format(R"({}{{"name": "r{}", "zones": 1, "location": {{"latitude": 0, "longitude": {}}}}})",
                         i == 0 ? "" : ",", i, i % 180);
    return out;
  };
  const std::string clients = R"({"region": "r0", "arrivals": "1/s"})", more = R"("keys": {"count": 10})";
  CHECK(accepted(Frame{.regions = regions(256), .clients = clients, .more = more}).network.links.size() == 65'280);
  CHECK(
      to_string(test::refused(Frame{.regions = regions(257), .clients = clients, .more = more}).front()).find("E308") ==
      0);
}
