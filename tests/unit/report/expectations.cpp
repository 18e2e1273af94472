#include "sim/report/expectations.hpp"

#include "unit/report/made_run.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;
using Is = Expectation::Comparison;

namespace {

Judgement judged(const Analysis& analysis, const std::string& metric, Is comparison, double value,
                 const std::string& of = {}) {
  Scenario scenario = made_scenario();
  scenario.expect = {expectation(metric, comparison, value, of)};
  return judge(scenario, analysis).at(0);
}

ExpectationVerdict verdict(const std::string& metric, Is comparison, double value, const std::string& of = {}) {
  return judged(made_analysis(), metric, comparison, value, of).verdict;
}

}  // namespace

TEST_CASE("Every comparison holds on its own side of the value and is violated on the other", "[report]") {
  // 3990 of 4000 were answered: 0.9975 exactly in binary as a quotient of these.
  const double measured = 3990.0 / 4000.0;
  CHECK(verdict("availability", Is::greater_equal, measured) == ExpectationVerdict::holds);
  CHECK(verdict("availability", Is::greater, measured) == ExpectationVerdict::violated);
  CHECK(verdict("availability", Is::less_equal, measured) == ExpectationVerdict::holds);
  CHECK(verdict("availability", Is::less, measured) == ExpectationVerdict::violated);
  CHECK(verdict("availability", Is::equal, measured) == ExpectationVerdict::holds);
  CHECK(verdict("availability", Is::equal, 0.99) == ExpectationVerdict::violated);
  CHECK(verdict("availability", Is::greater_equal, 0.999) == ExpectationVerdict::violated);
  CHECK(verdict("availability", Is::less, 0.999) == ExpectationVerdict::holds);
}

TEST_CASE("A selector picks the region", "[report]") {
  CHECK(judged(made_analysis(), "availability", Is::equal, 1, "eu-west-1").verdict == ExpectationVerdict::holds);
  CHECK(judged(made_analysis(), "availability", Is::equal, 0.99, "us-east-1").verdict == ExpectationVerdict::holds);
}

TEST_CASE("The measured value comes along, in the unit of the metric", "[report]") {
  const Judgement judgement = judged(made_analysis(), "rto", Is::less_equal, 60);
  CHECK(judgement.verdict == ExpectationVerdict::violated);
  CHECK(judgement.measured == Approx(74.2));
  CHECK_FALSE(judgement.at_least);
  CHECK(judgement.remark.empty());
}

TEST_CASE("A percentile of nothing is unknown, not zero", "[report]") {
  const Judgement judgement = judged(made_analysis(), "latency.write.p99", Is::less_equal, 1, "eu-west-1");
  CHECK(judgement.verdict == ExpectationVerdict::unknown);
  CHECK_FALSE(judgement.measured);
  CHECK(judgement.remark == "nothing of that kind happened");
}

TEST_CASE("A recovery time of a fault that hurt nobody is unknown", "[report]") {
  const Judgement judgement = judged(made_analysis(), "rto", Is::less_equal, 60, "a link nobody uses");
  CHECK(judgement.verdict == ExpectationVerdict::unknown);
  CHECK(judgement.remark == "no fault made a window of its users bad");
}

TEST_CASE("An outage that never ended is a bound, and violates what it already exceeds", "[report]") {
  Analysis a = made_analysis();
  a.faults[0].rto->total_s.reset();  // began at 120 s, the run ended at 610 s: at least 490 s
  const Judgement short_limit = judged(a, "rto", Is::less_equal, 120);
  CHECK(short_limit.verdict == ExpectationVerdict::violated);
  CHECK(short_limit.at_least);
  CHECK(short_limit.measured == Approx(490));
  CHECK(short_limit.remark == "not recovered as long as it was watched");
  CHECK(judged(a, "rto", Is::less_equal, 490).verdict == ExpectationVerdict::unknown);
  CHECK(judged(a, "rto", Is::less, 490).verdict == ExpectationVerdict::violated);
  CHECK(judged(a, "rto", Is::less_equal, 3600).verdict == ExpectationVerdict::unknown);
  CHECK(judged(a, "rto", Is::greater, 300).verdict == ExpectationVerdict::holds);
  CHECK(judged(a, "rto", Is::greater_equal, 490).verdict == ExpectationVerdict::holds);
  CHECK(judged(a, "rto", Is::equal, 100).verdict == ExpectationVerdict::violated);
  CHECK(judged(a, "rto", Is::equal, 500).verdict == ExpectationVerdict::unknown);
}

