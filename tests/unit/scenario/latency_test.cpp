#include "sim/scenario/latency.hpp"

#include "document.hpp"
#include "sim/scenario/csv.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/great_circle.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

const Link& link(const Scenario& s, const std::string& name) {
  const auto found = std::ranges::find(s.network.links, name, &Link::name);
  REQUIRE(found != s.network.links.end());
  return *found;
}

}  // namespace

TEST_CASE("the AWS table says what was measured between Virginia and Ireland", "[scenario]") {
  // 2024-04-19, us-east-1 row, eu-west-1 column: p50 69.67, p90 73.41, p99 76.48 ms; the other way 69.77, 72.85, 73.63.
  const LatencyTable table = preset_table("aws-2024-04");
  CHECK(table.places().size() == 21);
  const auto there = table.one_way("us-east-1", "eu-west-1", true);
  const auto back = table.one_way("eu-west-1", "us-east-1", true);
  REQUIRE((there && back));
  CHECK(there->base == Time(34'835'000));
  CHECK(there->excess_p90 == Time(3'740'000));
  CHECK(there->excess_p99 == Time(6'810'000));
  CHECK(back->base == Time(34'885'000));
  CHECK(back->excess_p90 == Time(3'080'000));
  CHECK(back->excess_p99 == Time(3'860'000));
  const auto still = table.one_way("us-east-1", "eu-west-1", false);
  CHECK(still == PathDelay{Time(34'835'000), {}, {}});
  CHECK_FALSE(table.one_way("us-east-1", "mars", true));
}

TEST_CASE("the Azure table keeps its directions and has no jitter to tell", "[scenario]") {
  const LatencyTable table = preset_table("azure-2026-07");
  CHECK(table.places().size() == 54);
  CHECK_FALSE(table.has_percentiles());
  std::size_t differing = 0;
  for (const std::string& a : table.places())
    for (const std::string& b : table.places()) {
      const auto there = table.one_way(a, b, true), back = table.one_way(b, a, true);
      if (a == b || !there || !back) continue;
      CHECK(there->excess_p99 == Time(0));
      if (there->base - back->base > Time::millis(3)) ++differing;  // 6 ms of the round trip
    }
  CHECK(differing == 24);  // pairs whose directions differ by more than 6 ms, as the table's publisher notes them
}

TEST_CASE("percentiles of every pair of the AWS table are in order", "[scenario]") {
  const LatencyTable table = preset_table("aws-2024-04");
  for (const std::string& a : table.places())
    for (const std::string& b : table.places()) {
      const auto path = table.one_way(a, b, true);
      REQUIRE(path);
      CHECK(path->excess_p90 >= Time(0));
      CHECK(path->excess_p99 >= path->excess_p90);
    }
}

TEST_CASE("great circles have the lengths that the literature gives", "[scenario]") {
  // The worked example of the formula for great-circle sailing: Nashville airport to Los Angeles airport, 2887.26 km on
  // a sphere of 6372.8 km (Rosetta Code, "Haversine formula"); scaled to our radius.
  CHECK(great_circle_km({36.12, -86.67}, {33.94, -118.40}) == Approx(2887.26 * 6371.0088 / 6372.8).epsilon(1e-5));
  // A quarter and a half of the circumference 2πR.
  CHECK(great_circle_km({0, 0}, {90, 0}) == Approx(10007.557).epsilon(1e-6));
  CHECK(great_circle_km({0, 0}, {0, 180}) == Approx(20015.115).epsilon(1e-6));
  CHECK(great_circle_km({52, 13}, {52, 13}) == 0);
  // Across the date line: 2 degrees on the equator.
  CHECK(great_circle_km({0, 179}, {0, -179}) == Approx(222.39).epsilon(1e-4));
  // One degree on the equator, 111.195 km, in fibre at 2/3 c with the route factor 1.7: 0.9458 ms.
  CHECK(great_circle_delay({0, 0}, {0, 1}).in_millis() == Approx(111.195 * 1.7 / 199.8616).epsilon(1e-4));
}

TEST_CASE("the route factor is the median of what the shipped tables measured", "[scenario]") {
  for (const auto& [name, expected] : {std::pair{"aws-2024-04", 1.73}, std::pair{"azure-2026-07", 1.70}}) {
    const LatencyTable table = preset_table(name);
    std::vector<double> ratios;
    for (const std::string& a : table.places())
      for (const std::string& b : table.places()) {
        const auto from = known_location(a), to = known_location(b);
        REQUIRE((from && to));
        const double km = great_circle_km(*from, *to);
        const auto path = table.one_way(a, b, false);
        if (km > 300 && path) ratios.push_back(path->base.in_seconds() / (km / kFibreKmPerSecond));
      }
    std::ranges::sort(ratios);
    const double median = ratios[ratios.size() / 2];
    INFO(name);
    CHECK(median == Approx(expected).margin(0.01));
    CHECK(kRouteFactor == Approx(median).epsilon(0.03));
    CHECK(ratios[ratios.size() / 10] == Approx(1.4).margin(0.05));
    CHECK(ratios[ratios.size() * 9 / 10] == Approx(2.6).margin(0.05));
    CHECK(ratios.front() > 1);  // nothing is faster than light in a straight fibre
  }
}

TEST_CASE("links take half of the measured round trip of their direction", "[scenario]") {
  const Scenario s = test::accepted(test::Frame{});
  CHECK(s.network.latency_source == "aws-2024-04");
  CHECK(link(s, "us-east-1->eu-west-1").delay == PathDelay{Time(34'835'000), Time(3'740'000), Time(6'810'000)});
  CHECK(link(s, "eu-west-1->us-east-1").delay == PathDelay{Time(34'885'000), Time(3'080'000), Time(3'860'000)});
  const Scenario still = test::accepted(test::Frame{.more = R"("network": {"jitter": false})"});
  CHECK(link(still, "us-east-1->eu-west-1").delay == PathDelay{Time(34'835'000), {}, {}});
}

