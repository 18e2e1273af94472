#include "sim/report/summary.hpp"

#include "unit/report/made_run.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace bicoastal;
using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Is = Expectation::Comparison;

namespace {

std::string summary_of(const Scenario& scenario, const Analysis& analysis, Ink ink = {}) {
  return summary(made_report(scenario, analysis), ink);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// With blanks and line breaks in a row made one blank.
std::string squeezed(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || (!result.empty() && result.back() != ' ')) result += blank ? ' ' : c;
  }
  return result;
}

std::string line_with(const std::string& page, const std::string& text) {
  for (const std::string& line : lines_of(page))
    if (line.find(text) != std::string::npos) return squeezed(line);
  return "(no line with " + text + ")";
}

}  // namespace

TEST_CASE("The verdict stands within the first lines", "[report]") {
  Scenario s = made_scenario();
  s.expect = {expectation("availability", Is::greater_equal, 0.99), expectation("rto", Is::less_equal, 60)};
  const auto lines = lines_of(summary_of(s, made_analysis()));
  CHECK(lines[0] == "us-east-1 lost, writes local");
  CHECK(lines[3] == "EXPECTATIONS VIOLATED: 1 of 2");
  s.expect.pop_back();
  CHECK(lines_of(summary_of(s, made_analysis()))[3] == "EXPECTATIONS HOLD: 1 of 1");
  s.expect = {expectation("latency.write.p50", Is::less, 1, "eu-west-1")};
  CHECK(lines_of(summary_of(s, made_analysis()))[3] ==
        "UNKNOWN: the run does not tell for 1 of 1 expectations; none is violated");
}

TEST_CASE("Users of each region have a line with their own figures", "[report]") {
  const std::string page = summary_of(made_scenario(), made_analysis());
  CHECK(line_with(page, "  us-east-1 ") == "us-east-1 1,000 99 % 10 3 ms 200 ms 4.5 ms 250 ms 1 %");
  CHECK(line_with(page, "  eu-west-1 ") == "eu-west-1 3,000 100 % 0 3 ms 200 ms - - 0 %");
  CHECK(line_with(page, "  all ") == "all 4,000 99.75 % 10 3 ms 200 ms 4.5 ms 250 ms 0.5 %");
}

TEST_CASE("A fault tells whom it touched, how long it hurt and what it lost", "[report]") {
  const std::string page = summary_of(made_scenario(), made_analysis());
  CHECK_THAT(squeezed(page), Contains("region_down us-east-1, at 2 min for 3 min"));
  CHECK_THAT(squeezed(page), Contains("1,204 requests (10 failed; 120 writes), 34 replication batches"));
  CHECK_THAT(squeezed(page), Contains("50 % of all users (1,000 sessions), 31 % of the requests meanwhile"));
  CHECK_THAT(squeezed(page), Contains("recovery (RTO) 74.2 s: detect 25 s, decide 0 s, promote 0 s, redirect 49.2 s"));
  CHECK_THAT(squeezed(page), Contains("2 acknowledged writes, from 400 ms"));
}

TEST_CASE("A fault that touched nothing says so", "[report]") {
  CHECK_THAT(squeezed(summary_of(made_scenario(), made_analysis())),
             Contains("a link nobody uses, at 6.67 min to the end "
                      "touched NOTHING: no request, no write and no replication batch met it"));
}

TEST_CASE("A fault that only replication met says that no request did", "[report]") {
  Analysis a = made_analysis();
  a.faults[1].batches = 1;
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)), Contains("touched 1 replication batch, and no request"));
}

TEST_CASE("An outage without recovery and a fault without outage are told apart", "[report]") {
  Analysis a = made_analysis();
  a.faults[0].rto->total_s.reset();
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)),
             Contains("NOT RECOVERED 8.17 min after it began, when the run ended"));
  a.faults[0].rto.reset();
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)),
             Contains("no need: success of its users never fell under 99.9 % in any window of 1 s"));
}

TEST_CASE("What nobody noticed ended with the repair, before it, or not at all", "[report]") {
  Analysis a = made_analysis();  // from 120 to 300 s
  Rto& rto = *a.faults[0].rto;
  rto.noticed = false;
  rto.total_s = 180;
  rto.detect_s = 180;
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)),
             Contains("nobody noticed, it ended with the repair after 3 min"));
  rto.total_s = rto.detect_s = 5;
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)),
             Contains("5 s: its users were served again before anybody noticed"));
  rto.total_s.reset();
  a.faults[0].end_s = a.end_s;
  rto.detect_s = a.end_s - 120;
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)), Contains("nobody noticed until the run ended"));
}

TEST_CASE("A fault without a planned end lasted until it was over, and one that the guard kept is told as such",
          "[report]") {
  Scenario s = made_scenario();
  Analysis a = made_analysis();
  a.faults[1].end_s = 430;
  CHECK_THAT(squeezed(summary_of(s, a)), Contains("a link nobody uses, at 6.67 min for 30 s"));
  s.faults[1].keep = 2;
  a.faults[1].end_s = a.faults[1].onset_s;
  CHECK_THAT(squeezed(summary_of(s, a)),
             Contains("a link nobody uses, at 6.67 min: not carried out, as too few replicas would have been left"));
}