TEST_CASE("Regions that never agreed are a bound on the time to converge", "[report]") {
  Analysis a = made_analysis();
  a.divergence.converge_s.reset();
  a.divergence.keys_differing_at_end = 3;  // load ended at 600 s, the last heal was at 300 s: at least 10 s
  const Judgement judgement = judged(a, "converge", Is::less_equal, 5);
  CHECK(judgement.verdict == ExpectationVerdict::violated);
  CHECK(judgement.measured == Approx(10));
  CHECK(judged(a, "converge", Is::less_equal, 20).verdict == ExpectationVerdict::unknown);
}

TEST_CASE("Of an incomplete run nothing holds and nothing is violated", "[report]") {
  Analysis a = made_analysis();
  a.complete = false;
  CHECK(judged(a, "availability", Is::greater_equal, 0.1).verdict == ExpectationVerdict::unknown);
  CHECK(judged(a, "availability", Is::less, 0.1).verdict == ExpectationVerdict::unknown);
  CHECK(judged(a, "availability", Is::less, 0.1).remark == "the run is incomplete");
}

TEST_CASE("One violation outweighs all else, an unknown outweighs what holds", "[report]") {
  const Judgement holds{ExpectationVerdict::holds, 1, false, {}}, violated{ExpectationVerdict::violated, 1, false, {}},
      unknown{};
  CHECK(overall(std::vector<Judgement>{}) == ExpectationVerdict::holds);
  CHECK(overall(std::vector{holds, holds}) == ExpectationVerdict::holds);
  CHECK(overall(std::vector{holds, unknown, holds}) == ExpectationVerdict::unknown);
  CHECK(overall(std::vector{unknown, violated, holds}) == ExpectationVerdict::violated);
}

TEST_CASE("Of keys that are undecided, what was found is the least that there is", "[report]") {
  Analysis a = made_analysis();
  a.invariants.judged = true;
  a.invariants.keys = 40;
  a.anomaly_counts[static_cast<std::size_t>(AnomalyKind::lost_item)] = 2;
  a.anomaly_counts[static_cast<std::size_t>(AnomalyKind::double_booking)] = 1;
  CHECK(judged(a, "lost_items", Is::equal, 2).verdict == ExpectationVerdict::holds);
  CHECK(judged(a, "reordered", Is::equal, 0).verdict == ExpectationVerdict::holds);
  a.invariants.undecided = 1;
  CHECK(judged(a, "lost_items", Is::equal, 0).verdict == ExpectationVerdict::violated);
  CHECK(judged(a, "lost_items", Is::equal, 2).verdict == ExpectationVerdict::unknown);
  CHECK(judged(a, "reordered", Is::equal, 0).verdict == ExpectationVerdict::unknown);
  CHECK(judged(a, "reordered", Is::equal, 0).at_least);
  CHECK(judged(a, "reordered", Is::equal, 0).remark == "the run does not tell what some keys came to");
  CHECK(judged(a, "double_bookings", Is::equal, 1).verdict == ExpectationVerdict::holds);  // shows at once
}

TEST_CASE("Registers in an order have no items to lose: unknown, and it says why", "[report]") {
  const Judgement judgement = judged(made_analysis(), "lost_items", Is::equal, 0);
  CHECK(judgement.verdict == ExpectationVerdict::unknown);
  CHECK(judgement.remark == "keys are registers, one write replaces the other");
}
