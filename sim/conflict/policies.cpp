#include "sim/conflict/policies.hpp"

#include "sim/base/check.hpp"
#include "sim/conflict/lww.hpp"

namespace bicoastal {

const std::vector<PolicyEntry>& conflict_policies() {
  static const std::vector<PolicyEntry> table = {
      {"lww", "last writer wins, by the wall clock of the accepting region; ties by region order",
       [](const Scenario& s) -> std::unique_ptr<ConflictPolicy> {
         return std::make_unique<LastWriterWins>(s.data.conflicts.clock_offset, s.data.conflicts.clock_drift);
       }},
  };
  return table;
}

std::unique_ptr<ConflictPolicy> make_conflict_policy(const Scenario& scenario) {
  for (const PolicyEntry& entry : conflict_policies())
    if (entry.name == scenario.data.conflicts.policy) return entry.make(scenario);
  BC_CHECK(!"the scenario reader accepts only policies of the table");
}

}  // namespace bicoastal