TEST_CASE("Consistency is told in words", "[report]") {
  const std::string page = summary_of(made_scenario(), made_analysis());
  CHECK_THAT(squeezed(page),
             Contains("0.5 % of reads (9) missed an acknowledged write; age: typically 83 ms, at most"));
  CHECK_THAT(squeezed(page),
             Contains("2 reads without the session's own earlier write; 1 write seen before an earlier one"));
  CHECK_THAT(squeezed(page), Contains("7 pairs of writes that had not seen each other; 3 % of writes in one"));
  CHECK_THAT(squeezed(page), Contains("3 acknowledged writes thrown away by conflict resolution"));
  CHECK_THAT(squeezed(page), Contains("2 acknowledged writes lost in failovers"));
}

TEST_CASE("What became of carts, stocks and seats has a line of its own, also where all is well", "[report]") {
  Scenario s = made_scenario();
  Analysis a = made_analysis();
  const auto count = [&](AnomalyKind kind) -> std::uint64_t& {
    return a.anomaly_counts[static_cast<std::size_t>(kind)];
  };
  CHECK_THAT(squeezed(summary_of(s, a)), !Contains(" data ") && !Contains("causality"));
  a.invariants.judged = true;
  a.invariants.keys = 40;
  s.keys.type = DataType::cart;
  CHECK(line_with(summary_of(s, a), " data ") == "data carts: what acknowledged changes say");
  count(AnomalyKind::lost_item) = 37;
  count(AnomalyKind::resurrected_item) = 2;
  count(AnomalyKind::lost_change) = 1;
  CHECK_THAT(squeezed(summary_of(s, a)),
             Contains("carts: 37 items lost, 2 back again after they were removed, 1 quantity too small"));
  s.keys.type = DataType::seats;
  count(AnomalyKind::double_booking) = 1;
  CHECK_THAT(squeezed(summary_of(s, a)),
             Contains("seats: 1 double booking, 37 confirmed reservations gone, 2 taken again after their release"));
  s.keys.type = DataType::inventory;
  a.invariants.off_by = 9;
  a.invariants.oversold = 4;
  CHECK_THAT(squeezed(summary_of(s, a)),
             Contains("stocks: 1 acknowledged change lost, off by 9 in all, oversold by 4 pieces"));
  s.keys.type = DataType::accounts;
  a.invariants.oversold = 0;
  a.invariants.overdrawn = 500;
  a.invariants.undecided = 3;
  count(AnomalyKind::overdraft) = 2;
  CHECK_THAT(squeezed(summary_of(s, a)),
             Contains("accounts: 1 acknowledged change lost, off by 9 in all, 2 overdrafts of 500 in all; "
                      "3 of 40 keys undecided, regions differed at the end"));
}

TEST_CASE("Broken causality and what merging policies send beside the data have a line where there is any",
          "[report]") {
  Scenario s = made_scenario();
  Analysis a = made_analysis();
  a.anomaly_counts[static_cast<std::size_t>(AnomalyKind::causality)] = 1;
  CHECK_THAT(squeezed(summary_of(s, a)),
             Contains("causality 1 write lost to a version that it had seen: a clock ordered them so"));
  CHECK_THAT(squeezed(summary_of(s, a)), !Contains("metadata"));
  a.invariants.judged = true;
  a.overhead = {10, 20, 240, 40, 300, 44};
  s.data.conflicts.merges = true;
  CHECK_THAT(squeezed(summary_of(s, a)),
             Contains("metadata 40 B of the 240 B that a write sends to each other region; 44 B of the 300 B of a "
                      "value read"));
}

TEST_CASE("Regions that still differ at the end are counted", "[report]") {
  Analysis a = made_analysis();
  a.divergence.converge_s.reset();
  a.divergence.keys_differing_at_end = 1;
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)), Contains("1 key still differed when the run ended"));
}

TEST_CASE("A quorum that differs at the end says what would mend it", "[report]") {
  Analysis a = made_analysis();
  a.divergence.converge_s.reset();
  a.divergence.keys_differing_at_end = 2;
  Scenario s = made_scenario();
  s.data.writes = WritePattern::quorum;
  s.data.quorum.read_repair = true;
  CHECK_THAT(squeezed(summary_of(s, a)), Contains("2 keys still differed when the run ended: a quorum mends a region "
                                                  "that missed a write when the key is read"));
  s.data.quorum.read_repair = false;
  CHECK_THAT(squeezed(summary_of(s, a)), Contains("without read repair a quorum never mends a region"));
}

