#include "sim/claims/judgement.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

using Values = std::vector<std::optional<double>>;

Values on_seed(const std::vector<Values>& by_figure, std::size_t seed) {
  Values values;
  for (const Values& figure : by_figure) values.push_back(figure[seed]);
  return values;
}

/// Of the mean margin of one comparison.
void judge_mean(Condition::Comparison comparison, const Values& margins, CheckFigures& figures) {
  const Sample sample = sample_of(margins);
  if (!Condition::satisfied(comparison, sample.mean)) figures.verdict = CheckVerdict::differs;
  const bool varies = sample.least != sample.greatest;
  if (varies && sample.interval && sample.interval->low <= 0 && sample.interval->high >= 0) figures.close = true;
}

CheckFigures judge_check(const ClaimCheck& check, const std::vector<Values>& by_figure, std::size_t seeds) {
  CheckFigures figures;
  std::vector<Values> margins(check.condition.comparisons().size());
  for (std::size_t seed = 0; seed < seeds; ++seed) {
    const Values values = on_seed(by_figure, seed);
    const auto told = check.condition.margins(values);
    if (!told) continue;
    ++figures.told;
    if (*check.condition.holds(values)) ++figures.held;
    for (std::size_t i = 0; i < margins.size(); ++i) margins[i].push_back((*told)[i]);
  }
  if (figures.told == 0) return figures;
  figures.verdict = CheckVerdict::holds;
  if (!check.each)
    for (std::size_t i = 0; i < margins.size(); ++i) judge_mean(check.condition.comparisons()[i], margins[i], figures);
  else if (figures.held < figures.told)
    figures.verdict = CheckVerdict::differs;
  if (figures.verdict == CheckVerdict::holds && figures.told < seeds) figures.verdict = CheckVerdict::untold;
  return figures;
}

void conclude(const Claim& claim, ClaimJudgement& judgement) {
  bool untold = false, differs = false, unexplained = false;
  for (std::size_t i = 0; i < claim.checks.size(); ++i) {
    const ClaimCheck& check = claim.checks[i];
    untold |= judgement.checks[i].verdict == CheckVerdict::untold;
    if (judgement.checks[i].verdict != CheckVerdict::differs) continue;
    differs = true;
    unexplained |= check.because.empty();
    if (!check.because.empty()) judgement.reason += (judgement.reason.empty() ? "" : " ") + check.because;
  }
  judgement.verdict = unexplained ? ClaimVerdict::unexplained
                      : differs   ? ClaimVerdict::differs
                      : untold    ? ClaimVerdict::not_measured
                                  : ClaimVerdict::holds;
  if (!differs) judgement.reason = claim.model;
}

}  // namespace

ClaimJudgement judge_claim(const Claim& claim, std::vector<std::vector<std::optional<double>>> measured) {
  BC_CHECK(measured.size() == claim.figures.size());
  std::size_t seeds = 0;
  for (const Values& values : measured) seeds = std::max(seeds, values.size());
  ClaimJudgement judgement;
  for (std::size_t f = 0; f < claim.figures.size(); ++f) {
    if (claim.figures[f].formula) {
      measured[f].clear();
      for (std::size_t seed = 0; seed < seeds; ++seed) {
        Values before;
        for (std::size_t i = 0; i < f; ++i) before.push_back(measured[i][seed]);
        measured[f].push_back(claim.figures[f].formula->value(before));
      }
    }
    judgement.figures.push_back(sample_of(measured[f]));
  }
  for (const ClaimCheck& check : claim.checks) judgement.checks.push_back(judge_check(check, measured, seeds));
  judgement.values = std::move(measured);
  conclude(claim, judgement);
  return judgement;
}

std::string_view name_of(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds: return "holds";
    case ClaimVerdict::differs: return "differs";
    case ClaimVerdict::unexplained: return "differs, unexplained";
    case ClaimVerdict::not_measured: return "not measured";
  }
  return "";
}

}  // namespace bicoastal
