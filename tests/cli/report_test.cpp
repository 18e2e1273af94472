#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

Json data_of(const std::string& page) {
  const std::string begin = "id=\"data\">";
  const std::size_t at = page.find(begin) + begin.size();
  return Json::parse(page.substr(at, page.find("</script>", at) - at));
}

}  // namespace

TEST_CASE("A scenario is simulated for its report, and leaves nothing else", "[cli]") {
  const ScratchDirectory dir;
  const std::string scenario = dir.file("s.json", small_scenario());
  const std::string file = dir.path() + "/page.html";
  const Ended made = run_program({"report", scenario, "--seed", "7", "-q", "-o", file});
  INFO(made.err);
  CHECK_THAT(made.out, Contains(file + ": "));
  const std::string page = read_file(file);
  const Json run = Json::parse(run_program({"run", scenario, "--seed", "7", "-q", "--json"}).out);
  CHECK_THAT(page, Contains(run["digest"].get<std::string>()));
  CHECK_THAT(page, Contains("report " + scenario + " --seed 7"));
  CHECK(std::distance(std::filesystem::directory_iterator(dir.path()), {}) == 2);
}

TEST_CASE("The report of a run file says what that of its scenario does", "[cli]") {
  const ScratchDirectory dir;
  const std::string scenario = dir.file("s.json", small_scenario());
  const Ended run = run_program({"run", scenario, "-q", "--out", dir.path() + "/runs"});
  std::string file;
  for (const auto& entry : std::filesystem::directory_iterator(dir.path() + "/runs"))
    if (entry.path().extension() == ".db") file = entry.path().string();
  const Ended of_file = run_program({"report", file, "-q"});
  CHECK(of_file.code == run.code);
  const std::string page = std::filesystem::path(file).replace_extension(".html").string();
  const std::string direct = dir.path() + "/direct.html";
  CHECK(run_program({"report", scenario, "-q", "-o", direct}).code == run.code);
  CHECK(data_of(read_file(page)) == data_of(read_file(direct)));
  CHECK_THAT(read_file(page), Contains(file));  // where the records are
}

TEST_CASE("A report that cannot be made is a clear error", "[cli]") {
  const ScratchDirectory dir;
  const std::string scenario = dir.file("s.json", small_scenario());
  CHECK(run_program({"report", dir.path() + "/none.json"}).code == 65);
  CHECK(run_program({"report"}).code == 64);
  CHECK(run_program({"report", scenario, "-q", "-o", dir.path() + "/no/where.html"}).code == 74);
  CHECK(run_program({"run", scenario, "-q", "--out", dir.path()}).code < 64);
  for (const auto& entry : std::filesystem::directory_iterator(dir.path()))
    if (entry.path().extension() == ".db") {
      const Ended ended = run_program({"report", entry.path().string(), "--seed", "3"});
      CHECK(ended.code == 65);
      CHECK_THAT(ended.err, Contains("E701"));
    }
}

TEST_CASE("One command writes a report as a page, as Markdown and as CSV, by the endings of the files", "[cli]") {
  const ScratchDirectory dir;
  const std::string scenario = dir.file("s.json", small_scenario({.name = "a | <b>"}));
  const auto in = [&](const char* name) { return dir.path(name); };
  const Ended made = run_program({"report", scenario, "-q", "-o", in("a.html"), "-o", in("a.md"), "-o", in("a.CSV")});
  INFO(made.err);
  CHECK_THAT(made.out, Contains("a.html, ") && Contains("a.CSV: nothing was expected"));
  CHECK_THAT(read_file(in("a.html")), Contains("<!DOCTYPE html>"));
  CHECK_THAT(read_file(in("a.md")), Contains("# a \\| \\<b\\>\n") && Contains("## What was not modelled"));
  const Json run = Json::parse(run_program({"run", scenario, "-q", "--json"}).out);
  CHECK_THAT(read_file(in("a.CSV")), Contains("/digest," + run["digest"].get<std::string>() + "\r\n"));
  CHECK(run_program({"report", scenario, "-q", "--where", "lag == 1 s"}).code == 64);
}

TEST_CASE("A report under an ending that it does not know is refused before anything is simulated", "[cli]") {
  const ScratchDirectory dir;
  const std::string scenario = dir.file("s.json", small_scenario());
  for (const std::string& name : {dir.path("a.pdf"), dir.path("a"), std::string("-"), dir.path(".html")}) {
    const Ended made = run_program({"report", scenario, "-q", "-o", dir.path("good.md"), "-o", name});
    INFO(name << ": " << made.err);
    CHECK(made.code == 64);
    CHECK_THAT(made.err, Contains(name + " has no ending that a report knows: .html, .md, .csv"));
  }
  CHECK(std::distance(std::filesystem::directory_iterator(dir.path()), {}) == 1);
  CHECK(run_program({"report", scenario, "-q", "-o", dir.path("a.HTM")}).code == 0);
  CHECK_THAT(read_file(dir.path("a.HTM")), Contains("<!DOCTYPE html>"));
}

TEST_CASE("A report of a sweep can be of the points that a condition names", "[cli]") {
  const ScratchDirectory dir;
  dir.file("base.json", small_scenario());
  const std::string sweep = dir.file("sweep.json", R"({"name": "s", "base": "base.json",
      "axes": [{"name": "lag", "pointer": "/data/replication/flush", "values": ["10 ms", "1 s"]},
               {"name": "writes", "pointer": "/data/writes", "values": ["global", "local"]}],
      "seeds": {"count": 2}, "metrics": ["stale_share"]})");
  const std::string runs = dir.path("s.db");
  REQUIRE(run_program({"sweep", "run", sweep, "-q", "--out", runs}).code == 0);
  const Ended part =
      run_program({"report", runs, "--where", "lag < 1 s", "-o", dir.path("s.md"), "-o", dir.path("s.csv")});
  INFO(part.err);
  CHECK(part.code == 0);
  CHECK_THAT(read_file(dir.path("s.md")), Contains("2 points of ") && Contains("`lag < 1 s`"));
  const std::string csv = read_file(dir.path("s.csv"));
  CHECK(std::ranges::count(csv, '\n') == 3);
  CHECK_THAT(csv, Contains("point,writes,standing,runs,stale_share_mean,stale_share_low,stale_share_high,again"));
  const Ended wrong = run_program({"report", runs, "--where", "leg == 1 s"});
  CHECK(wrong.code == 64);
  CHECK_THAT(wrong.err, Contains("did you mean \"lag\"?"));
}
