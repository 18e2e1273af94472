// `export` to files that other tools read: what goes where, and what is refused. What is in them: tests/exports.
#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

struct Made {
  ScratchDirectory dir;
  std::string run = dir.path("small-7.db");
  explicit Made(const std::vector<std::string>& options = {}) {
    std::vector<std::string> words{"run", dir.file("s.json", small_scenario()), "--out", dir.path()};
    words.insert(words.end(), options.begin(), options.end());
    REQUIRE(run_program(words).code == 0);
  }
};

struct Start {
  std::string format, text;
};
const std::vector<Start> kStarts = {{"jepsen", "{:process 0, :type :invoke, :f :write, :key "},
                                    {"elle", "{:process 1, :type :invoke, :f :txn, :value [[:"},
                                    {"shiviz", "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})\n\n"},
                                    {"perfetto", "{\"displayTimeUnit\":\"ms\",\"traceEvents\":["}};

}  // namespace

TEST_CASE("Exports go to stdout, or as a whole to a file", "[cli]") {
  const Made made;
  for (const Start& start : kStarts) {
    const Ended shown = run_program({"export", made.run, "--to", start.format});
    CHECK(shown.code == 0);
    CHECK_THAT(shown.out, StartsWith(start.text));
    const std::string path = made.dir.path("out." + start.format);
    const Ended written = run_program({"export", made.run, "--to", start.format, "-o", path});
    CHECK(written.code == 0);
    CHECK(written.out.empty());
    CHECK(written.err == shown.err);
    CHECK(read_file(path) == shown.out);
  }
}

TEST_CASE("An export that fails leaves what was there before", "[cli]") {
  const Made made;
  const std::string whole = read_file(made.run);
  const std::string cut = made.dir.file("cut.db", whole.substr(0, whole.size() / 2));
  const std::string before = made.dir.file("before", "precious");
  for (const Start& start : kStarts) {
    const Ended ended = run_program({"export", cut, "--to", start.format, "-o", before});
    CHECK(ended.code == 65);
    CHECK_THAT(ended.err, Contains("E605"));
    CHECK(read_file(before) == "precious");
    CHECK(run_program({"export", made.run, "--to", start.format, "-o", made.dir.path("no/such/folder")}).code == 74);
    CHECK(run_program({"export", made.run, "--to", start.format, "-o", "/dev/full"}).code == 74);
  }
  for (const auto& entry : std::filesystem::directory_iterator(made.dir.path()))
    CHECK(entry.path().extension() != ".part");
}

TEST_CASE("An option without effect on a format is refused", "[cli]") {
  const std::vector<std::vector<std::string>> cases = {
      {"csv", "--key", "3"},    {"dot", "--limit", "3"},          {"jepsen", "--between", "1 s", "2 s"},
      {"elle", "--limit", "3"}, {"perfetto", "--set", "/seed=3"},
  };
  for (const std::vector<std::string>& one : cases) {
    std::vector<std::string> words{"export", "x.db", "--to"};
    words.insert(words.end(), one.begin(), one.end());
    const Ended ended = run_program(words);
    CHECK(ended.code == 64);
    CHECK_THAT(ended.err, Contains(one[1] + " has no effect on " + one[0]));
  }
}

TEST_CASE("A part of a run is two moments in their order, with units", "[cli]") {
  const auto complaint = [](const std::string& from, const std::string& to) {
    const Ended ended = run_program({"export", "x.db", "--to", "shiviz", "--between", from, to});
    CHECK(ended.code == 64);
    return ended.err;
  };
  CHECK_THAT(complaint("1", "2 s"), Contains("--between") && Contains("units of time"));
  CHECK_THAT(complaint("2 s", "1 s"), Contains("the second moment is before the first"));
  CHECK_THAT(complaint("1 s", "200000 d"), Contains("292 years"));
}

TEST_CASE("What an export chose and what it lacks is said on stderr", "[cli]") {
  const Made made;
  CHECK_THAT(run_program({"export", made.run, "--to", "shiviz"}).err, Contains(", which ") && Contains(" events at "));
  CHECK_THAT(run_program({"export", made.run, "--to", "jepsen"}).err, Contains(" operations of "));
  const Ended nothing = run_program({"export", made.run, "--to", "jepsen", "--key", "4000000"});
  CHECK(nothing.code == 2);
  CHECK_THAT(nothing.err, Contains("0 operations"));
  const Made sampled({"--history", "sample", "--sample", "0.2"});
  for (const Start& start : kStarts)
    CHECK_THAT(run_program({"export", sampled.run, "--to", start.format}).err, Contains("SAMPLE: 20 %"));
}

TEST_CASE("An export needs a run", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario());
  for (const Start& start : kStarts) {
    const Ended ended = run_program({"export", file, "--to", start.format});
    CHECK(ended.code == 65);
    CHECK_THAT(ended.err, Contains("is not a run file") && Contains("--out DIR"));
  }
}
