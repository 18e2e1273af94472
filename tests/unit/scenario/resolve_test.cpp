#include "document.hpp"
#include "sim/base/random.hpp"
#include "sim/scenario/network.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>

#include <catch2/catch.hpp>

using namespace bicoastal;
using test::accepted;
using test::Frame;

namespace {

std::string first_fault(const Frame& frame) { return to_string(test::refused(frame).front()); }

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
      accepted(Frame{.regions = kTwo, .more = R"("data": {"copies": {"per_region": 2, "read_from": "any"}})"});
  REQUIRE(s.stores.size() == 6);
  CHECK(s.stores[0].name == "us-east-1/leader");
  CHECK(s.stores[1].name == "East US/leader");
  CHECK((s.stores[0].leader && s.stores[1].leader && !s.stores[2].leader));
  CHECK(s.stores[2].name == "us-east-1/copy-1");
  CHECK(s.stores[2].zone == ZoneId(std::size_t{1}));  // not with its leader
  CHECK(s.stores[3].zone == ZoneId(std::size_t{0}));
  CHECK(s.stores[5].zone == ZoneId(std::size_t{2}));  // there is only one
  CHECK(s.data.reads_from_copies);
}

TEST_CASE("distributions get the parameters of their formulas", "[scenario]") {
  const auto time_of = [](const std::string& time) {
    return accepted(Frame{.more = fmt::format(R"("service": {{"time": {}}})", time)}).service.time;
  };
  CHECK(time_of(R"("2 ms")") == Distribution::constant(Time::millis(2)));
  CHECK(time_of(R"({"constant": "2 ms"})") == Distribution::constant(Time::millis(2)));
  CHECK(time_of(R"({"exponential": "2 ms"})") == Distribution::exponential(Time::millis(2)));
  CHECK(time_of(R"({"uniform": ["1 ms", "3 ms"]})") == Distribution{Distribution::Kind::uniform, 1e6, 3e6});
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
  const Scenario s = accepted(Frame{
      .more =
          R"("network": {"links": [{"between": ["eu-west-1", "us-east-1"], "latency": "40 ms", "bandwidth": "10 Mbps"}]})"});
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
      {"region": "us-east-1", "arrivals": {"constant": "5/s", "changes": [{"at": "1 min", "rate": "0/s"}, {"at": "2 min", "rate": "7/s"}]}},
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

TEST_CASE("each kind of fault gets its target", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("faults": [
      {"at": "1 s", "for": "2 s", "replica_down": "us-east-1a/2"}, {"at": "1 s", "zone_down": "eu-west-1c"},
      {"at": "1 s", "region_down": "ap-northeast-1"}, {"at": "1 s", "link_down": ["eu-west-1", "us-east-1"]},
      {"at": "1 s", "link_down": {"from": "eu-west-1", "to": "us-east-1"}},
      {"at": "1 s", "partition": [["us-east-1"], ["eu-west-1", "ap-northeast-1"]]},
      {"at": "1 s", "link_latency": {"between": ["us-east-1", "ap-northeast-1"], "add": "100 ms"}},
      {"at": "1 s", "link_loss": {"from": "us-east-1", "to": "ap-northeast-1", "share": "5 %"}},
      {"at": "1 s", "link_bandwidth": {"between": ["eu-west-1", "ap-northeast-1"], "limit": "8 Mbps"}},
      {"at": "1 s", "slow": {"zone": "us-east-1b", "factor": 10}}, {"at": "1 s", "slow": {"region": "us-east-1", "factor": 0.5}}])"});
  REQUIRE(s.faults.size() == 11);
  const auto link = [](std::size_t i) { return LinkId(i); };  // 0,1: us-eu; 2,3: us-ap; 4,5: eu-ap
  CHECK(std::get<ReplicaDown>(s.faults[0].what).replica == ReplicaId(std::size_t{1}));
  CHECK((s.faults[0].at == Time::seconds(1) && s.faults[0].until == Time::seconds(3)));
  CHECK(s.faults[1].until == Time::max());
  CHECK(std::get<ZoneDown>(s.faults[1].what).zone == ZoneId(std::size_t{5}));
  CHECK(std::get<RegionDown>(s.faults[2].what).region == RegionId(std::size_t{2}));
  CHECK(std::get<LinkDown>(s.faults[3].what).links == std::vector{link(1), link(0)});
  CHECK(std::get<LinkDown>(s.faults[4].what).links == std::vector{link(1)});
  CHECK(std::get<Partition>(s.faults[5].what).links == std::vector{link(0), link(1), link(2), link(3)});
  CHECK(std::get<Partition>(s.faults[5].what).groups.at(1).size() == 2);
  CHECK(std::get<LinkDelay>(s.faults[6].what).links == std::vector{link(2), link(3)});
  CHECK(std::get<LinkDelay>(s.faults[6].what).extra == Time::millis(100));
  CHECK(std::get<LinkLoss>(s.faults[7].what).links == std::vector{link(2)});
  CHECK(std::get<LinkLoss>(s.faults[7].what).share == 0.05);
  CHECK(std::get<LinkBandwidth>(s.faults[8].what).limit == 1'000'000);
  CHECK(std::get<Slow>(s.faults[9].what).replicas == std::vector{ReplicaId(std::size_t{2}), ReplicaId(std::size_t{3})});
  CHECK(std::get<Slow>(s.faults[10].what).replicas.size() == 6);
  CHECK(std::get<Slow>(s.faults[10].what).factor == 0.5);
}

TEST_CASE("faults are named after kind and target, numbered where that is taken", "[scenario]") {
  const Scenario s = accepted(Frame{
      .more = R"("faults": [{"at": "1 s", "for": "1 s", "region_down": "us-east-1"},
      {"at": "5 s", "region_down": "us-east-1"}, {"at": "5 s", "link_down": ["eu-west-1", "us-east-1"]},
      {"at": "5 s", "link_loss": {"from": "us-east-1", "to": "eu-west-1", "share": 1}},
      {"at": "5 s", "partition": [["us-east-1"], ["eu-west-1", "ap-northeast-1"]]},
      {"at": "5 s", "slow": {"replica": "us-east-1a/1", "factor": 2}}, {"name": "the big one", "at": "6 s", "zone_down": "us-east-1a"}])",
  });
  std::vector<std::string> names;
  for (const Fault& f : s.faults) names.push_back(f.name);
  CHECK(names == std::vector<std::string>{"region_down us-east-1", "region_down us-east-1 (2)",
                                          "link_down eu-west-1<->us-east-1", "link_loss us-east-1->eu-west-1",
                                          "partition us-east-1 | eu-west-1,ap-northeast-1", "slow us-east-1a/1",
                                          "the big one"});
}

