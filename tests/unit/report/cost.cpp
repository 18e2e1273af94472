#include "sim/report/cost_words.hpp"
#include "sim/report/json.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/summary.hpp"

#include "unit/report/priced_run.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace bicoastal;
using namespace bicoastal::test;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

Json document(const Scenario& s, const Analysis& a) { return Json::parse(run_json(made_report(s, a))); }

}  // namespace

TEST_CASE("Money is shown in dollars, three digits", "[report][cost]") {
  CHECK(show_money(0) == "$0");
  CHECK(show_money(0.943) == "$0.943");
  CHECK(show_money(12345) == "$12.3 k");
  CHECK(show_money(4'400'000) == "$4.4 M");
  CHECK(show_money(-25) == "-$25");
  CHECK(show_money(0.00031) == "$0.00031");
  CHECK(show_value(12345, MetricUnit::money) == "$12.3 k");
}

TEST_CASE("The document has what a month costs, by part and by region", "[report][cost]") {
  const Json cost = document(priced_scenario(), priced_analysis())["cost"];
  CHECK(cost["currency"] == "USD");
  CHECK(cost["prices"] == "aws-2024-11");
  CHECK(cost["store"] == "on_demand");
  CHECK(cost["month_from"] == "calm");
  CHECK(cost["per_month"]["total"] == 1800);
  CHECK(cost["per_month"]["compute"] == 1600);
  CHECK(cost["per_month"]["replication"] == 100);
  CHECK(cost["by_region"]["us-east-1"]["total"] == 1500);
  CHECK(cost["by_region"]["eu-west-1"]["storage"] == 100);
  CHECK(cost["run"]["total"] == 0.25);
  CHECK(cost["per_million"] == 62.5);
  CHECK(cost["use"]["us-east-1"]["replica_hours"] == 2);
  CHECK(cost["assumed"] == Json{{"us-east-1", false}, {"eu-west-1", true}});
  CHECK(cost["failures"].is_null());
}

TEST_CASE("What a fault cost is in the document where the scenario prices failures, and null elsewhere",
          "[report][cost]") {
  CHECK(document(priced_scenario(), priced_analysis())["faults"][0]["cost"].is_null());
  CHECK(document(made_scenario(), made_analysis())["faults"][0]["cost"].is_null());
  const Json d = document(priced_scenario(), analysis_with_failures());
  CHECK(d["faults"][0]["cost"] == Json{{"total", 45}, {"failed_requests", 5}, {"lost_writes", 40}});
  CHECK(d["faults"][1]["cost"]["total"] == 0);
  CHECK(d["cost"]["failures"]["total"] == 45);
}

TEST_CASE("A document without prices differs from one with them in nothing but cost", "[report][cost]") {
  Json with = document(priced_scenario(), priced_analysis()), without = document(made_scenario(), made_analysis());
  CHECK(without["cost"].is_null());
  with.erase("cost");
  without.erase("cost");
  CHECK(with == without);
}

TEST_CASE("The summary tells the month and its largest part, and nothing where there are no prices", "[report][cost]") {
  const Scenario s = priced_scenario();
  const Analysis a = priced_analysis();
  CHECK_THAT(summary(made_report(s, a), {}), Contains("$1.8 k, $1.6 k of it compute"));
  CHECK_THAT(summary(made_report(s, a), {}), !Contains("to the business"));
  CHECK_THAT(summary(made_report(s, analysis_with_failures()), {}), Contains("$45 to the business"));
  CHECK_THAT(summary(made_report(made_scenario(), made_analysis()), {}), !Contains("Cost"));
}

TEST_CASE("What to know before believing a bill names the table, regions it does not know, and what a month is made of",
          "[report][cost]") {
  const Scenario s = priced_scenario();
  CostFigures cost = *priced_analysis().cost;
  const auto all = [&] {
    std::string text;
    for (const std::string& caveat : cost_caveats(s, cost)) text += caveat + "\n";
    return text;
  };
  CHECK_THAT(all(), Contains("aws-2024-11") && Contains("no prices of eu-west-1") && Contains("3.5 min"));
  CHECK_THAT(all(), Contains("reserved capacity") && Contains("free tiers"));
  cost.month_from_calm = false;
  CHECK_THAT(all(), Contains("the whole measured time, 9.5 min, faults and all"));
}
