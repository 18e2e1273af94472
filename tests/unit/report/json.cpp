#include "sim/report/json.hpp"

#include "unit/report/priced_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

using namespace bicoastal;
using namespace bicoastal::test;
using Json = nlohmann::json;

namespace {

Json document_of(const Scenario& scenario, const Analysis& analysis) {
  return Json::parse(run_json(made_report(scenario, analysis)));
}

Scenario with_expectations() {
  Scenario s = made_scenario();
  s.expect = {expectation("availability", Expectation::Comparison::greater_equal, 0.99),
              expectation("rto", Expectation::Comparison::less_equal, 60),
              expectation("latency.write.p50", Expectation::Comparison::less, 1, "eu-west-1")};
  return s;
}

/// Names of a document as the reference writes them: "faults[].name", "availability.by_region.<region>".
void collect(const Json& value, const std::string& path, std::set<std::string>& names) {
  static const std::set<std::string> kRegions{"us-east-1", "eu-west-1"};
  const bool of_objects = value.is_array() && !value.empty() && value[0].is_object();  // others are one value
  if (of_objects) {
    for (const Json& element : value) collect(element, path + "[]", names);
  } else if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      const std::string name = path == "anomalies" ? "<kind>" : kRegions.contains(key) ? "<region>" : key;
      collect(member, path.empty() ? name : path + "." + name, names);
    }
  } else {
    names.insert(path);
  }
}

}  // namespace

TEST_CASE("The document has the figures under their documented names", "[report]") {
  const Json d = document_of(with_expectations(), made_analysis());
  CHECK(d["scenario"] == "us-east-1 lost, writes local");
  CHECK(d["seed"] == 42);
  CHECK(d["digest"] == "00112233445566778899aabbccddeeff");
  CHECK(d["requests"]["issued"] == 4000);
  CHECK(d["requests"]["ok"] == 3990);
  CHECK(d["requests"]["failed"] == 10);
  CHECK(d["requests"]["retried"] == 5);
  CHECK(d["requests"]["failed_by"] == Json{{"timeout", 4}, {"refused", 5}, {"unavailable", 1}, {"conflict", 0}});
  CHECK(d["requests"]["by_region"]["us-east-1"]["failed"] == 10);
  CHECK(d["availability"]["overall"] == 0.9975);
  CHECK(d["availability"]["by_region"]["us-east-1"] == 0.99);
  CHECK(d["availability"]["good_windows"]["by_region"]["us-east-1"] == 0.9);
  CHECK(d["latency_ms"]["read"]["p50"].get<double>() == Approx(3));
  CHECK(d["latency_ms"]["write"]["p999"].get<double>() == Approx(500));
  CHECK(d["latency_ms"]["by_region"]["eu-west-1"]["read"]["p99"].get<double>() == Approx(200));
  CHECK(d["staleness"]["stale_reads"] == 9);
  CHECK(d["staleness"]["share"] == 0.005);
  CHECK(d["staleness"]["by_region"]["us-east-1"] == 0.01);
  CHECK(d["staleness"]["age_ms"]["p50"].get<double>() == Approx(83));
  CHECK(d["staleness"]["versions"] == Json{{"mean", 1.5}, {"max", 4}});
  CHECK(d["sessions"]["read_your_writes"] == 2);
  CHECK(d["conflicts"]["concurrent"] == 7);
  CHECK(d["conflicts"]["discarded"] == 3);
  CHECK(d["conflicts"]["siblings_max"] == 1);
  CHECK(d["anomalies"]["discarded_write"] == 3);
  CHECK(d["faults"].size() == 2);
  CHECK(d["faults"][0]["name"] == "region_down us-east-1");
  CHECK(d["faults"][0]["touched"]["requests"] == 1204);
  CHECK(d["faults"][0]["touched"]["any"] == true);
  CHECK(d["faults"][0]["rto_s"]["total"] == 74.2);
  CHECK(d["faults"][0]["rto_s"]["redirect"] == 49.2);
  CHECK(d["faults"][0]["rpo"] == Json{{"writes", 2}, {"seconds", 0.4}});
  CHECK(d["faults"][1]["touched"]["any"] == false);
  CHECK(d["wan"]["pairs"][0]["from"] == "us-east-1");
  CHECK(d["wan"]["pairs"][0]["lag_ms"]["p99"].get<double>() == Approx(60000));
  CHECK(d["expectations"][0]["holds"] == true);
  CHECK(d["expectations"][0]["measured"] == 0.9975);
  CHECK(d["expectations"][1]["holds"] == false);
  CHECK(d["verdict"] == "violated");
  CHECK(d["perf"]["requests_per_s"] == 1.23e6);
  CHECK(d["perf"]["wall_s"] == 0.83);
}

TEST_CASE("What the run does not tell is null, not zero", "[report]") {
  Analysis a = made_analysis();
  a.divergence.converge_s.reset();
  Scenario s = with_expectations();
  RunReport report = made_report(s, a);
  report.performance.reset();
  const Json d = Json::parse(run_json(report));
  CHECK(d["latency_ms"]["by_region"]["eu-west-1"]["write"]["p50"].is_null());
  CHECK(d["faults"][1]["rto_s"]["total"].is_null());
  CHECK(d["faults"][1]["rto_s"]["recovered"].is_null());
  CHECK(d["divergence"]["converge_s"].is_null());
  CHECK(d["expectations"][2]["holds"].is_null());
  CHECK(d["expectations"][2]["measured"].is_null());
  CHECK(d["cost"].is_null());
  CHECK(d["perf"]["wall_s"].is_null());
}