TEST_CASE("expectations are read into metric, selector, comparison and value in the metric's unit", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("faults": [{"at": "1 s", "region_down": "us-east-1"}], "expect": [
      "availability >= 99.9 %", "availability[eu-west-1]>=0.99", "rto[region_down us-east-1] <= 2 min",
      "latency.read.p99 < 250 ms", "discarded_writes == 0", "wan_bytes[us-east-1->eu-west-1] > 1.5 MB", "stale_share<50%"])"});
  REQUIRE(s.expect.size() == 7);
  using Comparison = Expectation::Comparison;
  CHECK((s.expect[0].metric == "availability" && s.expect[0].of.empty()));
  CHECK((s.expect[0].comparison == Comparison::greater_equal && s.expect[0].value == 0.999));
  CHECK((s.expect[1].of == "eu-west-1" && s.expect[1].value == 0.99));
  CHECK((s.expect[2].of == "region_down us-east-1" && s.expect[2].value == Approx(120)));
  CHECK((s.expect[3].comparison == Comparison::less && s.expect[3].value == Approx(0.25)));
  CHECK((s.expect[4].comparison == Comparison::equal && s.expect[4].value == 0));
  CHECK((s.expect[5].comparison == Comparison::greater && s.expect[5].value == 1.5e6));
  CHECK((s.expect[5].of == "us-east-1->eu-west-1" && s.expect[6].value == 0.5));
  CHECK(s.expect[0].text == "availability >= 99.9 %");
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
  CHECK((s.data.writes == WritePattern::local && s.data.flush == Time::millis(10) && s.data.in_flight == 4));
  CHECK((s.data.failover.enabled && s.data.failover.fencing && s.data.failover.promote == Time::seconds(30)));
  CHECK((s.network.inter_zone == Time::millis(0.5) && s.network.intra_zone == Time::millis(0.1)));
  CHECK(s.network.access.base == Time::millis(5));
  CHECK(s.regions[0].location.has_value());  // a well-known region is on the map
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
  CHECK(first_fault({.regions = regions(257), .clients = clients, .more = more}).find("E308") == 0);
}
