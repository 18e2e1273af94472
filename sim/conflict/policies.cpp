#include "sim/conflict/policies.hpp"

#include "sim/base/check.hpp"
#include "sim/conflict/chains.hpp"
#include "sim/conflict/clocks.hpp"
#include "sim/conflict/crdt/table.hpp"
#include "sim/conflict/ordered_document.hpp"
#include "sim/conflict/siblings.hpp"

namespace bicoastal {

namespace {

template <class Order>
std::unique_ptr<Stamper> make_order(const Scenario& s) {
  return std::make_unique<Order>(s);
}

std::vector<PolicyEntry>& table() {
  static std::vector<PolicyEntry> entries = {
      {"lww", "last writer wins, by data.conflicts.clock of the accepting region; ties by region order", make_clock},
      {"first_writer", "the longer chain of versions wins, of equal ones the earlier by wall clock",
       make_order<FirstWriter>},
      {"region_priority", "the longer chain of versions wins, of equal ones the region named first",
       make_order<RegionPriority>},
      {"version_vector", "concurrent writes stay side by side as siblings until a write that has seen them", nullptr,
       state_policy<Siblings>},
      {"crdt", "values of a type whose merge loses no change: data.conflicts.crdt", nullptr, make_crdt},
      {"reject", "a write is refused where another one to its key is under way; the rest as lww", make_clock},
  };
  return entries;
}

const PolicyEntry& entry_of(const Scenario& scenario) {
  for (const PolicyEntry& entry : table())
    if (entry.name == scenario.data.conflicts.policy) return entry;
  BC_CHECK(!"the scenario reader accepts only policies of the table");
}

}  // namespace

const std::vector<PolicyEntry>& conflict_policies() { return table(); }

void add_policy(const PolicyEntry& entry) {
  for (const PolicyEntry& other : table()) BC_CHECK(other.name != entry.name);
  table().push_back(entry);
}

std::unique_ptr<Stamper> make_stamper(const Scenario& scenario) {
  const PolicyEntry& entry = entry_of(scenario);
  return entry.make_stamper != nullptr ? entry.make_stamper(scenario) : make_clock(scenario);
}

std::unique_ptr<MergePolicy> make_merger(const Scenario& scenario) {
  const PolicyEntry& entry = entry_of(scenario);
  if (entry.make_merger != nullptr) return entry.make_merger(scenario);
  return scenario.keys.type == DataType::reg ? nullptr : state_policy<OrderedDocument>(scenario);
}

}  // namespace bicoastal
