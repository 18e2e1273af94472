#include "cli/program.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

#include <sys/types.h>
#include <nlohmann/json.hpp>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::json;

namespace {

/// Six points and `seeds` seeds of a small scenario; `rest` are further members.
std::string small_sweep(const ScratchDirectory& dir, const std::string& seeds = R"({"count": 4})",
                        const std::string& rest = {}) {
  dir.file("base.json", small_scenario());
  return dir.file("s.json", R"({"name": "a study", "base": "base.json", "seeds": )" + seeds + R"(,
      "axes": [{"name": "writes", "pointer": "/data/writes", "values": ["global", "local"]},
               {"name": "flush", "pointer": "/data/replication/flush", "values": ["10 ms", "100 ms", "1 s"]}],
      "metrics": ["availability", "latency.write.p99", "rto", "siblings"])" +
                                rest + "}");
}

std::string table(const ScratchDirectory& dir, const std::string& file) {
  const Ended made = run_program({"sweep", "export", file}, {.directory = dir.path()});
  CHECK(made.code == 0);
  return made.out;
}

Ended sweep(const ScratchDirectory& dir, std::vector<std::string> arguments, How how = {}) {
  arguments.insert(arguments.begin(), "sweep");
  how.directory = dir.path();
  return run_program(arguments, how);
}

/// The table that one worker makes, in one go.
std::string plain_table(const ScratchDirectory& dir) {
  CHECK(sweep(dir, {"run", "s.json", "--jobs", "1", "--out", "plain.db", "-q"}).code == 0);
  return table(dir, "plain.db");
}

}  // namespace

TEST_CASE("A plan tells points, runs and ids, and what the whole will take", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir);
  const Ended text = sweep(dir, {"plan", "s.json"});
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Contains("a study") && Contains("3 values: 10 ms, 100 ms, 1 s") && Contains("3 pilot runs"));
  const Json plan = Json::parse(sweep(dir, {"plan", "s.json", "--json", "--jobs", "3"}).out);
  CHECK(plan["runs_most"] == 24);
  REQUIRE(plan["points"].size() == 6);
  CHECK(plan["points"][5]["set"] == Json{"/data/writes=local", "/data/replication/flush=1 s"});
  CHECK(plan["points"][5]["runs"].size() == 4);
  CHECK(plan["estimate"]["jobs"] == 3);
  CHECK(plan["estimate"]["run_s"].get<double>() > 0);
  CHECK_FALSE(Json::parse(sweep(dir, {"plan", "s.json", "--json", "--no-pilot"}).out).contains("estimate"));
  CHECK_FALSE(std::filesystem::exists(dir.path("s.db")));
}

TEST_CASE("One worker, two, and seven shards merged in any order make the same table", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir);
  const std::string plain = plain_table(dir);
  CHECK(std::ranges::count(plain, '\n') == 25);
  CHECK_THAT(
      plain,
      StartsWith("point,writes,flush,seed,run,status,error,digest,availability,latency.write.p99,rto,siblings,again\r\n"
                 "0,global,10 ms,1,"));
  CHECK(sweep(dir, {"run", "s.json", "--jobs", "2", "-q"}).code == 0);
  CHECK(table(dir, "s.db") == plain);
  std::vector<std::string> parts;
  for (const char* shard : {"4/7", "1/7", "7/7", "2/7", "6/7", "3/7", "5/7"}) {
    CHECK(sweep(dir, {"run", "s.json", "--shard", shard, "-q"}).code == 0);
    parts.push_back(std::string("s.") + shard[0] + "-of-7.db");
  }
  for (int turn = 0; turn < 3; ++turn) {
    std::vector<std::string> arguments{"merge", "--out", "m.db"};
    arguments.insert(arguments.end(), parts.begin(), parts.end());
    CHECK(sweep(dir, arguments).code == 0);
    CHECK(table(dir, "m.db") == plain);
    std::rotate(parts.begin(), parts.begin() + 3, parts.end());
  }
}

