// Whether a claim holds, from what its runs measured on several seeds.
//
// A check is either of a typical figure or of every outcome. The first holds if it holds for the mean over the seeds:
// of the margin, that is how far the comparison is from its limit, so that the interval of the mean (Student's t, see
// paired.hpp) says how clear the answer is. The second must hold on every seed. If it did on all n, then at
// most 1 - 0.05^(1/n) of seeds break it, with 95 % confidence (the "rule of three": Hanley and Lippman-Hand, JAMA 249,
// 1983): 14 % for 20 seeds.
//
// A seed that tells nothing is no seed that holds: a recovery time is missing where nobody was hurt, and where nobody
// ever recovered. So a check may differ by the seeds that tell, but holds only if all do.
#pragma once

#include "sim/claims/claim.hpp"
#include "sim/study/sample.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

enum class CheckVerdict : std::uint8_t { holds, differs, untold };

struct CheckFigures {
  CheckVerdict verdict = CheckVerdict::untold;
  std::size_t held = 0, told = 0;  ///< seeds
  bool close = false;              ///< the mean's interval reaches over the limit: other seeds may say otherwise
};

enum class ClaimVerdict : std::uint8_t {
  holds,
  differs,       ///< and why is known
  unexplained,   ///< differs, and nobody wrote why
  not_measured,  ///< of some check not all seeds tell, and no other differs
};

struct ClaimJudgement {
  ClaimVerdict verdict = ClaimVerdict::not_measured;
  std::vector<std::vector<std::optional<double>>> values;  ///< by figure and seed
  std::vector<Sample> figures;
  std::vector<CheckFigures> checks;
  /// Why it differs, or how the scenarios show it where it does not.
  std::string reason;
};

/// `measured`: by figure and seed; nothing in it for formulas, which are reckoned here. REQUIRES: equal numbers of
/// seeds.
ClaimJudgement judge_claim(const Claim& claim, std::vector<std::vector<std::optional<double>>> measured);

/// "holds", "differs", "differs, unexplained", "not measured"
std::string_view name_of(ClaimVerdict verdict);

}  // namespace bicoastal
