// The runs of claims: each variant on each seed, in processes of their own.
#pragma once

#include "sim/claims/claim.hpp"
#include "sim/claims/judgement.hpp"
#include "sim/cli/exit_code.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace bicoastal {

struct ClaimRunsWanted {
  const std::vector<Claim>& claims;
  const std::vector<std::uint64_t>& seeds;
  std::optional<std::uint32_t> jobs;  ///< at once; without a word one a processor
  bool quiet = false;
};

/// Simulates, and judges each claim. kHolds, or why there is no result.
ExitCode measure_claims(const ClaimRunsWanted& wanted, std::vector<ClaimJudgement>& judgements);

}  // namespace bicoastal