TEST_CASE("A sweep that is killed again and again goes on where it was, and makes the same table", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir, R"({"count": 20})");
  const std::string plain = plain_table(dir);
  const auto rows = [&] {
    return std::ranges::count(run_program({"sweep", "export", "s.db"}, {.directory = dir.path()}).out, '\n');
  };
  long before = 0;
  for (int turn = 0; turn < 10; ++turn) {
    // As soon as there is more than the turn before left.
    sweep(dir, {"run", "s.json", "--jobs", "2", "-q"}, {.while_running = [&](pid_t process) {
            const std::string log = dir.path("s.db-wal");
            std::error_code none;
            const auto size = [&] { return std::filesystem::file_size(log, none) * (none ? 0 : 1); };
            wait_until([&] { return size() > 20000 || kill(process, 0) != 0; });
            kill(process, SIGKILL);
          }});
    const long now = rows();
    CHECK(now >= before);
    before = now;
  }
  CHECK(before > 1);
  const Ended last = sweep(dir, {"run", "s.json", "-q"});
  CHECK(last.code == 0);
  CHECK_THAT(last.out, Contains("there before"));
  CHECK(table(dir, "s.db") == plain);
  CHECK_THAT(sweep(dir, {"run", "s.json", "-q"}).out, Contains("0 runs, 120 there before"));
}

TEST_CASE("Interrupted, a sweep keeps what it has", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir, R"({"count": 400})");
  const Ended stopped = sweep(dir, {"run", "s.json", "-q"}, {.while_running = [&](pid_t process) {
                                wait_until([&] { return std::filesystem::exists(dir.path("s.db-wal")); });
                                kill(process, SIGINT);
                              }});
  CHECK(stopped.code == 130);
  CHECK_THAT(stopped.err, Contains("the same command goes on"));
  CHECK_FALSE(std::filesystem::exists(dir.path("s.db-wal")));
  CHECK_THAT(table(dir, "s.db"), StartsWith("point,"));
}

TEST_CASE("Runs that take too long are rows with the reason, and with a command that repeats them", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir, R"({"count": 1})", R"(, "limits": {"time": "1 us"})");
  const Ended made = sweep(dir, {"run", "s.json", "--json", "-q"});
  CHECK(made.code == 2);
  const Json told = Json::parse(made.out);
  REQUIRE(told["failed"].size() == 6);
  CHECK(told["made"] == 0);
  CHECK(told["failed"][0]["attempts"] == 2);  // one retry
  CHECK_THAT(told["failed"][0]["error"].get<std::string>(), Contains("took longer than"));
  CHECK(told["failed"][4]["again"] ==
        "bicoastal run base.json --set /data/writes=local --set '/data/replication/flush=100 ms' --seed 1");
  CHECK_THAT(table(dir, "s.db"), Contains("0,global,10 ms,1,") && Contains(",failed,took longer than"));
  // With the limit gone, what failed is run, and the plan is still the same.
  small_sweep(dir, R"({"count": 1})");
  CHECK_THAT(sweep(dir, {"run", "s.json", "-q"}).out, StartsWith("a study: 6 runs in "));
  CHECK(table(dir, "s.db") == plain_table(dir));
}

TEST_CASE("Runs that take too much memory fail, and the others do not", "[cli]") {
  const ScratchDirectory dir;
  dir.file("base.json", small_scenario());
  dir.file("s.json", R"({"name": "large", "base": "base.json", "seeds": {"count": 1}, "metrics": ["availability"],
      "axes": [{"name": "keys", "pointer": "/keys/count", "values": [100, 10000000]}], 
      "limits": {"memory": "100 MB"}})");
  const Ended made = sweep(dir, {"run", "s.json", "--json", "-q", "--retries", "0"});
  CHECK(made.code == 2);
  const Json told = Json::parse(made.out);
  CHECK(told["made"] == 1);
  REQUIRE(told["failed"].size() == 1);
  CHECK(told["failed"][0]["point"] == 1);
  CHECK(told["failed"][0]["error"] == "needs more memory than 100 MB");
  CHECK(told["failed"][0]["attempts"] == 1);
}

TEST_CASE("The command in a row repeats its run", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir, R"({"list": [7]})");
  CHECK(sweep(dir, {"run", "s.json", "-q"}).code == 0);
  const Json rows = Json::parse(sweep(dir, {"export", "s.db", "--to", "json"}).out);
  const Json& row = rows["runs"][5];
  CHECK(row["values"]["siblings"].is_number() != row["values"]["siblings"].is_null());
  const Json again = Json::parse(run_program({"run", "base.json", "--set", "/data/writes=local", "--set",
                                              "/data/replication/flush=1 s", "--seed", "7", "--json", "-q"},
                                             {.directory = dir.path()})
                                     .out);
  CHECK(row["again"] ==
        "bicoastal run base.json --set /data/writes=local --set '/data/replication/flush=1 s' --seed 7");
  CHECK(again["digest"] == row["digest"]);
  CHECK_FALSE(row.contains("wall_s"));
  CHECK(Json::parse(sweep(dir, {"export", "s.db", "--to", "json", "--perf"}).out)["runs"][0]["rss_bytes"] > 1000000);
}

