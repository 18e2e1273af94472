// Claims files: JSON in, claims out whose scenarios, metrics and conditions are known to be right, or every fault.
//
// The format is scenarios/claims/schema.json. A metric is checked by the loader of its scenario, as an expectation of
// it: what `expect` can name, a claim can, and analyses that are only made when they are expected are made.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/claims/claim.hpp"

#include <string>
#include <vector>

namespace bicoastal {

Result<std::vector<Claim>> read_claims(const std::string& file, const LoadOptions& options = {});

/// Ids that stand twice.
Diagnostics repeated_ids(const std::vector<Claim>& claims);

/// What the shipped claims are to be, whether they are there or not.
struct ExpectedClaim {
  std::string id, subject;
  std::string file;  ///< empty: not written yet
};
/// scenarios/claims/index.json, as embedded.
std::vector<ExpectedClaim> expected_claims();

}  // namespace bicoastal