TEST_CASE("a region in no table is as far away as its location says", "[scenario]") {
  const Scenario s = test::accepted(
      test::Frame{.regions = R"({"name": "us-east-1"}, {"name": "equator", "location": {"latitude": 0, "longitude": 0}},
                     {"name": "one degree east", "location": {"latitude": 0, "longitude": 1}})"});
  CHECK(link(s, "equator->one degree east").delay.base.in_millis() == Approx(111.195 * 1.7 / 199.8616).epsilon(1e-4));
  // From Ashburn (39.04 N, 77.49 W) to 0 N 0 E: cos d = cos 39.04° · cos 77.49°, d = 80.31° = 8930 km.
  CHECK(link(s, "us-east-1->equator").delay.base.in_millis() == Approx(8930 * 1.7 / 199.8616).epsilon(1e-3));
  CHECK(link(s, "us-east-1->equator").delay.excess_p99 == Time(0));
}

TEST_CASE("a matrix of round trips is halved, one of one-way delays is taken as it is", "[scenario]") {
  const std::string regions = R"({"name": "a"}, {"name": "b"})";
  const std::string clients = R"({"region": "a", "arrivals": "1/s"})";
  const Scenario rtt =
      test::accepted(test::Frame{.regions = regions, .clients = clients, .more = R"("network": {"latency": {
      "places": ["a", "b"], "rtt": [[null, "70 ms"], ["80 ms", null]],
      "p90": [[null, "75 ms"], ["79 ms", null]], "p99": [[null, "90 ms"], ["85 ms", null]]}})"});
  CHECK(link(rtt, "a->b").delay == PathDelay{Time::millis(35), Time::millis(5), Time::millis(20)});
  // A 90th percentile below the median is measurement noise: no excess.
  CHECK(link(rtt, "b->a").delay == PathDelay{Time::millis(40), Time(0), Time::millis(5)});
  const Scenario one_way =
      test::accepted(test::Frame{.regions = regions, .clients = clients, .more = R"("network": {"latency": {
      "places": ["b", "a"], "one_way": [[null, "73 ms"], ["38 ms", null]]}})"});
  CHECK(link(one_way, "a->b").delay == PathDelay{Time::millis(38), {}, {}});
  CHECK(link(one_way, "b->a").delay == PathDelay{Time::millis(73), {}, {}});
}

TEST_CASE("a table in files is read from beside the scenario and kept in the document", "[scenario]") {
  const test::TemporaryFolder folder;
  folder.write("tables/rtt.csv",
               "\xEF\xBB\xBF"
               "from\\to, a , b\r\n\r\na,0,70.5\r\nb,,1\r\n");
  const std::string file = folder.write(
      "x.json",
      test::document({.regions = R"({"name": "a"}, {"name": "b", "location": {"latitude": 1, "longitude": 1}})",
                      .clients = R"({"region": "a", "arrivals": "1/s"})",
                      .more = R"("network": {"latency": {"file": "tables/rtt.csv"},
                                 "links": [{"between": ["a", "b"], "bandwidth": "1 Mbps"}]})"}));
  const Result<Scenario> refused = load_scenario(file);
  REQUIRE_FALSE(refused);  // b to a is an empty cell, and a has no location
  CHECK(refused.faults().front().code == "E305");
  folder.write("tables/rtt.csv", "from\\to,a,b\na,0,70.5\nb,71,1\n");
  const Result<Scenario> s = load_scenario(file);
  REQUIRE(s);
  CHECK(s->network.latency_source == "custom");
  CHECK(link(*s, "a->b").delay.base == Time(35'250'000));
  CHECK(link(*s, "a->b").bandwidth == 125'000);
  std::filesystem::remove_all(folder.path() / "tables");
  const Scenario again = test::accepted(s->document);
  CHECK(link(again, "a->b").delay == link(*s, "a->b").delay);
  CHECK(again.hash == s->hash);
}

TEST_CASE("malformed tables are answered with their line", "[scenario]") {
  const auto fault = [](const std::string& text) {
    const auto parsed = parse_round_trips(text);
    REQUIRE(std::holds_alternative<CsvFault>(parsed));
    return std::get<CsvFault>(parsed);
  };
  CHECK(fault("").message == "holds no table");
  CHECK(fault("x").message == "names 0 places, not 1 to 1000");
  CHECK(fault("x,a,a").message == "\"a\" stands twice");
  CHECK(fault("x,a,,b").message == "column 3 has no name");
  CHECK(fault("x,a,b\n\nc,1,2").line == 3);
  CHECK(fault("x,a,b\na,1,2\na,1,2").message == "a second row for \"a\"");
  CHECK(fault("x,a,b\na,1").message == "2 cells, not 3");
  for (const char* cell : {"-1", "nan", "inf", "1e9", "12ms", "x"})
    CHECK(fault(fmt::format("x,a,b\na,0,{}", cell)).message.find("is not a round trip in ms") != std::string::npos);
}

TEST_CASE("every place of a shipped table has a position on the globe", "[scenario]") {
  for (const LatencyPreset& preset : kLatencyPresets) {
    const LatencyTable table = preset_table(preset.name);
    CHECK(table.has_percentiles() == preset.has_percentiles);
    for (const std::string& place : table.places()) {
      const auto at = known_location(place);
      INFO(place);
      REQUIRE(at);
      CHECK(std::abs(at->latitude) < 61);
      CHECK(std::abs(at->longitude) <= 180);
    }
  }
}