TEST_CASE("Seeds are added until the interval is narrow, the same ones however many workers and shards", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir, R"({"until": {"metric": "availability", "half_width": "2 %", "at_least": 3, "at_most": 30}})");
  const std::string plain = plain_table(dir);
  CHECK(sweep(dir, {"run", "s.json", "--jobs", "3", "-q"}).code == 0);
  CHECK(table(dir, "s.db") == plain);
  for (const char* shard : {"1/2", "2/2"}) CHECK(sweep(dir, {"run", "s.json", "--shard", shard, "-q"}).code == 0);
  CHECK(sweep(dir, {"merge", "s.1-of-2.db", "s.2-of-2.db", "-o", "m.db"}).code == 0);
  CHECK(table(dir, "m.db") == plain);
  const Ended half = sweep(dir, {"merge", "s.2-of-2.db", "-o", "half.db"});
  CHECK(half.code == 65);
  CHECK_THAT(half.err, StartsWith("E627 half.db: 3 of 6 points are not finished"));
  // Every point has as many seeds as its own interval took, and at least three.
  const Json points = Json::parse(sweep(dir, {"export", "m.db", "--to", "json"}).out)["points"];
  for (const Json& point : points) CHECK(point["seeds"].get<int>() >= 3);
}

TEST_CASE("Parts that do not fit, or are missing, are told", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir);
  for (const char* shard : {"1/3", "2/3"}) CHECK(sweep(dir, {"run", "s.json", "--shard", shard, "-q"}).code == 0);
  const Ended missing = sweep(dir, {"merge", "s.1-of-3.db", "s.2-of-3.db", "--out", "m.db"});
  CHECK(missing.code == 65);
  CHECK_THAT(missing.err, StartsWith("E627 m.db: 8 of 24 runs are missing: number 2 (point 0, seed 3), number 5"));
  CHECK_FALSE(std::filesystem::exists(dir.path("m.db")));
  CHECK(sweep(dir, {"merge", "s.1-of-3.db", "s.2-of-3.db", "--out", "m.db", "--partial"}).code == 2);
  CHECK(sweep(dir, {"merge", "s.1-of-3.db", "s.9-of-3.db", "--out", "m.db"}).code == 65);
  small_sweep(dir, R"({"count": 5})");
  const Ended other = sweep(dir, {"run", "s.json", "--out", "m.db", "-q"});
  CHECK(other.code == 65);
  CHECK_THAT(other.err, StartsWith("E625 m.db: is of another sweep") && Contains("--anew replaces it"));
  CHECK(sweep(dir, {"run", "s.json", "--out", "m.db", "--anew", "-q"}).code == 0);
  const Ended foreign = sweep(dir, {"merge", "m.db", "s.1-of-3.db", "s.2-of-3.db", "--out", "n.db"});
  CHECK(foreign.code == 65);
  CHECK_THAT(foreign.err, StartsWith("E625 m.db: "));
}

TEST_CASE("Sweeps that cannot be run, and wrong usage, are refused before anything runs", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir);
  CHECK(sweep(dir, {"run", "absent.json"}).code == 65);
  CHECK(sweep(dir, {"run", "s.json", "--resume"}).code == 65);
  CHECK(sweep(dir, {"run", "s.json", "--resume", "--anew"}).code == 64);
  CHECK(sweep(dir, {"run", "s.json", "--shard", "8/7"}).code == 64);
  CHECK(sweep(dir, {"run", "s.json", "--shard", "auto"}, {.environment = {"JOB_COMPLETION_INDEX=1"}}).code == 64);
  CHECK(sweep(dir, {"run", "s.json", "--out", "no/such/folder.db"}).code == 74);
  CHECK(sweep(dir, {"run", "s.json", "--out", "base.json"}).code == 65);
  CHECK(sweep(dir, {"submit", "s.json", "--engine", "lsf", "--shards", "2"}).code == 64);
  CHECK(sweep(dir, {}).code == 64);
  CHECK_THAT(sweep(dir, {"run", "--bad"}).err, Contains("Try: bicoastal sweep run --help"));
  CHECK_THAT(sweep(dir, {"run", "s.json", "--shard", "auto", "-q"},
                   {.environment = {"JOB_COMPLETION_INDEX=1", "BICOASTAL_SHARDS=3"}})
                 .out,
             Contains("shard 2/3"));
}

