#include "document.hpp"

#include <variant>

using namespace bicoastal;
using test::accepted;
using test::Frame;

TEST_CASE("failover: lease, witnesses, catching up, lag, stranded writes and decisions are read", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("data": {"writes": "global", "failover": {
      "detect": {"interval": "10 s"}, "lease": "30 s", "witnesses": ["us-west-2", "a closet"], "catch_up": "2 s",
      "max_lag": "5 s", "stranded": "keep", "decide": {"exponential": "1 min"}}},
      "faults": [{"at": "1 min", "partition": [["us-east-1"], ["eu-west-1", "a closet"]]}])"});
  const Failover& f = s.data.failover;
  CHECK(f.lease == Time::seconds(30));
  CHECK(f.witnesses == std::vector<std::string>{"us-west-2", "a closet"});
  CHECK(f.catch_up == Time::seconds(2));
  CHECK(f.max_lag == Time::seconds(5));
  CHECK(f.stranded == Failover::Stranded::keep);
  CHECK(f.decide == Distribution::exponential(Time::seconds(60)));
  CHECK(f.fixed_voters());
  const auto& cut = std::get<Partition>(s.faults.at(0).what);
  CHECK(cut.witnesses == std::vector<std::vector<std::uint16_t>>{{}, {1}});
  CHECK(cut.groups.at(1) == std::vector{RegionId(std::size_t{1})});
  CHECK_FALSE(accepted(Frame{.more = R"("data": {"writes": "global"})"}).data.failover.fixed_voters());
}

TEST_CASE("a switch is of all keys, or of those that are at home somewhere", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("data": {"writes": "partitioned"}, "actions": [
      {"at": "1 min", "fail_over": {"from": "us-east-1", "to": "eu-west-1"}},
      {"at": "2 min", "fail_over": {"from": "us-east-1", "to": "eu-west-1", "home": "ap-northeast-1",
                                    "catch_up": false}}])"});
  REQUIRE(s.actions.size() == 2);
  const auto& all = std::get<FailOver>(s.actions[0].what);
  CHECK_FALSE(all.partition);
  CHECK(all.catch_up);
  CHECK(all.to == RegionId(std::size_t{1}));
  CHECK(s.actions[0].name == "fail_over us-east-1->eu-west-1");
  const auto& one = std::get<FailOver>(s.actions[1].what);
  CHECK(one.partition == PartitionId(2));
  CHECK_FALSE(one.catch_up);
}

TEST_CASE("nodes are numbered from 1 by people, and a loss of data happens once", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("data": {"shards": {"nodes": 4, "moves": "20/s", "under_way": "fail"}},
      "actions": [{"at": "1 min", "add_nodes": {"region": "us-east-1", "count": 2}}],
      "faults": [{"at": "1 min", "node_lost": {"region": "eu-west-1", "node": 4}},
                 {"at": "2 min", "store_lost": "us-east-1"}])"});
  REQUIRE(s.data.shards);
  CHECK(s.data.shards->nodes == 4);
  CHECK(s.data.shards->moves_per_second == 20);
  CHECK_FALSE(s.data.shards->forward);
  CHECK(s.data.shards->placement == Shards::Placement::consistent);
  CHECK(std::get<NodeLost>(s.faults.at(0).what).node == 3);
  CHECK(s.faults.at(1).until == Time::max());
  CHECK(std::get<AddNodes>(s.actions.at(0).what).count == 2);
}

TEST_CASE("a drill is a list of steps and how long each may take", "[scenario]") {
  const Scenario s = accepted(Frame{.more = R"("data": {"writes": "global"},
      "faults": [{"at": "1 min", "region_down": "us-east-1"}],
      "drill": {"plan": [{"step": "fail_over", "within": "2 min"},
                         {"step": "verify", "name": "data", "within": "1 s"}]})"});
  REQUIRE(s.drill.size() == 2);
  CHECK(s.drill[0].kind == DrillStep::Kind::fail_over);
  CHECK(s.drill[0].name == "fail_over");
  CHECK(s.drill[0].within == Time::seconds(120));
  CHECK(s.drill[1].kind == DrillStep::Kind::verify);
  CHECK(s.drill[1].name == "data");
}

TEST_CASE("a backup is for a store that has no other region to be copied from", "[scenario]") {
  const Scenario s = accepted(Frame{.regions = R"({"name": "us-east-1"})",
                                    .more = R"("data": {"backup": {"every": "5 min", "restore": "10 min"}})"});
  REQUIRE(s.data.backup);
  CHECK(s.data.backup->every == Time::seconds(300));
  CHECK(s.data.backup->restore == Time::seconds(600));
  CHECK(test::refused(Frame{.more = R"("data": {"backup": {"every": "5 min", "restore": "10 min"}})"}).at(0).code ==
        "E401");
}