TEST_CASE("Acknowledged writes that vanished are told by pair of regions and cause", "[report]") {
  const std::string page = squeezed(summary_of(made_scenario(), made_analysis()));
  CHECK_THAT(page, Contains("Acknowledged writes that vanished") && Contains("us-east-1 eu-west-1 3 2 1 - - -12 ms") &&
                       Contains("eu-west-1 - 2 - - - 2 -"));
  Analysis nothing = made_analysis();
  nothing.ledger.clear();
  CHECK_THAT(squeezed(summary_of(made_scenario(), nothing)), !Contains("that vanished"));
}

TEST_CASE("Linearizability and t-visibility are told where they were measured", "[report]") {
  Analysis a = made_analysis();
  a.visibility = {};
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)), !Contains("linearizable") && !Contains("t-visibility"));
  a.linearizability.checked = true;
  a.linearizability.keys = 40;
  a.linearizability.verdict = Verdict::valid;
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)),
             Contains("linearizable yes: each of 40 written keys behaves as if there were one copy"));
  a.linearizability.verdict = Verdict::violated;
  a.linearizability.violated = 3;
  a.linearizability.delta_s = 1.5;
  CHECK_THAT(
      squeezed(summary_of(made_scenario(), a)),
      Contains("linearizable no: 3 of 40 written keys; no order explains what was read of them. Reads reach back up "
               "to 1.5 s"));
  a.linearizability.verdict = Verdict::unknown;
  a.linearizability.undecided = 5;
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)), Contains("linearizable unknown: 5 of 40 written keys"));
  a.visibility.measured = true;
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)), Contains("t-visibility 0 reads are too few to tell"));
  for (int i = 0; i < 10'000; ++i) a.visibility.overall.add(Time::millis(i < 100 ? 10 : 200), i >= 100);
  // 200 ms lies in the second of the four equal bins from 1.024 us * 2^17 to twice that: from 168 ms on.
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)), Contains("99.9 % of reads see a write 168 ms after"));
}

TEST_CASE("An interrupted run is marked at the top, and no expectation is judged", "[report]") {
  Analysis a = made_analysis();
  a.complete = false;
  a.end_s = 192;
  Scenario s = made_scenario();
  s.expect = {expectation("availability", Is::greater_equal, 0.99)};
  RunReport report = made_report(s, a);
  report.interrupted = true;
  const std::string page = summary(report, Ink{});
  CHECK_THAT(squeezed(page), Contains("INTERRUPTED: the run was stopped at 3.2 min of 10 min."));
  CHECK_THAT(squeezed(page), !Contains("HOLD"));
  CHECK_THAT(squeezed(page), Contains("nothing: the run stopped before it"));  // the second fault, at 400 s
  report.interrupted = false;
  CHECK_THAT(summary(report, Ink{}), Contains("INCOMPLETE: the run did not end"));
}

TEST_CASE("A run that never fell quiet warns about its counts", "[report]") {
  Analysis a = made_analysis();
  a.quiet = false;
  CHECK_THAT(squeezed(summary_of(made_scenario(), a)), Contains("The system was still busy when the run ended"));
}

TEST_CASE("The last lines repeat the run", "[report]") {
  const auto lines = lines_of(summary_of(made_scenario(), made_analysis()));
  CHECK_THAT(lines[lines.size() - 3], Contains("00112233445566778899aabbccddeeff") && Contains("seed 42"));
  CHECK_THAT(lines[lines.size() - 2], Contains("10.2 min in 830 ms: 1.23 M requests/s, 140 MB"));
  CHECK_THAT(lines.back(), Contains("bicoastal run scenarios/made.json --seed 42"));
}

TEST_CASE("No line is wider than 100 columns, whatever the names", "[report]") {
  Scenario s = made_scenario();
  s.name = std::string(300, 'n');
  s.regions[0].name = std::string(200, 'r');
  s.faults[0].name = std::string(200, 'f');
  s.expect = {expectation("availability", Is::greater_equal, 0.99, "eu-west-1")};
  s.expect[0].text = std::string(200, 'e');
  Analysis a = made_analysis();
  a.overall.requests.issued = a.by_region[0].requests.issued = 9'999'999'999;
  a.pairs[0].bytes = 123456789012;
  a.pairs[0].writes = a.pairs[0].max_backlog_writes = 123456789;
  for (const std::string& line : lines_of(summary_of(s, a))) {
    INFO(line);
    CHECK(display_width(line) <= 100);
  }
}

TEST_CASE("Without colour there is no escape sequence, with colour the text is the same", "[report]") {
  Scenario s = made_scenario();
  s.name = "a\x1b[2Jb";
  s.expect = {expectation("rto", Is::less_equal, 60)};
  const std::string plain = summary_of(s, made_analysis());
  CHECK(plain.find('\x1b') == std::string::npos);
  const std::string coloured = summary_of(s, made_analysis(), Ink{true});
  std::string stripped;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b')
      i = coloured.find('m', i);
    else
      stripped += coloured[i];
  }
  CHECK(stripped == plain);
}
