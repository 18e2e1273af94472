// The conflict policies by name: an explicit table, to which plugins add (plugin.hpp).
#pragma once

#include <bicoastal/conflict.hpp>

#include "sim/base/conflict_names.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace bicoastal {

/// Exactly one of the two makers is set: an ordering policy stamps, a merging one makes values.
struct PolicyEntry {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<Stamper> (*make_stamper)(const Scenario& scenario) = nullptr;
  std::unique_ptr<MergePolicy> (*make_merger)(const Scenario& scenario) = nullptr;
  std::uint32_t types = kAllTypes;  ///< bit_of each data type that it can keep
};

/// In the order in which they are listed. What it refers to stays until the next add_policy.
const std::vector<PolicyEntry>& conflict_policies();

/// REQUIRES: no policy of this name yet; its texts outlive the program's use of them.
void add_policy(const PolicyEntry& entry);

/// What stamps the scenario's writes: the ordering policy, or under a merging one the plain clock.
/// REQUIRES: `scenario.data.conflicts.policy` is in the table (the scenario reader sees to it). The scenario outlives
/// it.
std::unique_ptr<Stamper> make_stamper(const Scenario& scenario);

/// What the scenario's keys hold: the merging policy's values or, under an ordering policy, documents of the data type
/// of which the later() one is kept whole. Null for registers under an ordering policy: a Stamped says all. The policy
/// outlives its values.
std::unique_ptr<MergePolicy> make_merger(const Scenario& scenario);

}  // namespace bicoastal
