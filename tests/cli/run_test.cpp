#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <sstream>
#include <thread>

#include <nlohmann/json.hpp>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::json;

TEST_CASE("Expectations decide the exit code: 0 hold, 1 violated, 2 unknown", "[cli]") {
  const ScratchDirectory dir;
  const auto code_for = [&](const std::string& expect) {
    return run_program({"run", dir.file("s.json", small_scenario({.expect = expect}))}).code;
  };
  CHECK(code_for("[]") == 0);
  CHECK(code_for(R"(["availability >= 1 %", "requests > 1000"])") == 0);
  CHECK(code_for(R"(["availability >= 1 %", "requests < 1000"])") == 1);
  // Nobody writes, so the run tells nothing about the latency of writes.
  const std::string reads_only = small_scenario({.expect = R"(["latency.write.p50 < 1 h"])", .reads = "1"});
  const Ended unknown = run_program({"run", dir.file("reads.json", reads_only)});
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.out, Contains("UNKNOWN"));
}

TEST_CASE("The summary goes to stdout and a short run has nothing to say on stderr", "[cli]") {
  const ScratchDirectory dir;
  const Ended ended = run_program({"run", dir.file("s.json", small_scenario())});
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, StartsWith("small\n"));
  CHECK_THAT(ended.out, Contains("us-east-1") && Contains("region_down eu-west-1") && Contains("seed 7"));
  CHECK(ended.err.empty());
  CHECK(ended.out.find('\x1b') == std::string::npos);
}

TEST_CASE("The command in the summary repeats the run", "[cli]") {
  const ScratchDirectory dir;
  dir.file("my scenario.json", small_scenario());
  const How there{.directory = dir.path()};
  const Ended first =
      run_program({"run", "my scenario.json", "--seed", "9", "--set", "/keys/count=7", "--json"}, there);
  const Json document = Json::parse(first.out);
  CHECK(document["again"] == "bicoastal run 'my scenario.json' --seed 9 --set /keys/count=7");
  const Ended second =
      run_program({"run", "my scenario.json", "--seed", "9", "--set", "/keys/count=7", "--json"}, there);
  CHECK(Json::parse(second.out)["digest"] == document["digest"]);
  const Ended other =
      run_program({"run", "my scenario.json", "--seed", "10", "--set", "/keys/count=7", "--json"}, there);
  CHECK(Json::parse(other.out)["digest"] != document["digest"]);
}

TEST_CASE("Both engines give one digest", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario());
  const Json ahead = Json::parse(run_program({"run", file, "--json", "--engine", "run-ahead"}).out);
  const Json step = Json::parse(run_program({"run", file, "--json", "--engine", "step"}).out);
  CHECK(ahead["digest"] == step["digest"]);
  CHECK(ahead["digest"].get<std::string>().size() == 32);
}

TEST_CASE("The JSON document has every documented name and figures that fit together", "[cli]") {
  const ScratchDirectory dir;
  const Ended ended =
      run_program({"run", dir.file("s.json", small_scenario({.expect = R"(["availability >= 1 %"])"})), "--json"});
  REQUIRE(ended.code == 0);
  const Json d = Json::parse(ended.out);
  for (const std::string pointer : {"/scenario",
                                    "/seed",
                                    "/digest",
                                    "/requests/issued",
                                    "/requests/ok",
                                    "/requests/failed",
                                    "/requests/retried",
                                    "/availability/overall",
                                    "/availability/by_region/us-east-1",
                                    "/latency_ms/read/mean",
                                    "/latency_ms/read/p50",
                                    "/latency_ms/write/p90",
                                    "/latency_ms/read/p99",
                                    "/latency_ms/write/p999",
                                    "/latency_ms/by_region/eu-west-1/read/p50",
                                    "/staleness/stale_reads",
                                    "/staleness/reads",
                                    "/staleness/age_ms/p50",
                                    "/staleness/versions/max",
                                    "/conflicts/concurrent",
                                    "/conflicts/discarded",
                                    "/conflicts/siblings_max",
                                    "/anomalies/stale_read",
                                    "/faults/0/name",
                                    "/faults/0/touched/requests",
                                    "/faults/0/rto_s/total",
                                    "/faults/0/rpo/writes",
                                    "/faults/0/rpo/seconds",
                                    "/cost",
                                    "/expectations/0/text",
                                    "/expectations/0/measured",
                                    "/expectations/0/holds",
                                    "/perf/wall_s",
                                    "/perf/requests_per_s",
                                    "/perf/events_per_s",
                                    "/perf/peak_rss_mb"})
    CHECK(d.contains(Json::json_pointer(pointer)));
  const auto& requests = d["requests"];
  CHECK(requests["issued"].get<int>() ==
        requests["ok"].get<int>() + requests["failed"].get<int>() + requests["in_flight"].get<int>());
  // 2 regions x 100/s x 18 s of measured time: Poisson with mean 3600 and deviation 60.
  CHECK(requests["issued"].get<double>() == Approx(3600).margin(5 * 60));
  CHECK(d["faults"][0]["touched"]["any"] == true);
  const std::string reference = run_program({"run", "--json-help"}).out;
  CHECK_THAT(reference, Contains("latency_ms.by_region.<region>.read.p50") && Contains("faults[].rto_s.total"));
}

