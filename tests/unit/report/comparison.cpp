#include "sim/report/comparison.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include <nlohmann/json.hpp>

using namespace bicoastal;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

using Values = std::vector<std::optional<double>>;

Comparison made_comparison() {
  Comparison c{.a = {"a.json", "global", R"({"data": {"writes": "global"}, "regions": [1, 2, 3]})", {"d1", "d2", "d3"}},
               .b = {"b.json", "local", R"({"data": {"writes": "local"}, "regions": [1, 2]})", {"e1", "e2", "e3"}},
               .seeds = {42, 43, 44},
               .measures = {{"latency.write.p50", "eu-west-1", MetricUnit::seconds},
                            {"availability", "", MetricUnit::share},
                            {"conflicts", "", MetricUnit::count},
                            {"rto", "", MetricUnit::seconds},
                            {"wan_bytes", "", MetricUnit::bytes}},
               .differences = {}};
  // t(2, 0.975) = 4.302653; the sample deviation of -1, 0, 1 around the mean is 1, so the half width
  // is 4.302653/sqrt(3).
  c.differences = {compare_paired(Values{0.080, 0.081, 0.079}, Values{0.003, 0.003, 0.003}),
                   compare_paired(Values{0.99, 0.99, 0.99}, Values{1, 1, 1}),
                   compare_paired(Values{0, 0, 0}, Values{9, 10, 11}),
                   compare_paired(Values{60, 60, std::nullopt}, Values{60, std::nullopt, 70}),
                   compare_paired(Values{1e6, 1e6, 1e6}, Values{1e6, 1e6, 1e6})};
  return c;
}

}  // namespace

TEST_CASE("A comparison shows means, difference and interval, and leaves out what is equal", "[report]") {
  const std::string text = comparison_text(made_comparison(), Ink{});
  CHECK_THAT(text, Contains("A  global  (a.json)") && Contains("B  local  (b.json)"));
  CHECK_THAT(text, Contains("Means over seeds 42 to 44") && Contains("1 measure equal in both left out"));
  CHECK_THAT(text, Contains("latency.write.p50[eu-west-1]"));
  CHECK_THAT(text, Contains("-77 ms"));
  CHECK_THAT(text, Contains("+1 pp"));              // shares differ in percentage points
  CHECK_THAT(text, Contains("+7.52 .. +12.5"));     // 10 -+ 4.302653 / sqrt(3)
  CHECK_THAT(text, Contains("-79.5 .. -74.5 ms"));  // -77 -+ 4.302653 * 1 / sqrt(3), the unit once
  CHECK_THAT(text, !Contains("wan_bytes"));
}

TEST_CASE("A measure that some seeds do not tell says on how many it rests", "[report]") {
  CHECK_THAT(comparison_text(made_comparison(), Ink{}), Contains("one pair only"));
  Comparison c = made_comparison();
  c.differences[3] = compare_paired(Values{60, 61, std::nullopt}, Values{70, 72, 70});
  CHECK_THAT(comparison_text(c, Ink{}), Contains("(2 of 3 seeds)"));
  c.differences[3] = compare_paired(Values{60, std::nullopt, std::nullopt}, Values{std::nullopt, 72, 70});
  CHECK_THAT(comparison_text(c, Ink{}), Contains("not told on any seed by both"));
}

TEST_CASE("What differs in the scenarios is listed by JSON Pointer", "[report]") {
  CHECK(document_changes(R"({"data": {"writes": "global"}, "regions": [1, 2, 3]})",
                         R"({"data": {"writes": "local"}, "regions": [1, 2], "seed": 1})") ==
        std::vector<std::string>{"/data/writes: \"global\" -> \"local\"", "/regions/2: 3 -> (not there)",
                                 "/seed: (not there) -> 1"});
  CHECK(document_changes("{}", "{}").empty());
  CHECK(document_changes("{", "{}").empty());  // not JSON: nothing to say
}

TEST_CASE("One pair of runs has differences and no interval, and says so", "[report]") {
  Comparison c = made_comparison();
  c.seeds = {42};
  c.same_seeds = false;
  for (auto& d : c.differences) d = compare_paired(Values{1}, Values{2});
  const std::string text = comparison_text(c, Ink{});
  CHECK_THAT(text, Contains("no interval can be given"));
  CHECK_THAT(text, Contains("different seeds"));
}

TEST_CASE("The JSON document of a comparison holds the same", "[report]") {
  const Json d = Json::parse(comparison_json(made_comparison()));
  CHECK(d["seeds"] == Json{42, 43, 44});
  CHECK(d["a"]["digests"][0] == "d1");
  CHECK(d["changes"].size() == 2);
  REQUIRE(d["measures"].size() == 5);
  const Json& write = d["measures"][0];
  CHECK(write["metric"] == "latency.write.p50");
  CHECK(write["of"] == "eu-west-1");
  CHECK(write["unit"] == "s");
  CHECK(write["difference"].get<double>() == Approx(-0.077));
  CHECK(write["distinguishable"] == true);
  CHECK(d["measures"][2]["low"].get<double>() == Approx(10 - 4.302653 / std::sqrt(3.0)));
  CHECK(d["measures"][3]["pairs"] == 1);
  CHECK(d["measures"][3]["distinguishable"].is_null());
  CHECK(d["measures"][4]["identical"] == true);
}
