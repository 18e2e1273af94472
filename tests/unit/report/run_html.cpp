// The report of a run as a page, for the run that was made by hand.
#include "sim/report/page/run_page.hpp"
#include "sim/report/page/run_series.hpp"

#include "unit/report/made_run.hpp"
#include "unit/report/page_text.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace bicoastal;
using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

/// A fault, a region that loses its users for it, and twelve replicas' checks would be too many: two replicas.
std::vector<Record> events() {
  std::vector<Record> records;
  const auto fault = [&](double s, std::uint8_t begins) {
    FaultRecord r;
    r.time = Time::seconds(s);
    r.begins = begins;
    r.fault = FaultId(0);
    records.push_back(Record::of(r));
  };
  const auto health = [&](double s, HealthEvent event, std::size_t replica) {
    HealthRecord r;
    r.time = Time::seconds(s);
    r.event = event;
    r.region = RegionId(0);
    r.replica = ReplicaId(replica);
    records.push_back(Record::of(r));
  };
  fault(120, 1);
  fault(300, 0);
  health(125, HealthEvent::replica_out, 0);
  health(126, HealthEvent::replica_out, 2);
  health(305, HealthEvent::replica_in, 0);
  return records;
}

/// With a second replica in us-east-1.
Scenario drilled() {
  Scenario s = made_scenario();
  s.replicas.push_back({"us-east-1a/2", ZoneId(0)});
  s.expect = {expectation("availability", Expectation::Comparison::greater_equal, 0.99)};
  return s;
}

Analysis analysis() {
  Analysis a = made_analysis();
  // Two windows: one good, one in which half of what us-east-1's users asked for failed.
  Window good, bad;
  good.issued = good.ok = 10;
  good.read_p99_ms = 20;
  bad.issued = 10;
  bad.ok = bad.failed = 5;
  a.series = {{good, bad}, {good, good}};
  a.system.resize(2);
  return a;
}

struct Made {
  Scenario s = drilled();
  Analysis a = analysis();
  Timeline timeline{s, events()};
  std::string html() const {
    const RunReport report = made_report(s, a);
    return run_html({report, timeline});
  }
};

}  // namespace

TEST_CASE("A run's page has its sections in the order in which a review reads them", "[report]") {
  const Made made;
  const std::string page = made.html();
  std::size_t at = 0;
  for (const char* section :
       {"Expectations hold.", "What was simulated", "What happened when", "Faults, and what they did", "Consistency",
        "Acknowledged writes that vanished", "Users, by home region", "Dependencies", "Replication between regions",
        ">Expectations<", "What was taken for granted", "What was not modelled", "How to get this again",
        "The scenario as it was simulated"}) {
    INFO(section);
    const std::size_t found = page.find(section, at);
    REQUIRE(found != std::string::npos);
    at = found;
  }
}

TEST_CASE("A run's page says the verdict and the figures that matter", "[report]") {
  const Made made;
  const std::string page = made.html();
  CHECK_THAT(page, Contains("verdict good") && Contains("(measured: 99.75 %)"));
  CHECK_THAT(page, Contains("99.75 % of 4,000 requests were answered, the longest outage lasted 74.2 s (region_down "
                            "us-east-1), 2 acknowledged writes were lost for good, 3 were thrown away in conflicts."));
  CHECK_THAT(page, Contains("00112233445566778899aabbccddeeff") && Contains("scenarios/made.json --seed 42"));
}

TEST_CASE("Sections that have nothing to say are left out of a run's page", "[report]") {
  Made made;
  made.a.dependencies.clear();
  made.a.ledger.clear();
  made.s.expect.clear();
  const std::string page = made.html();
  CHECK_THAT(page, !Contains("<h2>Dependencies") && !Contains("writes that vanished") && !Contains(">Expectations<") &&
                       !Contains("<h2>Drill") && !Contains("<h2>Deploys") && !Contains("<h2>Replicas"));
  CHECK_THAT(page, Contains("No expectations."));
}

TEST_CASE("The page of an incomplete run says so first, and judges nothing", "[report]") {
  Made made;
  made.a.complete = false;
  made.a.end_s = 200;
  const std::string page = made.html();
  CHECK_THAT(page, Contains("Incomplete.") && Contains("its last record is at 3.33 min of 10 min"));
  CHECK_THAT(page, !Contains("Expectations hold."));
}

