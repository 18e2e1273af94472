// The CRDTs by name, and which of them keeps which data type.
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

#include <array>
#include <memory>
#include <optional>
#include <string_view>

namespace bicoastal {

inline constexpr std::size_t kCrdts = 11;

/// As a scenario names it.
std::string_view name_of(Crdt crdt);
std::optional<Crdt> crdt_named(std::string_view name);

bool fits(Crdt crdt, DataType type);
/// The one for scenarios that name none.
Crdt default_crdt(DataType type);

/// REQUIRES: data.conflicts.crdt fits keys.type.
std::unique_ptr<MergePolicy> make_crdt(const Scenario& scenario);

}  // namespace bicoastal