TEST_CASE("What keys came to is in the document where it was judged", "[report]") {
  Analysis a = made_analysis();
  CHECK(document_of(made_scenario(), a)["data"]["off_by"].is_null());
  CHECK(document_of(made_scenario(), a)["data"]["bytes"]["write"].is_null());
  a.invariants = {true, 40, 3, 9, 4, 500, 6};
  a.overhead = {10, 20, 240, 40, 300, 44};
  CHECK(document_of(made_scenario(), a)["data"] ==
        Json{{"keys", 40},
             {"undecided", 3},
             {"off_by", 9},
             {"oversold", 4},
             {"overdrawn", 500},
             {"seats_booked_twice", 6},
             {"bytes", {{"write", 240}, {"write_metadata", 40}, {"read", 300}, {"read_metadata", 44}}}});
}

TEST_CASE("Replicas and deploys are in the document, null where replicas have no lives of their own", "[report]") {
  Scenario s = made_scenario();
  Analysis a = made_analysis();
  CHECK(document_of(s, a)["replicas"]["by_region"]["us-east-1"]["ready"]["least"].is_null());
  CHECK(document_of(s, a)["deploys"] == Json::array());
  a.fleet = {{2, 7, 5.5, 3, 1, percentiles(20, 21, 40)}, {4, 4, 4, 0, 0, {}}};
  s.deploys.resize(1);
  s.deploys[0].name = "v2";
  a.deploys = {{DeployId(std::size_t{0}), 60.5, 42.25, true, 100, 9}};
  const Json d = document_of(s, a);
  CHECK(d["replicas"]["by_region"]["us-east-1"] == Json{{"ready", {{"least", 2}, {"mean", 5.5}, {"most", 7}}},
                                                        {"restarts", 3},
                                                        {"replaced", 1},
                                                        {"outage_s", {{"p50", 21}, {"max", 120}}}});
  CHECK(d["replicas"]["by_region"]["eu-west-1"]["outage_s"]["p50"].is_null());
  CHECK(
      d["deploys"] ==
      Json::array({Json{
          {"name", "v2"}, {"begun_s", 60.5}, {"took_s", 42.25}, {"undone", true}, {"answered", 100}, {"failed", 9}}}));
}

TEST_CASE("The reference names exactly what the document holds", "[report]") {
  std::set<std::string> names, documented;
  Scenario s = with_expectations();
  Analysis a = made_analysis();
  s.deploys.resize(1);
  a.deploys = {{DeployId(std::size_t{0}), {}, {}, false, 0, 0}};
  s.actions.resize(1);
  a.actions.resize(1);
  s.drill.resize(1);
  a.drill.resize(1);
  a.reshardings.resize(1);
  a.reshardings[0].region = RegionId(std::size_t{0});
  collect(document_of(s, a), "", names);
  // What holds other names is null where there are none.
  s.cost = priced_scenario().cost;
  for (const Analysis& priced : {priced_analysis(), analysis_with_failures()}) {
    a.cost = priced.cost;
    collect(document_of(s, a), "", names);
  }
  std::istringstream reference(run_json_reference());
  for (std::string line; std::getline(reference, line);) {
    const std::string name = line.substr(0, line.find(' '));
    CHECK(documented.insert(name).second);                 // once each
    CHECK(line.find_last_not_of(' ') > name.size() + 10);  // and with a meaning
  }
  CHECK(names == documented);
}

TEST_CASE("A scenario without faults and expectations has empty lists of them", "[report]") {
  Scenario s = made_scenario();
  s.faults.clear();
  Analysis a = made_analysis();
  a.faults.clear();
  const Json d = document_of(s, a);
  CHECK(d["faults"] == Json::array());
  CHECK(d["expectations"] == Json::array());
  CHECK(d["verdict"] == "holds");
}

TEST_CASE("An incomplete run says so and has no verdict but unknown", "[report]") {
  Analysis a = made_analysis();
  a.complete = false;
  Scenario s = made_scenario();
  RunReport report = made_report(s, a);
  report.interrupted = true;
  const Json d = Json::parse(run_json(report));
  CHECK(d["complete"] == false);
  CHECK(d["interrupted"] == true);
  CHECK(d["verdict"] == "unknown");
}

TEST_CASE("Names with dots, quotes and markup are kept as they are", "[report]") {
  Scenario s = made_scenario();
  s.name = "</script><b>\"quoted\"\n\xC3\xA9";
  s.regions[0].name = "us.east.1";
  const Json d = document_of(s, made_analysis());
  CHECK(d["scenario"] == s.name);
  CHECK(d["availability"]["by_region"]["us.east.1"] == 0.99);
}

TEST_CASE("Numbers survive the way through the text bit by bit", "[report]") {
  Analysis a = made_analysis();
  a.divergence.share = 1.0 / 3.0;
  CHECK(document_of(made_scenario(), a)["divergence"]["share"].get<double>() == 1.0 / 3.0);
}

TEST_CASE("Documents of several runs form one array", "[report]") {
  const Scenario s = made_scenario();
  const Analysis a = made_analysis();
  const std::string one = run_json(made_report(s, a));
  const Json all = Json::parse(json_array({one, one}));
  REQUIRE(all.size() == 2);
  CHECK(all[1] == Json::parse(one));
  CHECK(Json::parse(json_array({})) == Json::array());
}

TEST_CASE("The performance of a run is found again in its stored document", "[report]") {
  const Scenario s = made_scenario();
  const Analysis a = made_analysis();
  const auto found = performance_in(run_json(made_report(s, a)));
  REQUIRE(found);
  CHECK(found->wall_s == 0.83);
  CHECK(found->peak_rss_mb == 140);
  CHECK_FALSE(performance_in(""));
  CHECK_FALSE(performance_in("[1]"));
  CHECK_FALSE(performance_in(R"({"perf": 3})"));
  CHECK_FALSE(performance_in(R"({"perf": {"wall_s": "x"}})"));
}
