#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

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
