// What a comparison of conflict policies on the same seeds says: the table of measures, and what becomes of the
// anomalies of the first policy under each of the others.
#pragma once

#include "sim/report/text_table.hpp"
#include "sim/study/counterfactual.hpp"
#include "sim/study/measures.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct ComparedPolicy {
  std::string name;                           ///< lww/hybrid
  std::vector<std::string> dropped{};         ///< fields of the scenario's rule that mean nothing under it
  std::vector<std::string> digests{};         ///< one a seed
  std::vector<std::optional<double>> mean{};  ///< one a measure, over the seeds that tell it
  std::vector<Fate> fates{};                  ///< beside the first policy, summed over the seeds; empty for the first
};

struct PolicyComparison {
  std::string file, scenario;
  std::vector<std::uint64_t> seeds;
  std::vector<Measure> measures;
  std::vector<ComparedPolicy> policies;  ///< at least two
};

/// At most 100 columns wide: further policies stand in a table of their own below.
std::string policy_comparison_text(const PolicyComparison& comparison, Ink ink);

/// One JSON object: file, scenario, seeds, policies[] {name, dropped, digests, measures[] {metric, unit, mean},
/// anomalies[] {kind, before, after, vanish, new}}.
std::string policy_comparison_json(const PolicyComparison& comparison);

}  // namespace bicoastal
