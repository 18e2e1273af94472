// Names of data types, conflict policies and replicated data types in a scenario file, and which fit which.
//
// The scenario reader knows the policies by name only; what they do stands in sim/conflict. A policy of a plugin is
// known when the caller says so (LoadOptions).
#pragma once

#include <bicoastal/scenario.hpp>
#include <bicoastal/values.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace bicoastal {

/// Bit of a data type in a mask, as in Plugin::types.
constexpr std::uint32_t bit_of(DataType type) { return 1u << static_cast<unsigned>(type); }
inline constexpr std::uint32_t kAllTypes = (1u << kDataTypes) - 1;

/// In the order of DataType.
inline constexpr std::array<std::string_view, kDataTypes> kTypeNames = {"register",  "counter", "set", "cart",
                                                                        "inventory", "seats",   "log", "accounts"};

struct PolicyName {
  std::string_view name;
  bool merges = false;        ///< ConflictRule::merges
  bool under_quorum = true;   ///< goes where regions answer for a key with a version each, the later of which counts
  bool under_primary = true;  ///< means something (if nothing new) where one region puts a key's writes in order
};
inline constexpr std::array<PolicyName, 6> kPolicyNames = {{
    {"lww"},
    {"first_writer", false, false},
    {"region_priority", false, false},
    {"version_vector", true, false},
    {"crdt", true, false},
    {"reject", false, false, false},
}};

struct CrdtName {
  std::string_view name;
  Crdt crdt;
  std::uint32_t types;  ///< data types that it can keep
  bool reads_clock;     ///< whether it goes by the stamps of writes
};
inline constexpr std::array<CrdtName, 11> kCrdtNames = {{
    {"g-counter", Crdt::g_counter, bit_of(DataType::counter), false},
    {"pn-counter", Crdt::pn_counter,
     bit_of(DataType::counter) | bit_of(DataType::inventory) | bit_of(DataType::accounts), false},
    {"bounded-counter", Crdt::bounded_counter, bit_of(DataType::inventory) | bit_of(DataType::accounts), false},
    {"lww-register", Crdt::lww_register, bit_of(DataType::reg), true},
    {"mv-register", Crdt::mv_register, bit_of(DataType::reg), false},
    {"g-set", Crdt::g_set, bit_of(DataType::set), false},
    {"2p-set", Crdt::two_phase_set, bit_of(DataType::set), false},
    {"or-set", Crdt::or_set, bit_of(DataType::set), false},
    {"rw-set", Crdt::rw_set, bit_of(DataType::set), false},
    {"or-map", Crdt::or_map, bit_of(DataType::cart) | bit_of(DataType::seats), false},
    {"sequence", Crdt::sequence, bit_of(DataType::log), false},
}};

/// Null where `name` is none of ours.
const PolicyName* find_policy(std::string_view name);
const CrdtName* find_crdt(std::string_view name);
/// `register` where the name is unknown: the schema has said so.
DataType type_named(std::string_view name);
/// What policy crdt keeps keys of this type with unless told otherwise.
Crdt default_crdt(DataType type);
const CrdtName& name_of(Crdt crdt);
/// Whether it can keep keys of this type.
inline bool fits(Crdt crdt, DataType type) { return (name_of(crdt).types & bit_of(type)) != 0; }

}  // namespace bicoastal
