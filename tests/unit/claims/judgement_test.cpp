// Verdicts on claims that were written by hand, from values that were, too.
#include "sim/claims/judgement.hpp"
#include "sim/claims/plan.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

using Values = std::vector<std::optional<double>>;

/// A claim about one time `t` with one check.
struct Made {
  std::string that = "t <= 10 s";
  bool each = false;
  std::string because = "";
};

Claim claim_of(const std::vector<Made>& checks) {
  Claim claim;
  claim.model = "as it is shown";
  claim.runs.push_back({"a", "a.json", {}});
  claim.figures.push_back({"t", "rto", MetricUnit::seconds});
  const std::vector<NamedFigure> names{{"t", MetricUnit::seconds}};
  for (const Made& made : checks)
    claim.checks.push_back(
        {made.that, "in words", made.each, made.because, std::get<Condition>(Condition::read(made.that, names))});
  return claim;
}

ClaimJudgement judged(const std::vector<Made>& checks, const Values& values) {
  return judge_claim(claim_of(checks), {values});
}

}  // namespace

TEST_CASE("a check of a typical figure holds for the mean, whatever single seeds say", "[claims]") {
  const ClaimJudgement j = judged({{.that = "t <= 10 s"}}, {8.0, 9.0, 12.0});
  CHECK(j.verdict == ClaimVerdict::holds);
  CHECK(j.reason == "as it is shown");
  CHECK(j.figures[0].mean == Approx(29.0 / 3));
  CHECK(j.checks[0].held == 2);
  CHECK(j.checks[0].told == 3);
}

TEST_CASE("a check of every outcome fails with one seed", "[claims]") {
  const Made made{.that = "t <= 10 s", .each = true, .because = "one was slow"};
  CHECK(judged({made}, {8.0, 9.0, 10.0}).verdict == ClaimVerdict::holds);
  const ClaimJudgement j = judged({made}, {8.0, 9.0, 10.1});
  CHECK(j.verdict == ClaimVerdict::differs);
  CHECK(j.reason == "one was slow");
}

TEST_CASE("a range is held against both of its ends", "[claims]") {
  const Made range{.that = "9 s <= t <= 10 s", .because = "because"};
  CHECK(judged({range}, {9.5, 9.6}).verdict == ClaimVerdict::holds);
  CHECK(judged({range}, {8.0, 8.5}).verdict == ClaimVerdict::differs);
  CHECK(judged({range}, {10.5, 10.6}).verdict == ClaimVerdict::differs);
}

TEST_CASE("an interval that reaches over the limit makes a check close, not another verdict", "[claims]") {
  // Of 8 and 11: mean 9.5, half an interval t(1; 0.975) * s / sqrt(2) = 12.7 * 2.12 / 1.41 = 19.1.
  CHECK(judged({{.that = "t <= 10 s"}}, {8.0, 11.0}).checks[0].close);
  // Of 8 and 8.1: half an interval is 12.7 * 0.0707 / 1.41 = 0.64.
  CHECK_FALSE(judged({{.that = "t <= 10 s"}}, {8.0, 8.1}).checks[0].close);
  CHECK_FALSE(judged({{.that = "t <= 10 s"}}, {10.0, 10.0}).checks[0].close);
}

TEST_CASE("one difference without a reason makes a claim unexplained", "[claims]") {
  const Made known{.that = "t <= 1 s", .because = "it takes longer"}, unknown{.that = "t <= 2 s"};
  CHECK(judged({known}, {5.0, 5.0}).verdict == ClaimVerdict::differs);
  const ClaimJudgement j = judged({known, unknown}, {5.0, 5.0});
  CHECK(j.verdict == ClaimVerdict::unexplained);
  CHECK(j.reason == "it takes longer");
}

TEST_CASE("seeds that tell nothing can make no check hold, and do not hide that the others differ", "[claims]") {
  for (const bool each : {false, true}) {
    const ClaimJudgement some = judged({{.that = "t <= 10 s", .each = each}}, {8.0, std::nullopt, 9.0});
    CHECK(some.verdict == ClaimVerdict::not_measured);
    CHECK(some.checks[0].verdict == CheckVerdict::untold);
    CHECK(some.checks[0].told == 2);
    CHECK(some.checks[0].held == 2);
    CHECK(some.figures[0].missing == 1);
    const Made slow{.that = "t <= 10 s", .each = each, .because = "it takes longer"};
    CHECK(judged({slow}, {28.0, std::nullopt, 9.0}).verdict == ClaimVerdict::differs);
    const Values none{std::nullopt, std::nullopt};
    CHECK(judged({{.that = "t <= 10 s", .each = each}}, none).verdict == ClaimVerdict::not_measured);
    CHECK(judged({{.that = "t <= 10 s", .each = each}}, none).checks[0].verdict == CheckVerdict::untold);
  }
}

TEST_CASE("formulas are reckoned on each seed, so their mean is not the formula of means", "[claims]") {
  Claim claim = claim_of({});
  const std::vector<NamedFigure> names{{"t", MetricUnit::seconds}};
  claim.figures.push_back(
      {"ratio", "12 s / t", MetricUnit::count, 0, std::get<Formula>(Formula::read("12 s / t", names))});
  const ClaimJudgement j = judge_claim(claim, {{2.0, 6.0}, {}});
  CHECK(j.figures[1].mean == Approx(4));  // of 6 and 2; 12 / 4 would be 3
  CHECK(j.values[1] == Values{6.0, 2.0});
}

TEST_CASE("a variant that several claims look at is simulated once", "[claims]") {
  std::vector<Claim> claims;
  claims.push_back(claim_of({}));
  claims.push_back(claim_of({}));
  claims[1].figures.push_back({"up", "availability", MetricUnit::share});
  claims[1].runs.push_back({"b", "a.json", {{"/data/writes", "\"global\""}}});
  claims[1].figures.push_back({"up_b", "availability", MetricUnit::share, 1});
  const ClaimPlan plan = plan_claims(claims);
  REQUIRE(plan.runs.size() == 2);
  CHECK(plan.runs[0].metrics == std::vector<std::string>{"rto", "availability"});
  CHECK(plan.runs[1].metrics == std::vector<std::string>{"availability"});
  CHECK(plan.sources[1][2].run == 1);
  CHECK(plan.sources[1][2].metric == 0);
}
