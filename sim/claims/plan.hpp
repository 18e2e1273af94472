// What has to be simulated for some claims: each variant once a seed, however many claims look at it.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/result.hpp>

#include "sim/claims/claim.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bicoastal {

struct PlannedRun {
  std::string scenario;  ///< file
  std::vector<Override> overrides;
  std::vector<std::string> metrics;  ///< each once, with its selector
};

struct ClaimPlan {
  std::vector<PlannedRun> runs;
  /// Where a figure that is no formula comes from: by claim and figure.
  struct Source {
    std::size_t run = 0, metric = 0;
  };
  std::vector<std::vector<Source>> sources;
};

ClaimPlan plan_claims(std::span<const Claim> claims);

/// The scenario of a planned run; its expectations are the metrics, in their order.
/// Without a seed it has its own.
Result<Scenario> load_planned(const PlannedRun& run, std::optional<std::uint64_t> seed,
                              const LoadOptions& options = {});

/// A value for each of the metrics. REQUIRES: `scenario` as load_planned gave it.
std::vector<std::optional<double>> take_metrics(const Scenario& scenario, const Analysis& analysis);

}  // namespace bicoastal
