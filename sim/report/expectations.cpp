#include "sim/report/expectations.hpp"

#include <bicoastal/metrics.hpp>

#include <algorithm>

namespace bicoastal {

namespace {

using Comparison = Expectation::Comparison;

bool compare(double measured, Comparison comparison, double value) {
  switch (comparison) {
    case Comparison::less: return measured < value;
    case Comparison::less_equal: return measured <= value;
    case Comparison::equal: return measured == value;
    case Comparison::greater_equal: return measured >= value;
    case Comparison::greater: return measured > value;
  }
  return false;
}

/// ExpectationVerdict where only `bound <= true value` is known.
ExpectationVerdict judge_bound(double bound, Comparison comparison, double value) {
  switch (comparison) {
    case Comparison::less: return bound >= value ? ExpectationVerdict::violated : ExpectationVerdict::unknown;
    case Comparison::less_equal:
    case Comparison::equal: return bound > value ? ExpectationVerdict::violated : ExpectationVerdict::unknown;
    case Comparison::greater_equal: return bound >= value ? ExpectationVerdict::holds : ExpectationVerdict::unknown;
    case Comparison::greater: return bound > value ? ExpectationVerdict::holds : ExpectationVerdict::unknown;
  }
  return ExpectationVerdict::unknown;
}

/// How long the longest outage without recovery was watched, to the run's end or the next fault; `of` names a fault, or
/// all are meant.
std::optional<double> unrecovered_s(const Scenario& scenario, const Analysis& analysis, std::string_view of) {
  std::optional<double> longest;
  for (std::size_t i = 0; i < analysis.faults.size() && i < scenario.faults.size(); ++i) {
    const FaultFigures& fault = analysis.faults[i];
    if (!of.empty() && scenario.faults[i].name != of) continue;
    if (!fault.rto || fault.rto->total_s) continue;
    longest = std::max(longest.value_or(0), fault.rto->watched_s);
  }
  return longest;
}

/// The same of what was left of it when its fault had ended.
std::optional<double> unrecovered_tail_s(const Scenario& scenario, const Analysis& analysis, std::string_view of) {
  std::optional<double> longest;
  for (std::size_t i = 0; i < analysis.faults.size() && i < scenario.faults.size(); ++i) {
    const auto& tail = analysis.faults[i].tail;
    if ((!of.empty() && scenario.faults[i].name != of) || !tail || tail->outlasts_s) continue;
    longest = std::max(longest.value_or(0), tail->watched_s);
  }
  return longest;
}

/// How long regions had differed, since the last heal or the end of load, when the run ended.
std::optional<double> unconverged_s(const Scenario& scenario, const Analysis& analysis) {
  if (analysis.divergence.converge_s || analysis.divergence.keys_differing_at_end == 0) return std::nullopt;
  double since = scenario.duration.in_seconds();
  for (const Fault& fault : scenario.faults)
    if (fault.until != Time::max()) since = std::max(since, fault.until.in_seconds());
  return std::max(0.0, analysis.end_s - since);
}

/// What keys came to tells these; of undecided keys the run does not tell what that is.
bool may_be_more(std::string_view metric, const Analysis& analysis) {
  static constexpr std::string_view kOfTheEnd[] = {"lost_changes", "lost_items", "resurrected_items", "reordered"};
  return analysis.invariants.undecided > 0 && std::ranges::find(kOfTheEnd, metric) != std::end(kOfTheEnd);
}

bool is_of_meaning(std::string_view metric) {
  static constexpr std::string_view kNames[] = {"lost_changes",    "lost_items", "resurrected_items", "oversold",
                                                "double_bookings", "overdrafts", "reordered",         "metadata_bytes"};
  return std::ranges::find(kNames, metric) != std::end(kNames);
}

std::string why_nothing(const Expectation& expectation, const Analysis& analysis) {
  if (expectation.metric == "rto" || expectation.metric == "outlasts")
    return analysis.faults.empty() ? "there is no fault to recover from" : "no fault made a window of its users bad";
  if (expectation.metric == "converge") return "the run does not tell when regions agreed";
  if (expectation.metric.starts_with("latency") || expectation.metric.starts_with("staleness") ||
      expectation.metric.starts_with("replication_lag"))
    return "nothing of that kind happened";
  if (is_of_meaning(expectation.metric)) return "keys are registers, one write replaces the other";
  return "the run does not tell";
}

Judgement judge_one(const Scenario& scenario, const Analysis& analysis, const Expectation& expectation) {
  const auto measured = analysis.measure(scenario, expectation.metric, expectation.of);
  if (!analysis.complete) return {ExpectationVerdict::unknown, measured, false, "the run is incomplete"};
  std::optional<double> bound;
  std::string remark;
  if (expectation.metric == "rto") {
    bound = unrecovered_s(scenario, analysis, expectation.of);
    remark = "not recovered as long as it was watched";
  } else if (expectation.metric == "outlasts") {
    bound = unrecovered_tail_s(scenario, analysis, expectation.of);
    remark = "not recovered as long as it was watched";
  } else if (expectation.metric == "converge") {
    bound = unconverged_s(scenario, analysis);
    remark = "regions still differed when the run ended";
  }
  if (measured && may_be_more(expectation.metric, analysis)) {
    bound = measured;
    remark = "the run does not tell what some keys came to";
  }
  if (bound) {
    const double at_least = std::max(*bound, measured.value_or(0));
    return {judge_bound(at_least, expectation.comparison, expectation.value), at_least, true, remark};
  }
  if (!measured) return {ExpectationVerdict::unknown, std::nullopt, false, why_nothing(expectation, analysis)};
  const bool holds = compare(*measured, expectation.comparison, expectation.value);
  return {holds ? ExpectationVerdict::holds : ExpectationVerdict::violated, measured, false, {}};
}

}  // namespace

std::string_view to_string(ExpectationVerdict verdict) {
  switch (verdict) {
    case ExpectationVerdict::holds: return "holds";
    case ExpectationVerdict::violated: return "violated";
    case ExpectationVerdict::unknown: return "unknown";
  }
  return "?";
}

std::vector<Judgement> judge(const Scenario& scenario, const Analysis& analysis) {
  std::vector<Judgement> judgements;
  for (const Expectation& expectation : scenario.expect)
    judgements.push_back(judge_one(scenario, analysis, expectation));
  return judgements;
}

ExpectationVerdict overall(std::span<const Judgement> judgements) {
  ExpectationVerdict verdict = ExpectationVerdict::holds;
  for (const Judgement& judgement : judgements) {
    if (judgement.verdict == ExpectationVerdict::violated) return ExpectationVerdict::violated;
    if (judgement.verdict == ExpectationVerdict::unknown) verdict = ExpectationVerdict::unknown;
  }
  return verdict;
}

}  // namespace bicoastal