TEST_CASE("A submission is an array of shards and a merge after it", "[cli]") {
  const ScratchDirectory dir;
  small_sweep(dir);
  const Ended dry = sweep(dir, {"submit", "s.json", "--engine", "slurm", "--shards", "5", "--throttle", "2", "--jobs",
                                "4", "--partition", "long", "--option=--time=2:00:00", "--dry-run"});
  CHECK(dry.code == 0);
  CHECK_THAT(dry.out, StartsWith("24 runs in 5 shards; nothing is submitted"));
  const std::string array = read_file(dir.path("s.db.slurm/array.sh")),
                    merge = read_file(dir.path("s.db.slurm/merge.sh"));
  CHECK_THAT(array, Contains("#SBATCH --array=1-5%2\n") && Contains("#SBATCH --requeue\n") &&
                        Contains("#SBATCH --cpus-per-task=4\n") && Contains("#SBATCH --partition=long\n") &&
                        Contains("#SBATCH --time=2:00:00\n") && Contains(" sweep run s.json --shard auto --jobs 4 "));
  CHECK_THAT(merge, Contains("sweep merge \"${parts[@]}\" --out "));
  // sbatch is what PATH has: here one that says what it was given.
  std::filesystem::create_directory(dir.path("bin"));
  const std::string sbatch =
      dir.file("bin/sbatch", "#!/bin/sh\necho \"$@\" >> '" + dir.path("calls") + "'\necho '17;here'\n");
  std::filesystem::permissions(sbatch, std::filesystem::perms::owner_all);
  const Ended submitted = sweep(dir, {"submit", "s.json", "--engine", "slurm", "--shards", "5"},
                                {.environment = {"PATH=" + dir.path("bin") + ":" + std::getenv("PATH")}});
  CHECK(submitted.code == 0);
  CHECK_THAT(submitted.out, Contains("array  17\n"));
  CHECK_THAT(read_file(dir.path("calls")), Contains("--dependency=afterany:17 ") && Contains("array.sh"));
}

TEST_CASE("A Saltelli design is planned, run and read: what cannot matter has an index of 0", "[cli]") {
  const ScratchDirectory dir;
  const std::string base = std::string(BICOASTAL_SOURCE_DIR) + "/scenarios/sweeps/parts/two-regions.json";
  const std::string sweep = dir.file("sweep.json", R"({"name": "s", "base": ")" + base + R"(",
      "axes": [{"name": "lag", "pointer": "/data/replication/flush", "log_range": {"from": "10 ms", "to": "5 s"}},
               {"name": "checks", "pointer": "/routing/health_check/interval", "range": {"from": "1 s", "to": "10 s"}}],
      "design": [{"saltelli": {"axes": ["lag", "checks"], "base_samples": 12}}],
      "seeds": {"count": 1}, "metrics": ["availability", "stale_share"]})");
  const Ended plan = run_program({"sweep", "plan", sweep, "--no-pilot"});
  CHECK_THAT(plan.out, Contains("48: Saltelli design, 12 rows of 2 axes + 2") && Contains("8 or 16"));
  const std::string runs = dir.path("s.db");
  REQUIRE(run_program({"sweep", "run", sweep, "-q", "--out", runs}).code == 0);
  CHECK(run_program({"report", runs, "-o", dir.path("s.md")}).code == 0);
  const std::string words = read_file(dir.path("s.md"));
  // Nobody waits for a copy that is sent later, so its lag cannot change who is answered.
  const std::size_t available = words.find("availability: share of its variance"),
                    stale = words.find("stale_share: share of its variance"), lag = words.find("| lag |", available);
  REQUIRE(stale != std::string::npos);
  CHECK(words.substr(lag).starts_with("| lag | 0 % (0 % to 0 %) | 0 % (0 % to 0 %) |\n\n"));
  CHECK(lag < stale);
  CHECK(words.find("| lag |", stale) < words.find("| checks |", stale));  // what matters most comes first
  CHECK_THAT(words, Contains("base_samples") && Contains("(8 or 16)"));
}
