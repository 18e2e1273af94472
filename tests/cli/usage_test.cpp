#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("Without a command the program says what it needs, on stderr", "[cli]") {
  const Ended ended = run_program({});
  CHECK(ended.code == 64);
  CHECK(ended.out.empty());
  CHECK_THAT(ended.err, Contains("bicoastal --help"));
}

TEST_CASE("A misspelt command is answered with the one that was meant", "[cli]") {
  const Ended ended = run_program({"comapre", "a", "b"});
  CHECK(ended.code == 64);
  CHECK(ended.err == "bicoastal: there is no command comapre; did you mean \"compare\"?\nTry: bicoastal --help\n");
}

TEST_CASE("Help goes to stdout and every command has an example that begins with its name", "[cli]") {
  const Ended all = run_program({"--help"});
  CHECK(all.code == 0);
  CHECK(all.err.empty());
  for (const std::string command : {"run", "check", "explain", "analyse", "compare", "export", "list"}) {
    CHECK_THAT(all.out, Contains("\n  " + command + " "));
    const Ended one = run_program({command, "--help"});
    CHECK(one.code == 0);
    CHECK_THAT(one.out, Contains("Examples:\n  bicoastal " + command + " "));
  }
}

TEST_CASE("Every exit code is in the help", "[cli]") {
  const std::string help = run_program({"--help"}).out;
  for (const std::string code : {"0 ", "1 ", "2 ", "64 ", "65 ", "70 ", "74 ", "130 "})
    CHECK_THAT(help, Contains(code));
}

TEST_CASE("The version is one line", "[cli]") {
  const Ended ended = run_program({"--version"});
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, StartsWith("bicoastal 0."));
  CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 1);
}

TEST_CASE("Bad usage is exit code 64 and says what is wrong", "[cli]") {
  struct Case {
    std::vector<std::string> arguments;
    std::string complaint;
  };
  const std::vector<Case> cases = {
      {{"run"}, "run needs at least one FILE"},
      {{"run", "x.json", "--nope"}, "--nope"},
      {{"run", "x.json", "--seed", "-3"}, "-3 is not a whole number"},
      {{"run", "x.json", "--seed", "1e3"}, "1e3 is not a whole number"},
      {{"run", "x.json", "--seed", "18446744073709551616"}, "is not a whole number from 0"},
      {{"run", "x.json", "--history", "some"}, "some is none of: none, sample, full"},
      {{"run", "x.json", "--history", "full"}, "--history needs --out DIR"},
      {{"run", "x.json", "--out", "o", "--sample", "0.5"}, "--sample has no effect without --history sample"},
      {{"run", "x.json", "--engine", "warp"}, "warp is none of: run-ahead, step"},
      {{"run", "x.json", "--set", "data/writes=local"}, "E501"},
      {{"check"}, "file"},
      {{"compare", "one.json"}, "needs B"},
      {{"compare", "a.json", "b.json", "--seeds", "0"}, "--seeds"},
      {{"export", "x.db", "--to", "pdf"}, "pdf is none of: csv, dot"},
      {{"export", "x.db"}, "--to is required"},
      {{"list", "colours"}, "colours is none of: systems, policies, metrics, faults, latency, prices, errors"},
      {{"analyse", "x.db", "--json", "--stored"}, "--stored"},
  };
  for (const Case& one : cases) {
    const Ended ended = run_program(one.arguments);
    INFO(one.complaint << "\n" << ended.err);
    CHECK(ended.code == 64);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, Contains(one.complaint));
  }
}

TEST_CASE("Lists tell what exists", "[cli]") {
  CHECK_THAT(run_program({"list", "metrics"}).out, Contains("availability") && Contains("[region]") && Contains("rto"));
  CHECK_THAT(run_program({"list", "faults"}).out,
             Contains("region_down") && Contains("link_loss") && !Contains("\nfor "));
  CHECK_THAT(run_program({"list", "policies"}).out,
             Contains("lww") && Contains("/data/writes") && Contains("two_choices"));
  CHECK_THAT(
      run_program({"list", "policies"}).out,
      Contains("round_robin        /balancing/policy       the next\n"));  // its own part of the schema's sentence
  CHECK_THAT(run_program({"list", "policies"}).out, Contains("to the home region of its key\n"));
  CHECK_THAT(run_program({"list", "latency"}).out, Contains("aws-2024-04") && Contains("eu-west-1"));
  CHECK_THAT(run_program({"list", "errors"}).out,
             Contains("E101") && Contains("E603") && Contains("E701") && Contains("E716"));
  const Ended systems = run_program({"list", "systems"});
  CHECK(systems.code == 0);
  CHECK_THAT(systems.out, Contains("dynamodb-global-tables") && Contains("route53"));
  CHECK(systems.err.empty());
}
