#include "sim/report/export/perfetto.hpp"

#include "unit/report/export_run.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace bicoastal;
using namespace bicoastal::test;
using Json = nlohmann::json;

namespace {

Json traced(const RunFile& file, const PerfettoOptions& options = {}) {
  Collected out;
  const auto made = export_perfetto(file, options, out.sink());
  REQUIRE(made);
  Json events = Json::parse(out.text)["traceEvents"];
  CHECK(made->events == events.size());
  return events;
}

std::vector<Json> with_phase(const Json& events, const std::string& phase) {
  std::vector<Json> found;
  for (const Json& event : events)
    if (event["ph"] == phase) found.push_back(event);
  return found;
}

BatchRecord batch(BatchEvent event, Time at, Time sent) {
  BatchRecord b;
  b.time = at;
  b.event = event;
  b.from = StoreId(0);
  b.to = StoreId(1);
  b.sent = sent;
  b.batch = 4;
  return b;
}

}  // namespace

TEST_CASE("names are escaped, and what is no UTF-8 does not stop the trace", "[report][export]") {
  Scenario scenario = made_scenario();
  scenario.regions[0].name = "a \"quoted\"\\ name\n";
  scenario.regions[1].name = "broken \xff";
  StoredRun run(scenario);
  const auto names = with_phase(traced(run.file()), "M");
  CHECK(names.at(0)["args"]["name"] == "a \"quoted\"\\ name\n");
  CHECK(names.at(2)["args"]["name"] == "broken \xef\xbf\xbd");
}

TEST_CASE("a batch ends when it arrives, when it is torn, or with the run", "[report][export]") {
  StoredRun run;
  run.add(batch(BatchEvent::sent, Time(1000), Time(1000))).add(batch(BatchEvent::failed, Time(3500), Time(1000)));
  run.add(batch(BatchEvent::sent, Time(4000), Time(4000))).add(batch(BatchEvent::arrived, Time(5000), Time(4000)));
  run.add(batch(BatchEvent::sent, Time(6000), Time(6000)));
  LoadRecord last;
  last.time = Time(9000);
  last.region = RegionId(0);
  run.add(last);
  const Json events = traced(run.file());
  const auto begins = with_phase(events, "b"), ends = with_phase(events, "e");
  REQUIRE(begins.size() == 3);
  REQUIRE(ends.size() == 3);
  const std::vector<std::tuple<std::string, double, double>> expected = {
      {"to eu-west-1/leader: failed", 1.0, 3.5},
      {"to eu-west-1/leader", 4.0, 5.0},
      {"to eu-west-1/leader: on its way", 6.0, 9.0},
  };
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(begins[i]["name"] == std::get<0>(expected[i]));
    CHECK(begins[i]["ts"] == std::get<1>(expected[i]));
    CHECK(ends[i]["ts"] == std::get<2>(expected[i]));
    CHECK(begins[i]["id"] == ends[i]["id"]);
  }
}

TEST_CASE("no more writes get arrows than asked for", "[report][export]") {
  StoredRun run;
  for (std::uint64_t i = 1; i <= 5; ++i) {
    const VersionId version(StoreId(0), 0, i);
    run.add(accept(i, 7, Time::seconds(static_cast<double>(i)), version));
    ApplyRecord a;
    a.time = Time::seconds(static_cast<double>(i) + 0.5);
    a.store = StoreId(1);
    a.from = StoreId(0);
    a.key = KeyId(5);
    a.version = version;
    run.add(a);
  }
  const RunFile file = run.file();
  CHECK(with_phase(traced(file), "f").size() == 5);
  const Json three = traced(file, {.arrows = 3});
  CHECK(with_phase(three, "s").size() == 3);
  CHECK(with_phase(three, "X").size() == 6);
  CHECK(with_phase(traced(file, {.arrows = 0}), "X").empty());
}
