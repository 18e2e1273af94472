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

struct Row {
  Crdt crdt;
  DataType type;
  std::unique_ptr<MergePolicy> (*make)(const Scenario&);
};

constexpr Row kRows[] = {
    {Crdt::g_counter, DataType::counter, state_policy<GCounter>},
    {Crdt::pn_counter, DataType::counter, state_policy<PnCounter>},
    {Crdt::pn_counter, DataType::inventory, state_policy<PnCounter>},
    {Crdt::pn_counter, DataType::accounts, state_policy<PnCounter>},
    {Crdt::bounded_counter, DataType::inventory, state_policy<BoundedCounter>},
    {Crdt::bounded_counter, DataType::accounts, state_policy<BoundedCounter>},
    {Crdt::lww_register, DataType::reg, state_policy<LwwRegister>},
    {Crdt::mv_register, DataType::reg, state_policy<MvRegister>},
    {Crdt::g_set, DataType::set, state_policy<GSet>},
    {Crdt::two_phase_set, DataType::set, state_policy<TwoPhaseSet>},
    {Crdt::or_set, DataType::set, state_policy<OrSet>},
    {Crdt::rw_set, DataType::set, state_policy<RwSet>},
    {Crdt::or_map, DataType::cart, state_policy<OrMap>},
    {Crdt::or_map, DataType::seats, state_policy<SeatMap>},
    {Crdt::sequence, DataType::log, state_policy<Sequence>},
};

}  // namespace

std::unique_ptr<MergePolicy> make_crdt(const Scenario& scenario) {
  for (const Row& row : kRows)
    if (row.crdt == scenario.data.conflicts.crdt && row.type == scenario.keys.type) return row.make(scenario);
  BC_CHECK(!"the scenario reader accepts only a CRDT that fits");
}

}  // namespace bicoastal
