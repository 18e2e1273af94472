// `--set /pointer=value`, applied to a document.
#pragma once

#include "sim/scenario/faults.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/node.hpp"

namespace bicoastal {

/// Replaces or adds the value that the pointer names; objects on the way that the document does not have are made, so
/// that a field can be set whose whole group was left at its defaults (the schema then judges the names). "-" appends
/// to an array. A fault where the way leads through an array's end or through a value that has no members.
void apply_override(Node& document, const Override& override, std::uint16_t source, Faults& faults);

}  // namespace bicoastal
