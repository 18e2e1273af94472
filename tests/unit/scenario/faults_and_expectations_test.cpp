#include "document.hpp"

#include <string>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

using namespace bicoastal;
using test::accepted;
using test::Frame;

TEST_CASE("each kind of fault gets its target", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("faults": [
      {"at": "1 s", "for": "2 s", "replica_down": "us-east-1a/2"}, {"at": "1 s", "zone_down": "eu-west-1c"},
      {"at": "1 s", "region_down": "ap-northeast-1"}, {"at": "1 s", "link_down": ["eu-west-1", "us-east-1"]},
      {"at": "1 s", "link_down": {"from": "eu-west-1", "to": "us-east-1"}},
      {"at": "1 s", "partition": [["us-east-1"], ["eu-west-1", "ap-northeast-1"]]},
      {"at": "1 s", "link_latency": {"between": ["us-east-1", "ap-northeast-1"], "add": "100 ms"}},
      {"at": "1 s", "link_loss": {"from": "us-east-1", "to": "ap-northeast-1", "share": "5 %"}},
      {"at": "1 s", "link_bandwidth": {"between": ["eu-west-1", "ap-northeast-1"], "limit": "8 Mbps"}},
      {"at": "1 s", "slow": {"zone": "us-east-1b", "factor": 10}},
      {"at": "1 s", "slow": {"region": "us-east-1", "factor": 0.5}}])"});
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
      {"at": "5 s", "slow": {"replica": "us-east-1a/1", "factor": 2}},
      {"name": "the big one", "at": "6 s", "zone_down": "us-east-1a"}])",
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
      "latency.read.p99 < 250 ms", "discarded_writes == 0", "wan_bytes[us-east-1->eu-west-1] > 1.5 MB",
      "stale_share<50%"])"});
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
