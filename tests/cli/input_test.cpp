#include "cli/program.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("A missing file is bad input and is named", "[cli]") {
  for (const std::string command : {"run", "check", "explain"}) {
    const Ended ended = run_program({command, "no-such-file.json"});
    CHECK(ended.code == 65);
    CHECK_THAT(ended.err, Contains("no-such-file.json"));
  }
  CHECK(run_program({"analyse", "no-such-file.db"}).code == 65);
  CHECK(run_program({"export", "no-such-file.db", "--to", "csv"}).code == 65);
  CHECK(run_program({"compare", "no-such-a.json", "no-such-b.json"}).code == 65);
}

TEST_CASE("All that is wrong in all files is said in one pass, and nothing is simulated", "[cli]") {
  const ScratchDirectory dir;
  const std::string good = dir.file("good.json", small_scenario());
  const std::string bad = dir.file("bad.json", small_scenario({.extra = R"(, "keyz": 1, "duratoin": 2)"}));
  const std::string worse = dir.file("worse.json", "{");
  const Ended ended = run_program({"run", good, bad, worse});
  CHECK(ended.code == 65);
  CHECK(ended.out.empty());
  CHECK_THAT(ended.err, Contains("/keyz") && Contains("/duratoin") && Contains("worse.json") && !Contains("good.json"));
}

TEST_CASE("check knows claims, sweeps and lessons from scenarios", "[cli]") {
  const std::string shipped = std::string(BICOASTAL_SOURCE_DIR) + "/scenarios/";
  const Ended ended = run_program({"check", shipped + "claims/m01-dns-failover.json", shipped + "sweeps/small.json",
                                   shipped + "lessons/01-nines.json", shipped + "quickstart.json"});
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, Contains(" claim") && Contains(" points"));
  const Ended data =
      run_program({"check", shipped + "claims/index.json", shipped + "systems/alb.json",
                   shipped + "prices/aws-2024-11.json", shipped + "lessons/glossary.json", shipped + "schema.json"});
  CHECK(data.code == 0);
  CHECK(std::count(data.out.begin(), data.out.end(), '\n') == 5);
  CHECK_THAT(data.out, !Contains("ok ") && !Contains("bad "));
  const ScratchDirectory dir;
  const std::string claims = dir.file("claims.json", R"({"claims": [{"id": "x"}]})");
  const std::string sweep = dir.file("sweep.json", R"({"axes": [{"path": "/nowhere"}]})");
  const Ended bad = run_program({"check", claims, sweep});
  CHECK(bad.code == 65);
  CHECK_THAT(bad.out, Contains("bad   " + claims) && Contains("bad   " + sweep));
  CHECK_THAT(bad.err, Contains("/claims/0") && Contains("/axes/0"));
}

TEST_CASE("check says ok or bad for each file, and complains on stderr", "[cli]") {
  const ScratchDirectory dir;
  dir.file("good.json", small_scenario({.name = "fine"}));
  dir.file("bad.json", small_scenario({.extra = R"(, "keyz": 1)"}));
  const How there{.directory = dir.path()};
  const Ended good = run_program({"check", "good.json"}, there);
  CHECK(good.code == 0);
  CHECK(good.out == "ok    good.json: fine\n");
  CHECK(good.err.empty());
  const Ended both = run_program({"check", "good.json", "bad.json"}, there);
  CHECK(both.code == 65);
  CHECK(both.out == "ok    good.json: fine\nbad   bad.json\n");
  CHECK_THAT(both.err, StartsWith("E201 bad.json"));
}

TEST_CASE("--set changes the scenario, and a pointer to nowhere is bad input", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario());
  CHECK(run_program({"check", file, "--set", "/duration=30 s", "--set", "/keys/count=5"}).code == 0);
  const Ended nowhere = run_program({"check", file, "--set", "/nothing/there=1"});
  CHECK(nowhere.code == 65);
  CHECK_THAT(nowhere.err, Contains("--set"));
}

TEST_CASE("A run file where a scenario is wanted takes no changes, and a scenario is no run", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario());
  REQUIRE(run_program({"run", file, "--out", dir.path("out")}).code == 0);
  const std::string run = dir.path("out/small-7.db");
  const Ended changed = run_program({"run", run, "--seed", "3"});
  CHECK(changed.code == 65);
  CHECK_THAT(changed.err, Contains("E701"));
  CHECK(run_program({"analyse", file}).code == 65);
  CHECK(run_program({"compare", run, run, "--seeds", "3"}).code == 64);
  const Ended tables = run_program({"export", file, "--to", "csv"});
  CHECK(tables.code == 65);
  CHECK_THAT(tables.err, Contains("is not a run file") && Contains("--out DIR"));
}

TEST_CASE("explain shows what a scenario resolves to, and export its graph", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario());
  const Ended text = run_program({"explain", file});
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Contains("us-east-1") && Contains("eu-west-1"));
  const Ended graph = run_program({"export", file, "--to", "dot"});
  CHECK(graph.code == 0);
  CHECK_THAT(graph.out, Contains("graph") && Contains("us-east-1"));
  CHECK(run_program({"export", file, "--to", "dot", "-o", dir.path("g.dot")}).code == 0);
  CHECK(read_file(dir.path("g.dot")) == graph.out);
}
