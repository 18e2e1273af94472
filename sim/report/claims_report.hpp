// The table of claims: what is said, what was measured, the verdict and the reason.
#pragma once

#include "sim/claims/claims_file.hpp"
#include "sim/claims/judgement.hpp"
#include "sim/report/text_table.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bicoastal {

struct ClaimsReport {
  const std::vector<Claim>& claims;
  std::vector<ClaimJudgement> judgements;  ///< one for each claim
  std::vector<std::uint64_t> seeds;
  std::vector<ExpectedClaim> absent;  ///< that should be there and are not
  std::string again;                  ///< command that gives this report
  std::string build;

  std::size_t count(ClaimVerdict verdict) const;
};

/// A block of lines for each claim, then the sum; at most 100 columns for names of usual length.
std::string claims_text(const ClaimsReport& report, Ink ink);

/// A table for readers of a repository, with version, seeds and command in its head.
std::string claims_markdown(const ClaimsReport& report);

/// One JSON object: build, command, seeds, confidence; claims[] {id, subject, claim, source, model, file, verdict,
/// reason, runs[] {name, scenario, set}, measures[] {name, run, metric, formula, unit, told, missing, mean, low, high,
/// least, greatest, values}, checks[] {that, means, each, verdict, held, told, close, because}, chart
/// (claims_chart.hpp)}; holds, differs, unexplained, not_measured; absent[] {id, subject}.
std::string claims_json(const ClaimsReport& report);

/// One HTML file (page/html_page.hpp): the table, and each claim with its measures, its checks and its chart.
std::string claims_html(const ClaimsReport& report);

// Shared by the four.

/// "83.1 ms"; "-" where no seed tells.
std::string mean_text(const ClaimFigure& figure, const Sample& sample);
/// "82.9 .. 83.3 ms"; "on every seed" where all are equal, "to three
/// digits" where the interval is narrower than what is shown; empty where there is no interval.
std::string spread_text(const ClaimFigure& figure, const Sample& sample);
/// "latency.write.p50[eu-west-1] of global", or the formula.
std::string origin_text(const Claim& claim, const ClaimFigure& figure);
/// "20/20, close": seeds on which it held, of those that tell
std::string seeds_text(const CheckFigures& figures, std::size_t seeds);
/// "4 claims: 3 hold, 1 differs for a known reason"
std::string sum_text(const ClaimsReport& report);
/// "seeds 1 to 20"
std::string seeds_text(const std::vector<std::uint64_t>& seeds);

}  // namespace bicoastal
