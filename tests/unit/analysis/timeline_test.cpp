#include "sim/analysis/timeline.hpp"

#include "sim/scenario/load.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

Scenario two_regions() {
  const auto scenario = parse_scenario(R"({
    "name": "two", "duration": "60 s", "regions": [{"name": "east"}, {"name": "west"}],
    "network": {"latency": {"places": ["east", "west"], "one_way": [["0 s", "40 ms"], ["40 ms", "0 s"]]}},
    "clients": [{"region": "east", "arrivals": "1/s"}],
    "service": {"time": "1 ms"}, "keys": {"count": 10},
    "data": {"writes": "global", "primary": "east"},
    "faults": [{"at": "10 s", "for": "20 s", "region_down": "east"},
               {"at": "40 s", "for": "5 s", "partition": [["east"], ["west"]]}]
  })",
                                       "two");
  if (!scenario) FAIL(to_string(scenario.faults().front()));
  return *scenario;
}

FaultRecord fault(double at_s, std::size_t which, bool begins) {
  FaultRecord r;
  r.time = Time::seconds(at_s);
  r.begins = begins ? 1 : 0;
  r.fault = FaultId(which);
  return r;
}

HealthRecord health(double at_s, HealthEvent event, std::size_t region) {
  HealthRecord r;
  r.time = Time::seconds(at_s);
  r.event = event;
  r.region = RegionId(region);
  return r;
}

RoleRecord promoted(double at_s, std::size_t region) {
  RoleRecord r;
  r.time = Time::seconds(at_s);
  r.event = RoleEvent::promoted;
  r.partition = PartitionId(0);
  r.region = RegionId(region);
  r.epoch = 1;
  return r;
}

LoadRecord load(double at_s, std::size_t region, std::uint32_t busy) {
  LoadRecord r;
  r.time = Time::seconds(at_s);
  r.region = RegionId(region);
  r.busy = busy;
  return r;
}

BacklogRecord backlog(double at_s, std::size_t from, std::size_t to, std::int64_t writes, double oldest_s) {
  BacklogRecord r;
  r.time = Time::seconds(at_s);
  r.from = StoreId(from);
  r.to = StoreId(to);
  r.writes = writes;
  r.oldest = Time::seconds(oldest_s);
  return r;
}

}  // namespace

TEST_CASE("a fault is a span from its onset to its end, and to the end of the run where it has none", "[timeline]") {
  const Scenario scenario = two_regions();
  const std::vector<Record> events = {Record::of(fault(10, 0, true)), Record::of(fault(30, 0, false)),
                                      Record::of(fault(40, 1, true))};
  const Timeline timeline(scenario, events);
  REQUIRE(timeline.happenings().size() == 2);
  const Happening& lost = timeline.happenings()[0];
  CHECK(lost.lane == Lane::faults);
  CHECK(lost.from == Time::seconds(10));
  CHECK(lost.to == Time::seconds(30));
  CHECK(lost.region == RegionId(0));
  CHECK(timeline.happenings()[1].to == Time::max());
  CHECK(timeline.next_after(Time::seconds(10)) == Time::seconds(30));
  CHECK(timeline.last_before(Time::seconds(10)) == std::nullopt);
  CHECK(timeline.next_after(Time::seconds(40)) == std::nullopt);
}

TEST_CASE("a moment tells what is down, cut, out, and who leads", "[timeline]") {
  const Scenario scenario = two_regions();
  const std::vector<Record> events = {
      Record::of(fault(10, 0, true)),
      Record::of(health(18, HealthEvent::region_out, 0)),
      Record::of(promoted(20, 1)),
      Record::of(fault(30, 0, false)),
      Record::of(health(33, HealthEvent::region_in, 0)),
      Record::of(fault(40, 1, true)),
      Record::of(fault(45, 1, false)),
  };
  const Timeline timeline(scenario, events);
  const auto east = [&](double t) { return timeline.at(Time::seconds(t)).regions[0]; };

  const Moment before = timeline.at(Time::seconds(5));
  CHECK(before.acting.empty());
  CHECK(before.primaries == std::vector{RegionId(0)});
  CHECK(before.regions[0].leads == 1);
  CHECK(before.regions[0].in);

  const Moment during = timeline.at(Time::seconds(21));
  CHECK(during.acting == std::vector{FaultId(0)});
  CHECK(during.regions[0].down == FaultId(0));
  CHECK_FALSE(during.regions[1].down.has_value());
  CHECK(during.pairs[0 * 2 + 1].cut == FaultId(0));
  CHECK(during.primaries == std::vector{RegionId(1)});
  CHECK_FALSE(during.regions[0].in);

  CHECK(east(17).in);
  CHECK_FALSE(east(31).down.has_value());
  CHECK_FALSE(east(31).in);
  CHECK(east(34).in);

  const Moment partitioned = timeline.at(Time::seconds(42));
  CHECK_FALSE(partitioned.regions[0].down.has_value());
  CHECK(partitioned.pairs[0 * 2 + 1].cut == FaultId(1));
  CHECK(partitioned.pairs[1 * 2 + 0].cut == FaultId(1));
  CHECK_FALSE(timeline.at(Time::seconds(45)).pairs[1].cut.has_value());
}

TEST_CASE("a sample counts from when it was taken until the next one", "[timeline]") {
  const Scenario scenario = two_regions();
  const std::vector<Record> events = {Record::of(load(1, 1, 7)), Record::of(load(2, 1, 9)),
                                      Record::of(backlog(1, 0, 1, 12, 0.25)), Record::of(backlog(2, 0, 1, 0, 2))};
  const Timeline timeline(scenario, events);
  CHECK(timeline.at(Time::seconds(0.5)).regions[1].busy == 0);
  CHECK(timeline.at(Time::seconds(1)).regions[1].busy == 7);
  CHECK(timeline.at(Time::seconds(1.9)).regions[1].busy == 7);
  CHECK(timeline.at(Time::seconds(50)).regions[1].busy == 9);
  const PairState pair = timeline.at(Time::seconds(1.5)).pairs[1];
  CHECK(pair.writes == 12);
  CHECK(pair.age_s == Approx(0.75));
  CHECK(timeline.at(Time::seconds(3)).pairs[1].writes == 0);
}

TEST_CASE("records that name what the scenario does not have are left out", "[timeline]") {
  const Scenario scenario = two_regions();
  const std::vector<Record> events = {Record::of(fault(1, 9, true)), Record::of(health(1, HealthEvent::region_out, 7)),
                                      Record::of(promoted(1, 5)), Record::of(load(1, 4, 1)),
                                      Record::of(backlog(1, 0, 6, 1, 0))};
  const Timeline timeline(scenario, events);
  CHECK(timeline.happenings().empty());
  CHECK(timeline.at(Time::seconds(2)).regions.size() == 2);
}
