#include "sim/base/conflict_names.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

/// In the order of DataType.
constexpr std::array<Crdt, kDataTypes> kDefaults = {Crdt::lww_register, Crdt::pn_counter,      Crdt::or_set,
                                                    Crdt::or_map,       Crdt::bounded_counter, Crdt::or_map,
                                                    Crdt::sequence,     Crdt::pn_counter};

}  // namespace

const PolicyName* find_policy(std::string_view name) {
  const auto found = std::ranges::find(kPolicyNames, name, &PolicyName::name);
  return found != kPolicyNames.end() ? &*found : nullptr;
}

const CrdtName* find_crdt(std::string_view name) {
  const auto found = std::ranges::find(kCrdtNames, name, &CrdtName::name);
  return found != kCrdtNames.end() ? &*found : nullptr;
}

DataType type_named(std::string_view name) {
  const auto found = std::ranges::find(kTypeNames, name);
  return found != kTypeNames.end() ? static_cast<DataType>(found - kTypeNames.begin()) : DataType::reg;
}

Crdt default_crdt(DataType type) { return kDefaults[static_cast<std::size_t>(type)]; }

const CrdtName& name_of(Crdt crdt) { return *std::ranges::find(kCrdtNames, crdt, &CrdtName::crdt); }

}  // namespace bicoastal
