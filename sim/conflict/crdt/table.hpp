// The CRDTs, and which of them keeps which data type (the names stand in base/conflict_names.hpp).
//
//   g-counter        counter
//   pn-counter       counter (the default), inventory, accounts (the default)
//   bounded-counter  inventory (the default), accounts
//   lww-register     reg (the default)
//   mv-register      reg
//   g-set            set
//   2p-set           set
//   or-set           set (the default)
//   rw-set           set
//   or-map           cart (the default), seats (the default)
//   sequence         log (the default)
//
// pn-counter is the default of accounts, although bounded-counter alone holds their invariant: it declines where rights
// are elsewhere, which is a choice to be made.
#pragma once

#include <bicoastal/conflict.hpp>

#include <memory>

namespace bicoastal {

/// REQUIRES: data.conflicts.crdt fits keys.type.
std::unique_ptr<MergePolicy> make_crdt(const Scenario& scenario);

}  // namespace bicoastal
