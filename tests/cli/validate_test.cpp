#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

/// A claims file beside its scenario; checks are of `rto` and `lost`.
std::string claims_about(const ScratchDirectory& dir, const std::string& checks) {
  dir.file("s.json", small_scenario());
  return dir.file("claims.json", R"({"claims": [{"id": "X1", "subject": "a region lost", "claim": "It recovers.",
      "source": "nobody", "model": "two regions", "runs": {"a": {"scenario": "s.json"}},
      "measures": {"requests": {"run": "a", "metric": "requests"}, "lost": {"run": "a", "metric": "lost_writes"},
                   "never": {"run": "a", "metric": "siblings"}, "of_nothing": {"formula": "requests / lost"}},
      "checks": [)" + checks + "]}]}");
}

int verdict_code(const std::string& checks) {
  const ScratchDirectory dir;
  return run_program({"validate", claims_about(dir, checks), "--seeds", "2", "-q"}).code;
}

}  // namespace

TEST_CASE("Two shipped claims are measured, by text, JSON and Markdown alike", "[cli]") {
  const ScratchDirectory dir;
  const How elsewhere{.directory = dir.path()};  // shipped claims need no source tree
  const std::vector<std::string> arguments{"validate", "claims", "--only", "P1", "P3", "--seeds", "3", "-q"};
  const Ended text = run_program(arguments, elsewhere);
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Contains("P1   holds: read local, write global") && Contains("2 claims: 2 hold\n"));
  auto as_json = arguments;
  as_json.push_back("--json");
  const Json d = Json::parse(run_program(as_json, elsewhere).out);
  CHECK(d["seeds"] == Json{1, 2, 3});
  CHECK(d["holds"] == 2);
  REQUIRE(d["claims"].size() == 2);
  const Json& ireland = d["claims"][0]["measures"][4];
  CHECK(ireland["name"] == "write_ireland");
  CHECK(ireland["unit"] == "s");
  CHECK(ireland["values"].size() == 3);
  // Access there and back, service, and the published median round trip of 69.7 ms to Virginia.
  CHECK(ireland["mean"].get<double>() > 0.0797);
  CHECK(ireland["mean"].get<double>() < 0.090);
  auto as_markdown = arguments;
  as_markdown.insert(as_markdown.end(), {"--to", "markdown"});
  const Ended markdown = run_program(as_markdown, elsewhere);
  CHECK_THAT(markdown.out,
             Contains("`bicoastal validate claims --only P1 P3 --seeds 3 --to markdown`") &&
                 Contains("| [P3](../scenarios/claims/p03-write-local.json) | **read local, write local**"));
}

TEST_CASE("A claim with a chart becomes a page, in a file, that shows it", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.path() + "/claims.html";
  const Ended made =
      run_program({"validate", "claims", "--only", "M6", "--seeds", "2", "-q", "--to", "html", "-o", file});
  CHECK(made.code == 0);
  CHECK(made.out.empty());
  const std::string page = read_file(file);
  CHECK_THAT(page, Contains("--to html -o"));
  const std::string begin = "id=\"data\">";
  const std::size_t at = page.find(begin) + begin.size();
  const Json data = Json::parse(page.substr(at, page.find("</script>", at) - at));
  REQUIRE(data["charts"].size() == 1);
  const Json& series = data["charts"][0]["series"];
  const auto goodput = [&](std::size_t s, std::size_t p) { return series[s]["points"][p]["mean"].get<double>(); };
  // Half of capacity is served by both; three times capacity by the one that sheds.
  CHECK(goodput(0, 0) == Approx(0.5).margin(0.01));
  CHECK(goodput(1, 0) == Approx(0.5).margin(0.01));
  CHECK(goodput(0, 4) > 0.93);
  CHECK(goodput(1, 4) < 0.05);
  CHECK(run_program({"validate", "claims", "--only", "M6", "--seeds", "1", "-q", "-o", dir.path() + "/no/x"}).code ==
        74);
}

TEST_CASE("The number of workers changes no claim", "[cli]") {
  const auto with_jobs = [](const std::string& jobs) {
    return run_program({"validate", "claims", "--only", "P4", "--seeds", "4", "--json", "--jobs", jobs, "-q"}).out;
  };
  CHECK(with_jobs("1") == with_jobs("3"));
}

TEST_CASE("The exit code tells an unexplained difference from a missing figure", "[cli]") {
  CHECK(verdict_code(R"({"that": "requests > 0", "means": "x"})") == 0);
  CHECK(verdict_code(R"({"that": "requests < 0", "means": "x", "because": "there are users"})") == 0);
  CHECK(verdict_code(R"({"that": "requests < 0", "means": "x"})") == 1);
  CHECK(verdict_code(R"({"that": "of_nothing > 0", "means": "x"})") == 2);
  CHECK(verdict_code(R"({"that": "of_nothing > 0", "means": "x"}, {"that": "requests < 0", "means": "x"})") == 1);
}

TEST_CASE("What is wrong with a claims file, or with --only, is told", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = claims_about(dir, R"({"that": "requests > 0 s", "means": "x"})");
  const Ended bad = run_program({"validate", file});
  CHECK(bad.code == 65);
  CHECK_THAT(bad.err, Contains("E802") && Contains("/claims/0/checks/0/that"));
  const Ended unknown = run_program({"validate", "claims", "--only", "P99"});
  CHECK(unknown.code == 64);
  CHECK_THAT(unknown.err, Contains("there is no claim P99"));
}

TEST_CASE("Every shipped claim holds, or differs for a reason that is written down", "[.long][cli]") {
  const Ended all = run_program({"validate", "claims", "-q"});
  INFO(all.out);
  CHECK(all.code == 0);
}
