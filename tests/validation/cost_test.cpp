// Monthly bills beside bills made by hand from AWS's list prices, for deployments whose use can be told in advance.
//
// Prices: an m5.large is 0.096 USD an hour in us-east-1 and 0.107 in eu-west-1; a GB from either to another region is
// 0.02; DynamoDB on demand has 0.625 a million write units of 1 KiB, and 0.25 a GB and month. A month: 2 629 800 s,
// 730.5 h.
#include "sim/scenario/load.hpp"
#include "support/analyse.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// Users in us-east-1 write 10 kB a hundred times a second; every write is sent to eu-west-1 by itself.
std::string two_regions(const std::string& more) {
  return R"({"name": "two regions", "duration": "2 min", "warmup": "20 s",
    "regions": [{"name": "us-east-1", "zones": 2, "replicas_per_zone": 2},
                {"name": "eu-west-1", "zones": 2, "replicas_per_zone": 2}],
    "network": {"latency": "aws-2024-04", "jitter": false, "message_overhead": "0 B"},
    "clients": [{"region": "us-east-1", "sessions": 100, "arrivals": {"constant": "100/s"}, "reads": 0}],
    "keys": {"count": 1000, "value": "10 kB"}, "service": {"time": "1 ms"},)" +
         more + "}";
}

CostSplit month_of(const std::string& document) {
  const Result<Scenario> scenario = parse_scenario(document, "bill.json");
  if (!scenario) throw std::runtime_error(to_string(scenario.faults().front()));
  const auto months = in_child<CostSplit>([&] {
    Analyser analyser(*scenario);
    run(*scenario, {}, analyser);
    return analyser.finish().cost->month;
  });
  CostSplit sum;
  for (const CostSplit& month : months)
    for (std::size_t part = 0; part < kCostParts; ++part) sum.parts[part] += month.parts[part];
  return sum;
}

}  // namespace

TEST_CASE("Eight m5.large, a hundred writes a second and 2.6 TB between regions cost what AWS's list says",
          "[validation][cost]") {
  const CostSplit month = month_of(two_regions(R"(
    "data": {"writes": "local", "replication": {"flush": "0 ms", "record_overhead": "0 B"}},
    "cost": {"prices": "aws-2024-11"})"));
  CHECK(month[CostPart::compute] == Approx(4 * 730.5 * (0.096 + 0.107)));         // 593.17
  CHECK(month[CostPart::replication] == Approx(2629.8 * 0.02).epsilon(0.001));    // 1 MB/s: 2629.8 GB, 52.60
  CHECK(month[CostPart::requests] == Approx(2 * 2629.8 * 0.625).epsilon(0.001));  // 10 units, 2 regions: 3287.25
  CHECK(month[CostPart::storage] == Approx(2 * 0.01 * 0.25));                     // 10 MB in each
  CHECK(month[CostPart::forwarded] == 0);
  CHECK(month[CostPart::zones] == 0);
}

TEST_CASE(
    "On instances a copy in each of four zones is paid for, its disk, and the way of each write to the other zone",
    "[validation][cost]") {
  const CostSplit month = month_of(two_regions(R"(
    "data": {"writes": "local", "replication": {"flush": "0 ms", "record_overhead": "0 B"}},
    "cost": {"prices": "aws-2024-11", "store": "instances", "own": {"clients_gb": "0 USD"}})"));
  CHECK(month[CostPart::compute] == Approx((4 + 2) * 730.5 * (0.096 + 0.107)));
  CHECK(month[CostPart::requests] == 0);
  CHECK(month[CostPart::clients] == 0);
  CHECK(month[CostPart::storage] == Approx(4 * 0.01 * 0.08));
  // In each region 2629.8 GB to the copy in the other zone; and in us-east-1 half of the replicas are not in the zone
  // of the leader, which takes half of the writes across once more. A cent a GB at either end.
  CHECK(month[CostPart::zones] == Approx((2 + 0.5) * 2629.8 * 0.02).epsilon(0.01));
}

TEST_CASE("Writes that are forwarded to a primary pay their way there, and the way back that replication takes",
          "[validation][cost]") {
  const CostSplit month = month_of(two_regions(R"(
    "data": {"writes": "global", "primary": "eu-west-1",
             "replication": {"flush": "0 ms", "record_overhead": "0 B"}},
    "cost": {"prices": "aws-2024-11"})"));
  CHECK(month[CostPart::forwarded] == Approx(2629.8 * 0.02).epsilon(0.001));
  CHECK(month[CostPart::replication] == Approx(2629.8 * 0.02).epsilon(0.001));
}
