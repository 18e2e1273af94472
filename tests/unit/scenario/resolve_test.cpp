#include "document.hpp"
#include "sim/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace bicoastal;
using test::accepted;
using test::Frame;

namespace {

const std::string kTwo = R"({"name": "us-east-1", "zones": 2, "replicas_per_zone": 3}, {"name": "East US", "zones": 1,
                            "location": {"latitude": 36.7, "longitude": -78.4}})";

}  // namespace

TEST_CASE("zones and replicas are named after their region", "[scenario]") {
  const Scenario s = accepted(Frame{.regions = kTwo});
  REQUIRE(s.zones.size() == 3);
  CHECK(s.zones[0].name == "us-east-1a");
  CHECK(s.zones[1].name == "us-east-1b");
  CHECK(s.zones[2].name == "East US-a");
  REQUIRE(s.replicas.size() == 3 + 3 + 2);
  CHECK(s.replicas[0].name == "us-east-1a/1");
  CHECK(s.replicas[5].name == "us-east-1b/3");
  CHECK(s.replicas[7].name == "East US-a/2");
  CHECK(s.replicas[5].zone == ZoneId(std::size_t{1}));
  CHECK(s.zones[1].replicas ==
        std::vector{ReplicaId(std::size_t{3}), ReplicaId(std::size_t{4}), ReplicaId(std::size_t{5})});
  CHECK(s.regions[1].zones == std::vector{ZoneId(std::size_t{2})});
}

TEST_CASE("leader stores come first, copies are spread over the zones", "[scenario]") {
  const Scenario s =
      accepted(Frame{.regions = kTwo, .more = R"("data": {"copies": {"per_region": 2}, "reads": {"from": "any"}})"});
  REQUIRE(s.stores.size() == 6);
  CHECK(s.stores[0].name == "us-east-1/leader");
  CHECK(s.stores[1].name == "East US/leader");
  CHECK((s.stores[0].leader && s.stores[1].leader && !s.stores[2].leader));
  CHECK(s.stores[2].name == "us-east-1/copy-1");
  CHECK(s.stores[2].zone == ZoneId(std::size_t{1}));  // not with its leader
  CHECK(s.stores[3].zone == ZoneId(std::size_t{0}));
  CHECK(s.stores[5].zone == ZoneId(std::size_t{2}));  // there is only one
  CHECK(s.data.read_from == ReadFrom::any);
}

TEST_CASE("distributions get the parameters of their formulas", "[scenario]") {
  const auto time_of = [](const std::string& time) {
    return accepted(Frame{.more = fmt::format(R"("service": {{"time": {}}})", time)}).service.time;
  };
  CHECK(time_of(R"("2 ms")") == Distribution::constant(Time::millis(2)));
  CHECK(time_of(R"({"constant": "2 ms"})") == Distribution::constant(Time::millis(2)));
  CHECK(time_of(R"({"exponential": "2 ms"})") == Distribution::exponential(Time::millis(2)));
  CHECK(time_of(R"({"uniform": ["1 ms", "3 ms"]})") == Distribution{Distribution::Kind::uniform, 1e6, 3e6, {}});
  // ln X is normal: median e^mu, and P(X < p99) = Phi((ln p99 - mu) / sigma) = 0.99.
  const Distribution d = time_of(R"({"lognormal": {"median": "2 ms", "p99": "12 ms"}})");
  CHECK(d.kind == Distribution::Kind::lognormal);
  CHECK(std::exp(d.a) == Approx(2e6));
  CHECK(0.5 * std::erfc(-(std::log(12e6) - d.a) / d.b / std::sqrt(2.)) == Approx(0.99).epsilon(1e-9));
}