TEST_CASE("A fault's recovery is drawn in its parts, which add up to it", "[report]") {
  const Made made;
  const std::string page = made.html();
  // 74.2 s in 760 pixels: 25 s to detect are 256.1 of them, the 49.2 s to redirect the rest.
  CHECK_THAT(page, Contains("aria-label=\"Recovery: detect 25 s, redirect 49.2 s\""));
  CHECK_THAT(page, Contains("width=\"256.1\"") && Contains("x=\"256.1\"") && Contains("width=\"503.9\""));
}

TEST_CASE("Anomalies are counted with what they mean", "[report]") {
  const Made made;
  const std::string page = made.html();
  CHECK_THAT(page, Contains("<th scope=\"row\">stale read</th><td class=\"number\">9</td>"));
  CHECK_THAT(page, Contains("A session did not find what it had written itself."));
  CHECK_THAT(page, !Contains("More was sold than was in stock."));
}

TEST_CASE("Replicas to which the same happens at one time are one span, and each a row of the table", "[report]") {
  const Made made;
  const std::string page = made.html();
  const Json lanes = data_of(page)["lanes"];
  REQUIRE(lanes.size() == 2);
  CHECK(lanes[0]["name"] == "faults");
  CHECK(lanes[0]["spans"][0]["from"] == 120);
  CHECK(lanes[0]["spans"][0]["to"] == 300);
  CHECK(lanes[0]["spans"][0]["open"] == false);
  REQUIRE(lanes[1]["spans"].size() == 1);
  const Json& both = lanes[1]["spans"][0];
  CHECK_THAT(both["text"].get<std::string>(), Contains("us-east-1a/1 and 1 more: "));
  CHECK(both["from"] == 125);
  CHECK(both["to"] == 610);  // the second one was still out when the run ended
  CHECK(both["open"] == true);
  CHECK(count_of(page, "<td>detection</td>") == 2);
}

TEST_CASE("The series of a run are shares and latencies of each step, at their worst", "[report]") {
  const Made made;
  const RunSeries series = series_of(made_report(made.s, made.a), made.timeline);
  CHECK(series.times == std::vector<double>{0, 1});
  CHECK(series.windows_a_step == 1);
  REQUIRE(series.charts.size() == 2);  // nothing was written, stale, behind or sampled
  CHECK(series.charts[0].title == "Requests answered");
  CHECK(series.charts[0].lines[0].values == std::vector<std::optional<double>>{1.0, 0.5});
  CHECK(series.charts[0].lines[1].values == std::vector<std::optional<double>>{1.0, 1.0});
  CHECK(series.charts[1].title == "Latency of reads");
  CHECK(*series.charts[1].lines[0].values[0] == Approx(0.02));
  CHECK_FALSE(series.charts[1].lines[0].values[1]);
  CHECK_THAT(made.html(), Contains("Least 50 %: us-east-1, at 1 s"));
}

TEST_CASE("A long run is drawn in steps of several windows", "[report]") {
  Made made;
  for (auto& region : made.a.series) {
    region.assign(1500, Window{});
    for (std::size_t i = 0; i < region.size(); ++i) {
      region[i].ok = 4;
      region[i].failed = i == 4 ? 12 : 0;
      region[i].read_p99_ms = i == 5 ? 70.0F : 10.0F;
    }
  }
  const RunSeries series = series_of(made_report(made.s, made.a), made.timeline);
  CHECK(series.windows_a_step == 3);  // 600 steps at most
  CHECK(series.times.size() == 500);
  CHECK(series.times[1] == 3);
  CHECK(*series.charts[0].lines[0].values[1] == Approx(0.5));  // windows 3 to 5: 12 of 24
  CHECK(*series.charts[1].lines[0].values[1] == Approx(0.07));
}

TEST_CASE("Hostile names stand in a run's page as names", "[report]") {
  Made made;
  const std::string hostile = "</script><img src=x onerror=alert(1)>";
  made.s.name = made.s.description = made.s.document = hostile;
  for (Region& region : made.s.regions) region.name += hostile;
  for (Fault& fault : made.s.faults) fault.name = hostile;
  made.s.service.dependencies[0].name = hostile;
  made.s.expect[0].text = hostile;
  RunReport report = made_report(made.s, made.a);
  report.again = report.build = report.note = hostile;
  const Timeline timeline(made.s, events());
  const std::string page = run_html({report, timeline, {}, hostile});
  CHECK_THAT(page, !Contains("<img"));
  CHECK(count_of(page, "</script>") == 4);  // data, library, page.js, timeline.js
  CHECK(data_of(page)["lanes"][0]["spans"][0]["text"] == hostile);
}
