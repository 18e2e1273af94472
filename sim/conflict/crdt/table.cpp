#include "sim/conflict/crdt/table.hpp"

#include "sim/base/check.hpp"
#include "sim/conflict/crdt/bounded_counter.hpp"
#include "sim/conflict/crdt/g_counter.hpp"
#include "sim/conflict/crdt/g_set.hpp"
#include "sim/conflict/crdt/lww_register.hpp"
#include "sim/conflict/crdt/mv_register.hpp"
#include "sim/conflict/crdt/or_map.hpp"
#include "sim/conflict/crdt/or_set.hpp"
#include "sim/conflict/crdt/pn_counter.hpp"
#include "sim/conflict/crdt/rw_set.hpp"
#include "sim/conflict/crdt/seat_map.hpp"
#include "sim/conflict/crdt/sequence.hpp"
#include "sim/conflict/crdt/two_phase_set.hpp"

namespace bicoastal {

namespace {

using Make = std::unique_ptr<MergePolicy> (*)(const Scenario&);

struct Row {
  Crdt crdt;
  std::string_view name;
  DataType type;
  bool is_default;
  Make make;
};

// clang-format off
constexpr Row kRows[] = {
    {Crdt::g_counter, "g-counter", DataType::counter, false, state_policy<GCounter>},
    {Crdt::pn_counter, "pn-counter", DataType::counter, true, state_policy<PnCounter>},
    {Crdt::pn_counter, "pn-counter", DataType::inventory, false, state_policy<PnCounter>},
    {Crdt::pn_counter, "pn-counter", DataType::accounts, true, state_policy<PnCounter>},
    {Crdt::bounded_counter, "bounded-counter", DataType::inventory, true, state_policy<BoundedCounter>},
    {Crdt::bounded_counter, "bounded-counter", DataType::accounts, false, state_policy<BoundedCounter>},
    {Crdt::lww_register, "lww-register", DataType::reg, true, state_policy<LwwRegister>},
    {Crdt::mv_register, "mv-register", DataType::reg, false, state_policy<MvRegister>},
    {Crdt::g_set, "g-set", DataType::set, false, state_policy<GSet>},
    {Crdt::two_phase_set, "2p-set", DataType::set, false, state_policy<TwoPhaseSet>},
    {Crdt::or_set, "or-set", DataType::set, true, state_policy<OrSet>},
    {Crdt::rw_set, "rw-set", DataType::set, false, state_policy<RwSet>},
    {Crdt::or_map, "or-map", DataType::cart, true, state_policy<OrMap>},
    {Crdt::or_map, "or-map", DataType::seats, true, state_policy<SeatMap>},
    {Crdt::sequence, "sequence", DataType::log, true, state_policy<Sequence>},
};
// clang-format on

}  // namespace

std::string_view name_of(Crdt crdt) {
  for (const Row& row : kRows)
    if (row.crdt == crdt) return row.name;
  BC_CHECK(!"a CRDT of the table");
}

std::optional<Crdt> crdt_named(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return row.crdt;
  return std::nullopt;
}

bool fits(Crdt crdt, DataType type) {
  for (const Row& row : kRows)
    if (row.crdt == crdt && row.type == type) return true;
  return false;
}

Crdt default_crdt(DataType type) {
  for (const Row& row : kRows)
    if (row.type == type && row.is_default) return row.crdt;
  BC_CHECK(!"every data type has a default");
}

std::unique_ptr<MergePolicy> make_crdt(const Scenario& scenario) {
  for (const Row& row : kRows)
    if (row.crdt == scenario.data.conflicts.crdt && row.type == scenario.keys.type) return row.make(scenario);
  BC_CHECK(!"the scenario reader accepts only a CRDT that fits");
}

}  // namespace bicoastal