TEST_CASE("Several files run one after the other; the worst exit code counts, and --json is one array", "[cli]") {
  const ScratchDirectory dir;
  const std::string good = dir.file("good.json", small_scenario({.name = "first"}));
  const std::string bad = dir.file("bad.json", small_scenario({.name = "second", .expect = R"(["requests < 1"])"}));
  const Ended text = run_program({"run", good, bad, good});
  CHECK(text.code == 1);
  CHECK(text.out.find("first\n") < text.out.find("\nsecond\n"));
  const Ended json = run_program({"run", good, bad, "--json"});
  CHECK(json.code == 1);
  const Json all = Json::parse(json.out);
  REQUIRE(all.size() == 2);
  CHECK(all[0]["scenario"] == "first");
  CHECK(all[1]["verdict"] == "violated");
  CHECK(all[0]["digest"] == Json::parse(run_program({"run", good, "--json"}).out)["digest"]);
}

TEST_CASE("--out keeps the run file and the document, and both tell the same again", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.name = "Two Regions, one (lost)!"}));
  const Ended ran = run_program({"run", file, "--out", dir.path("deep/er"), "--json"});
  REQUIRE(ran.code == 0);
  const std::string stem = dir.path("deep/er/two-regions-one-lost-7");
  CHECK(read_file(stem + ".json") == ran.out);
  CHECK(run_program({"analyse", stem + ".db", "--stored"}).out == ran.out);

  const Ended again = run_program({"analyse", stem + ".db", "--json"});
  CHECK(again.code == 0);
  Json now = Json::parse(again.out), then = Json::parse(ran.out);
  CHECK(now["digest"] == then["digest"]);
  now.erase("again");  // the only difference: the command in the file's name
  then.erase("again");
  CHECK(now == then);

  const Ended text = run_program({"explain", stem + ".db"});
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Contains("state               complete") && Contains(then["digest"].get<std::string>()));
  CHECK_THAT(run_program({"explain", stem + ".db", "--scenario"}).out, Contains("us-east-1"));
  const Ended repeated = run_program({"run", stem + ".db", "--json"});
  CHECK(Json::parse(repeated.out)["digest"] == then["digest"]);
}

TEST_CASE("A sample keeps fewer records, says so, and still stores the figures of all", "[cli]") {
  const ScratchDirectory dir;
  const std::string file =
      dir.file("s.json", small_scenario({.extra = R"(, "data": { "replication": { "flush": "10 ms" } })"}));
  const Json whole = Json::parse(run_program({"run", file, "--json"}).out);
  REQUIRE(run_program({"run", file, "--out", dir.path(), "--history", "sample", "--sample", "0.2"}).code == 0);
  const Ended again = run_program({"analyse", dir.path("small-7.db")});
  CHECK_THAT(again.out, Contains("SAMPLE: this file keeps 20 % of the keys"));
  CHECK(Json::parse(run_program({"analyse", dir.path("small-7.db"), "--stored"}).out)["requests"] == whole["requests"]);
  const Json part = Json::parse(run_program({"analyse", dir.path("small-7.db"), "--json"}).out);
  CHECK(part["requests"]["issued"] < whole["requests"]["issued"]);
}

TEST_CASE("--history none with --out keeps the document only", "[cli]") {
  const ScratchDirectory dir;
  REQUIRE(
      run_program({"run", dir.file("s.json", small_scenario()), "--out", dir.path("o"), "--history", "none"}).code ==
      0);
  CHECK(std::filesystem::exists(dir.path("o/small-7.json")));
  CHECK_FALSE(std::filesystem::exists(dir.path("o/small-7.db")));
}

TEST_CASE("Two runs that would write one file are refused before anything runs", "[cli]") {
  const ScratchDirectory dir;
  const std::string a = dir.file("a.json", small_scenario()), b = dir.file("b.json", small_scenario());
  const Ended ended = run_program({"run", a, b, "--out", dir.path("o")});
  CHECK(ended.code == 64);
  CHECK_THAT(ended.err, Contains("would both be written to"));
  CHECK_FALSE(std::filesystem::exists(dir.path("o")));
}

TEST_CASE("A longer run reports its progress in lines where stderr is no terminal, unless asked not to", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.duration = "1000 h"}));
  const auto stop_after_3_s = [](pid_t child) {
    std::this_thread::sleep_for(std::chrono::seconds(3));
    kill(child, SIGINT);
  };
  const Ended told = run_program({"run", file}, {.while_running = stop_after_3_s});
  CHECK_THAT(told.err, Contains("s.json: ") && Contains(" %, ") && Contains("of 41.7 d") && Contains("requests/s"));
  CHECK(told.err.find('\r') == std::string::npos);
  CHECK(told.err.find('\x1b') == std::string::npos);
  CHECK(run_program({"run", file, "--quiet"}, {.while_running = stop_after_3_s}).err.empty());
  const auto programs = run_program({"run", file, "--progress", "json"}, {.while_running = stop_after_3_s});
  std::istringstream lines(programs.err);
  std::size_t told_of = 0;
  for (std::string line; std::getline(lines, line); ++told_of) {
    const auto progress = nlohmann::json::parse(line);
    CHECK(progress.at("done").get<double>() >= 0);
    CHECK_THAT(progress.at("figures").get<std::string>(), Contains("requests/s"));
  }
  CHECK(told_of > 5);
}

TEST_CASE("Tables of a run can be exported", "[cli]") {
  const ScratchDirectory dir;
  REQUIRE(run_program({"run", dir.file("s.json", small_scenario()), "--out", dir.path()}).code == 0);
  const Ended ended = run_program({"export", dir.path("small-7.db"), "--to", "csv"});
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, Contains("small-7-csv/operations.csv") && Contains("README.txt"));
  CHECK_THAT(read_file(dir.path("small-7-csv/operations.csv")), Contains("us-east-1"));
}
