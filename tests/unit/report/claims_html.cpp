// The claims table as a page, and the data of its charts.
#include "sim/report/claims_report.hpp"

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

/// Two measures over two places; the third, which no seed tells, is of another series.
std::vector<Claim> claim_with_chart() {
  Claim claim;
  claim.file = "scenarios/claims/x.json";
  claim.id = "X<1>";
  claim.subject = "</script><img src=x onerror=alert(1)>";
  claim.text = "It holds.";
  claim.source = "nobody";
  claim.model = "A model.";
  claim.runs = {{"a", "scenarios/a.json", {}}};
  for (const char* name : {"low", "high", "untold"})
    claim.figures.push_back({.name = name, .text = "availability", .unit = MetricUnit::share});
  claim.chart = ClaimChart{.title = "A picture",
                           .x_title = "load",
                           .y_title = "goodput",
                           .values = {0.5, 2},
                           .names = {},
                           .unit = MetricUnit::share,
                           .series = {{"with", {0, 1}}, {"without", {0, 2}}}};
  std::vector<Claim> claims;
  claims.push_back(std::move(claim));
  return claims;
}

std::vector<ClaimJudgement> judged(const Claim& claim) {
  return {judge_claim(claim, {{0.25, 0.75}, {0.5, 0.5}, {std::nullopt, std::nullopt}})};
}

ClaimsReport report_on(const std::vector<Claim>& claims) {
  return {.claims = claims,
          .judgements = judged(claims.front()),
          .seeds = {1, 2},
          .absent = {},
          .again = "bicoastal validate x",
          .build = "1"};
}

}  // namespace

TEST_CASE("The data of a claim's chart are in the JSON document and in the page alike", "[report]") {
  const std::vector<Claim> claims = claim_with_chart();
  const ClaimsReport report = report_on(claims);
  const Json chart = Json::parse(claims_json(report))["claims"][0]["chart"];
  CHECK(chart["title"] == "A picture");
  CHECK(chart["x"] == Json({{"title", "load"}, {"values", {0.5, 2}}}));
  CHECK(chart["y"] == Json({{"title", "goodput"}, {"unit", "share"}}));
  REQUIRE(chart["series"].size() == 2);
  const Json& first = chart["series"][0]["points"][0];
  CHECK(first["x"] == 0.5);
  CHECK(first["measure"] == "low");
  CHECK(first["mean"] == 0.5);
  // Two values, 0.25 either side of their mean: 12.706 (Student's t, one degree of freedom) standard errors of 0.25.
  CHECK(first["low"].get<double>() == Approx(0.5 - 12.7062 * 0.25).epsilon(1e-4));
  CHECK(first["high"].get<double>() == Approx(0.5 + 12.7062 * 0.25).epsilon(1e-4));
  const Json& untold = chart["series"][1]["points"][1];
  CHECK(untold["mean"].is_null());
  CHECK(untold["low"].is_null());
  CHECK(data_of(claims_html(report))["charts"] == Json::array({chart}));
}

TEST_CASE("A claim without a chart has none in the document, and its page no library", "[report]") {
  std::vector<Claim> claims = claim_with_chart();
  claims.front().chart.reset();
  const ClaimsReport report = report_on(claims);
  CHECK(Json::parse(claims_json(report))["claims"][0]["chart"].is_null());
  CHECK_THAT(claims_html(report), !Contains("Chart.js") && !Contains("<canvas"));
}

TEST_CASE("A page of claims says first what holds, and shows each chart as a table, too", "[report]") {
  const std::vector<Claim> claims = claim_with_chart();
  const std::string page = claims_html(report_on(claims));
  CHECK(page.find("class=\"verdict") < page.find("All claims"));
  CHECK_THAT(page, Contains("<canvas role=\"img\" aria-label=\"Chart: A picture."));
  CHECK_THAT(page, Contains("goodput: mean, and its 95 % interval") && Contains("<b>50 %</b>"));
  CHECK_THAT(page, Contains("bicoastal validate x"));
  CHECK_THAT(page, !Contains("<img") && Contains("&lt;img src=x onerror=alert(1)&gt;"));
}
