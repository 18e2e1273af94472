// `explain RUN`: which anomalies there are, the story of one, and what is said where there is none.
#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace bicoastal::test;
using Catch::Matchers::Contains;

namespace {

struct Told {
  ScratchDirectory dir;
  std::string run = dir.path("small-7.db");
  explicit Told(const std::vector<std::string>& options = {}) {
    std::vector<std::string> words{"run",   dir.file("s.json", small_scenario({.reads = "0.5"})),
                                   "--out", dir.path(),
                                   "--set", "/keys={\"count\":5}"};
    words.insert(words.end(), options.begin(), options.end());
    REQUIRE(run_program(words).code < 3);  // whatever the expectations say
  }
  Ended ask(const std::string& anomaly) const { return run_program({"explain", run, "--anomaly", anomaly}); }
  nlohmann::json list() const { return nlohmann::json::parse(run_program({"explain", run, "--json"}).out); }
};

}  // namespace

TEST_CASE("explain lists a run's anomalies by kind, and tells the story of each kind", "[cli]") {
  const Told told;
  const auto list = told.list();
  REQUIRE_FALSE(list["anomalies"].empty());
  const Ended page = run_program({"explain", told.run});
  for (const auto& kind : list["anomalies"]) {
    const std::string name = kind["kind"];
    const std::size_t number = kind["numbers"][0];
    CHECK_THAT(page.out, Contains(name));
    const Ended by_kind = told.ask(name);
    CHECK(by_kind.code == 0);
    CHECK_THAT(by_kind.out, Contains("Anomaly " + std::to_string(number) + ": ") && Contains("Why: "));
    CHECK(told.ask(std::to_string(number)).out == by_kind.out);
    CHECK(told.ask(name + ":1").out == by_kind.out);
    const auto document = nlohmann::json::parse(run_program({"explain", told.run, "--anomaly", name, "--json"}).out);
    CHECK(document["kind"] == name);
    CHECK(document["number"] == number);
    CHECK_FALSE(document["operations"].empty());
  }
}

TEST_CASE("A stale read's story is the same in a sample of the run", "[cli]") {
  const Told whole;
  const Told sample({"--history", "sample", "--sample", "0.001"});
  CHECK(sample.ask("stale_read").out == whole.ask("stale_read").out);
}

TEST_CASE("An anomaly that is not there is answered with what there is", "[cli]") {
  const Told told;
  const Ended number = told.ask("99999");
  CHECK(number.code == 64);
  CHECK_THAT(number.err, Contains("there is no anomaly 99999") && Contains("from 0 to "));
  const Ended kind = told.ask("stale_reed");
  CHECK(kind.code == 64);
  CHECK_THAT(kind.err, Contains("is no kind of anomaly") && Contains("\"stale_read\"") && Contains("conflict ("));
  const Ended absent = told.ask("double_booking");
  CHECK(absent.code == 64);
  CHECK_THAT(absent.err, Contains("there is no double_booking in this run; this run has: "));
  for (const std::string text : {"stale_read:0", "stale_read:99999", "stale_read:x"}) {
    const Ended beyond = told.ask(text);
    CHECK(beyond.code == 64);
    CHECK_THAT(beyond.err, Contains(text + " is none of stale_read:1 to stale_read:"));
  }
}

TEST_CASE("Anomalies are told of runs only", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario());
  const Ended ended = run_program({"explain", file, "--anomaly", "0"});
  CHECK(ended.code == 65);
  CHECK_THAT(ended.err, Contains("is not a run file") && Contains("--out DIR") && Contains("--history full"));
  CHECK(run_program({"explain", file, "--json"}).code == 65);
  CHECK(run_program({"explain", dir.path("none.db"), "--anomaly", "0"}).code == 65);
  CHECK(run_program({"explain", file, "--anomaly", "0", "--scenario"}).code == 64);
}

TEST_CASE("A diagram is drawn in ASCII where the locale has nothing else", "[cli]") {
  const Told told;
  const auto drawn = [&](const std::string& locale) {
    return run_program({"explain", told.run, "--anomaly", "stale_read"}, {.environment = {"LC_ALL=" + locale}}).out;
  };
  CHECK_THAT(drawn("C.UTF-8"), Contains("►"));
  CHECK_THAT(drawn("C"), !Contains("►") && Contains(">|"));
}

TEST_CASE("A key that no single copy explains is shown by its contradiction", "[cli]") {
  const Told told;
  const Ended ended = told.ask("linearizability");
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, Contains("No order of these "));
  CHECK(told.ask("linearizability:9999").code == 64);
}