TEST_CASE("draws from a log-normal have the median and the 99th percentile asked for", "[scenario]") {
  const Distribution d = accepted(Frame{}).service.time;  // by default median 2 ms, p99 12 ms
  std::vector<Time> draws;
  const RandomStream stream(1, "test");
  for (std::uint64_t i = 0; i < 100'000; ++i) draws.push_back(draw(d, stream.block(i)[0]));
  std::ranges::sort(draws);
  // Standard errors: 0.5 % of the median, 1.7 % of p99 (density at the quantile); four of them.
  CHECK(draws[50'000].in_millis() == Approx(2).epsilon(0.014));
  CHECK(draws[99'000].in_millis() == Approx(12).epsilon(0.05));
}

TEST_CASE("a failover order ends with the regions that it does not name", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("routing": {"policy": "failover", "order": ["ap-northeast-1"]})"});
  CHECK(s.routing.order == std::vector{RegionId(std::size_t{2}), RegionId(std::size_t{0}), RegionId(std::size_t{1})});
}

TEST_CASE("weights are by region, and none is zero", "[scenario]") {
  const Scenario s =
      accepted(Frame{.more = R"("routing": {"policy": "weighted", "weights": {"eu-west-1": 2, "us-east-1": 0.5}})"});
  CHECK(s.routing.weights == std::vector{0.5, 2.0, 0.0});
}

TEST_CASE("under global writes the first region is the primary unless another is named", "[scenario]") {
  CHECK(accepted(Frame{.more = R"("data": {"writes": "global"})"}).data.primary == RegionId(std::size_t{0}));
  CHECK(accepted(Frame{.more = R"("data": {"writes": "global", "primary": "eu-west-1"})"}).data.primary ==
        RegionId(std::size_t{1}));
  CHECK_FALSE(accepted(Frame{.more = R"("data": {"writes": "partitioned"})"}).data.primary.has_value());
}

TEST_CASE("clocks are drawn within the skew, by region, whatever other regions there are", "[scenario]") {
  const std::string more = R"("seed": 11, "data": {"conflicts": {"skew": "20 ms", "drift": "50 ppm"}})";
  const Scenario three = accepted(Frame{.more = more});
  const Scenario two = accepted(Frame{.regions = R"({"name": "ap-northeast-1"}, {"name": "us-east-1"})", .more = more});
  const auto& offsets = three.data.conflicts.clock_offset;
  const auto& drifts = three.data.conflicts.clock_drift;
  REQUIRE(offsets.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(std::abs(offsets[i].in_millis()) <= 20);
    CHECK(std::abs(drifts[i]) <= 50e-6);
  }
  CHECK((offsets[0] != offsets[1] && offsets[1] != offsets[2]));
  CHECK(two.data.conflicts.clock_offset == std::vector{offsets[2], offsets[0]});
  CHECK(two.data.conflicts.clock_drift == std::vector{drifts[2], drifts[0]});
}

TEST_CASE("the skew that is drawn is uniform over its range", "[scenario]") {
  double sum = 0, squares = 0;
  constexpr int kSeeds = 400;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const Scenario s =
        accepted(Frame{.more = fmt::format(R"("data": {{"conflicts": {{"skew": "10 ms"}}}}, "seed": {})", seed)});
    const double x = s.data.conflicts.clock_offset[0].in_millis() / 10;
    sum += x;
    squares += x * x;
  }
  // U(-1, 1): mean 0 (standard error 0.029), mean square 1/3 (standard error 0.015).
  CHECK(sum / kSeeds == Approx(0).margin(0.12));
  CHECK(squares / kSeeds == Approx(1.0 / 3).margin(0.06));
}

TEST_CASE("offsets that are given replace the draw of their region only", "[scenario]") {
  const Scenario drawn = accepted(Frame{});
  const Scenario given = accepted(Frame{
      .more = R"("data": {"conflicts": {"offsets": {"eu-west-1": "-7 ms"}, "drifts": {"us-east-1": "-3 ppm"}}})"});
  CHECK(given.data.conflicts.clock_offset[0] == drawn.data.conflicts.clock_offset[0]);
  CHECK(given.data.conflicts.clock_offset[1] == Time::millis(-7));
  CHECK(given.data.conflicts.clock_drift == std::vector{-3e-6, 0.0, 0.0});
}

TEST_CASE("defaults are those that the reference page promises", "[scenario]") {
  const Scenario s = accepted(Frame{});
  CHECK((s.seed == 1 && s.warmup == Time(0) && s.settle == Time::seconds(30) && s.window == Time::seconds(1)));
  CHECK(s.slo == 0.999);
  CHECK((s.regions[0].zones.size() == 3 && s.zones[0].replicas.size() == 2));
  CHECK((s.keys.count == 100'000 && s.keys.zipf == 0.99 && s.keys.value_bytes == 200));
  CHECK((s.clients[0].sessions == 1000 && s.clients[0].reads == 0.9 && s.clients[0].timeout == Time::seconds(1)));
  CHECK(s.clients[0].retries.attempts == 1);
  CHECK((s.routing.policy == RoutingPolicy::latency && s.routing.dns_ttl == Time::seconds(60)));
  CHECK(s.routing.health_check == HealthCheck{Time::seconds(10), Time::seconds(1), 3, 2});
  CHECK(s.balancing.health_check == HealthCheck{Time::seconds(5), Time::seconds(1), 2, 2});
  CHECK((s.data.writes == WritePattern::local && s.data.flush == Time::millis(10)));
  CHECK((s.data.failover.enabled && s.data.failover.fencing && s.data.failover.promote == Time::seconds(30)));
  CHECK((s.network.inter_zone == Time::millis(0.5) && s.network.intra_zone == Time::millis(0.1)));
  CHECK(s.network.access.base == Time::millis(5));
  CHECK(s.regions[0].location.has_value());  // a well-known region is on the map
}
