// The conflict policies by name: an explicit table.
#pragma once

#include <bicoastal/conflict.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace bicoastal {

struct PolicyEntry {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<ConflictPolicy> (*make)(const Scenario& scenario);
};

const std::vector<PolicyEntry>& conflict_policies();

/// REQUIRES: `scenario.data.conflicts.policy` is in the table (the scenario reader sees to it).
std::unique_ptr<ConflictPolicy> make_conflict_policy(const Scenario& scenario);

}  // namespace bicoastal
