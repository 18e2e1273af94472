// `compare --policy`: the same users under several conflict policies.
#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sstream>

#include <nlohmann/json.hpp>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

/// Sets of few members that users of two regions, some 70 ms apart, add to and take from all the time.
std::string busy_sets() {
  return R"({
    "name": "busy sets", "seed": 3, "duration": "30 s",
    "regions": [{"name": "us-east-1"}, {"name": "eu-west-1"}],
    "clients": [
      {"name": "west", "region": "us-east-1", "arrivals": {"poisson": "40/s"}, "reads": 0.5, "removes": 0.3},
      {"name": "east", "region": "eu-west-1", "arrivals": {"poisson": "40/s"}, "reads": 0.5, "removes": 0.3}
    ],
    "keys": {"count": 50, "type": "set", "items": 10},
    "data": {"writes": "local", "conflicts": {"policy": "lww", "skew": "20 ms"}}
  })";
}

double mean(const Json& policy, const std::string& metric) {
  for (const Json& one : policy["measures"])
    if (one["metric"] == metric && one["of"].is_null()) return one["mean"].get<double>();
  FAIL("no measure " << metric);
  return 0;
}

Json fate(const Json& policy, const std::string& kind) {
  for (const Json& one : policy["anomalies"])
    if (one["kind"] == kind) return one;
  FAIL("nothing of " << kind << " under " << policy["name"]);
  return {};
}

}  // namespace

TEST_CASE("What last writer wins throws away, an or-set keeps: one by one, on the same seed", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", busy_sets());
  const Ended ended = run_program({"compare", file, "--policy", "lww/wall", "--policy", "crdt/or-set", "--json", "-q"});
  REQUIRE(ended.code == 0);
  const Json d = Json::parse(ended.out);
  CHECK(d["seeds"] == Json{3});
  REQUIRE(d["policies"].size() == 2);
  const Json &lww = d["policies"][0], &crdt = d["policies"][1];
  CHECK(lww["name"] == "lww/wall");
  CHECK(crdt["dropped"] == Json{"skew"});  // nothing goes by a clock
  CHECK(mean(lww, "discarded_writes") > 20);
  CHECK(mean(crdt, "discarded_writes") == 0);
  CHECK(mean(lww, "requests") == mean(crdt, "requests"));
  const Json discarded = fate(crdt, "discarded_write");
  CHECK(discarded["before"] == mean(lww, "discarded_writes"));
  CHECK(discarded["vanish"] == discarded["before"]);
  CHECK(discarded["new"] == 0);
}

TEST_CASE("A policy beside itself changes no anomaly", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", busy_sets());
  const Ended ended = run_program({"compare", file, "--policy", "lww", "--policy", "lww/wall", "--json", "-q"});
  REQUIRE(ended.code == 0);
  const Json d = Json::parse(ended.out);
  CHECK(d["policies"][0]["digests"] == d["policies"][1]["digests"]);
  REQUIRE(d["policies"][1]["anomalies"].size() > 0);
  for (const Json& one : d["policies"][1]["anomalies"]) {
    CHECK(one["vanish"] == 0);
    CHECK(one["new"] == 0);
  }
}

TEST_CASE("Policies are told apart on a page of at most 100 columns", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", busy_sets());
  const Ended ended =
      run_program({"compare", file, "--policy", "lww/wall", "--policy", "lww/hybrid", "--policy", "version_vector",
                   "--policy", "crdt", "--policy", "reject", "--policy", "first_writer", "-q"});
  REQUIRE(ended.code == 0);
  CHECK_THAT(ended.out, Contains("6 conflict policies on the same users, seed 3") && Contains("all vanish") &&
                            Contains("crdt: skew of the scenario's rule left out"));
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 100);
}

TEST_CASE("Policies that there are not, or that do not go with the data, are told all at once", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", busy_sets());
  const Ended details = run_program({"compare", file, "--policy", "lww/sundial", "--policy", "reject/all"});
  CHECK(details.code == 64);
  CHECK_THAT(details.err, Contains("E702") && Contains("sundial is none of its clocks (wall, lamport, hybrid)") &&
                              Contains("nothing stands after the slash of this policy"));
  const Ended policies = run_program({"compare", file, "--policy", "loudest", "--policy", "crdt/sequence"});
  CHECK(policies.code == 65);
  CHECK_THAT(policies.err, Contains("loudest") && Contains("sequence"));
  CHECK_THAT(policies.err, !Contains("E401"));  // what would be left out is no fault
}

TEST_CASE("What does not go together with --policy is said", "[cli]") {
  const auto err = [](std::vector<std::string> arguments) {
    const Ended ended = run_program(arguments);
    CHECK(ended.code == 64);
    return ended.err;
  };
  CHECK_THAT(err({"compare", "a.json"}), Contains("needs B, or --policy"));
  CHECK_THAT(err({"compare", "a.json", "b.json", "--policy", "lww", "--policy", "crdt"}), Contains("leave B out"));
  CHECK_THAT(err({"compare", "a.json", "--policy", "lww"}), Contains("needs a second one"));
  CHECK_THAT(err({"compare", "a.json", "--policy", "lww", "--policy", "lww"}), Contains("one policy twice"));
  CHECK_THAT(err({"compare", "a.json", "--policy", "lww", "--policy", "crdt", "--set-a", "/seed=1"}),
             Contains("--set-a and --set-b have no effect"));
}

TEST_CASE("A run that was made with a plugin is read without it and repeated with it", "[cli]") {
  const std::string plugin =
      (std::filesystem::path(BICOASTAL_PROGRAM).parent_path() / "tests" / "plugins" / "senior_wins.so").string();
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.extra = R"(, "data": {"writes": "local",
    "conflicts": {"policy": "senior_wins"}})"}));
  const Ended made = run_program({"run", file, "--plugin", plugin, "--out", dir.path(), "-q", "--json"});
  INFO(made.err);
  REQUIRE(made.code == 0);
  const Json document = Json::parse(made.out);
  CHECK_THAT(document["again"].get<std::string>(), Contains("--plugin " + plugin));
  const std::string stored = dir.path("small-7.db");
  const Ended read = run_program({"analyse", stored, "--json"});
  REQUIRE(read.code == 0);
  CHECK(Json::parse(read.out)["again"] == document["again"]);
  const Ended refused = run_program({"run", stored, "-q"});
  CHECK(refused.code == 65);
  CHECK_THAT(refused.err, Contains("E703") && Contains("senior_wins") && Contains("--plugin"));
  const Ended again = run_program({"run", stored, "-q", "--json", "--plugin", plugin});
  REQUIRE(again.code == 0);
  CHECK(Json::parse(again.out)["digest"] == document["digest"]);
}
