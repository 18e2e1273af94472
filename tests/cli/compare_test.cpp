#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

Json measure(const Json& document, const std::string& metric, const std::string& of = {}) {
  for (const Json& one : document["measures"])
    if (one["metric"] == metric && (of.empty() ? one["of"].is_null() : one["of"] == of)) return one;
  FAIL("no measure " << metric << " " << of);
  return {};
}

}  // namespace

TEST_CASE("A scenario compared with itself shows no difference at all", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario());
  const Ended ended = run_program({"compare", file, file, "--seeds", "3"});
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, Contains("nothing: both are the same scenario") && Contains("Every measure is equal in both"));
}

TEST_CASE("Writes of a remote region wait for the round trip under global and not under local", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.expect = "[]"}));
  const std::vector<std::string> arguments{"compare", file,
                                           file,      "--seeds",
                                           "3",       "--json",
                                           "--set",   "/faults=[]",
                                           "--set-a", "/data={\"writes\": \"global\", \"primary\": \"us-east-1\"}",
                                           "--set-b", "/data={\"writes\": \"local\"}"};
  const Ended ended = run_program(arguments);
  REQUIRE(ended.code == 0);
  const Json d = Json::parse(ended.out);
  CHECK(d["seeds"] == Json{7, 8, 9});
  // The published median round trip between eu-west-1 and us-east-1 is some 70 ms; nothing else differs for a write.
  const Json write = measure(d, "latency.write.p50", "eu-west-1");
  CHECK(write["pairs"] == 3);
  CHECK(write["distinguishable"] == true);
  CHECK(write["difference"].get<double>() == Approx(-0.070).margin(0.006));
  CHECK(write["low"] <= write["difference"]);
  CHECK(write["difference"] <= write["high"]);
  CHECK(measure(d, "conflicts")["mean_a"] == 0);
  CHECK(measure(d, "conflicts")["mean_b"] > 0);
  CHECK(measure(d, "requests")["identical"] == true);  // the same users do the same
}

TEST_CASE("The number of workers changes nothing", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario());
  const auto with_jobs = [&](const std::string& jobs) {
    return run_program({"compare", file, file, "--seeds", "4", "--set-b", "/keys/count=50", "--json", "--jobs", jobs})
        .out;
  };
  CHECK(with_jobs("1") == with_jobs("3"));
}

TEST_CASE("Two stored runs are compared as one pair, without an interval", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario());
  REQUIRE(run_program({"run", file, "--out", dir.path("a")}).code == 0);
  REQUIRE(run_program({"run", file, "--seed", "8", "--out", dir.path("b")}).code == 0);
  const std::string a = dir.path("a/small-7.db"), b = dir.path("b/small-8.db");
  const Ended text = run_program({"compare", a, b});
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Contains("no interval can be given") && Contains("different seeds"));
  const Json stored = Json::parse(run_program({"compare", a, b, "--json"}).out);
  CHECK(stored["same_seeds"] == false);
  // A run and its own scenario are the same run.
  const Json fresh = Json::parse(run_program({"compare", a, file, "--json"}).out);
  CHECK(fresh["a"]["digests"] == fresh["b"]["digests"]);
  const Json swapped = Json::parse(run_program({"compare", file, b, "--json"}).out);
  CHECK(swapped["seeds"] == Json{8});
  CHECK(swapped["a"]["digests"] == swapped["b"]["digests"]);
}

TEST_CASE("Faults of either file are told", "[cli]") {
  const ScratchDirectory dir;
  const std::string bad = dir.file("bad.json", small_scenario({.extra = R"(, "keyz": 1)"}));
  const std::string worse = dir.file("worse.json", small_scenario({.extra = R"(, "dta": 1)"}));
  const Ended ended = run_program({"compare", bad, worse});
  CHECK(ended.code == 65);
  CHECK_THAT(ended.err, Contains("/keyz") && Contains("/dta"));
}
