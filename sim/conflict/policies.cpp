#include "sim/conflict/policies.hpp"

#include "sim/base/check.hpp"
#include "sim/conflict/clocks.hpp"
#include "sim/conflict/ordered_document.hpp"

namespace bicoastal {

namespace {

std::unique_ptr<Stamper> make_clock(const Scenario& s) { return std::make_unique<WallClock>(s.data.conflicts); }

}  // namespace

const std::vector<PolicyEntry>& conflict_policies() {
  static const std::vector<PolicyEntry> table = {
      {"lww", "last writer wins, by the wall clock of the accepting region; ties by region order", make_clock},
  };
  return table;
}

std::unique_ptr<Stamper> make_stamper(const Scenario& scenario) {
  for (const PolicyEntry& entry : conflict_policies())
    if (entry.name == scenario.data.conflicts.policy)
      return entry.make_stamper != nullptr ? entry.make_stamper(scenario) : make_clock(scenario);
  BC_CHECK(!"the scenario reader accepts only policies of the table");
}

std::unique_ptr<MergePolicy> make_merger(const Scenario& scenario) {
  for (const PolicyEntry& entry : conflict_policies())
    if (entry.name == scenario.data.conflicts.policy) {
      if (entry.make_merger != nullptr) return entry.make_merger(scenario);
      return scenario.keys.type == DataType::reg ? nullptr : state_policy<OrderedDocument>(scenario);
    }
  BC_CHECK(!"the scenario reader accepts only policies of the table");
}

}  // namespace bicoastal
