// JSON text to a tree of Nodes, and back to canonical text.
#pragma once

#include "sim/scenario/faults.hpp"
#include "sim/scenario/node.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bicoastal {

/// Bounds on what a document may hold, so that a hostile one is refused before it costs memory.
inline constexpr std::size_t kMaxDepth = 64;
inline constexpr std::size_t kMaxValues = 500'000;
inline constexpr std::size_t kMaxMembers = 4096;  ///< of one object

/// The document in `text`, or nothing and at least one fault. Iterative: depth costs no stack. Keys that stand twice
/// are faults, too, but leave a document that can be checked further.
std::optional<Node> parse_json(std::string_view text, std::uint16_t source, Faults& faults);

/// Indented, keys sorted, numbers in their shortest exact form: equal documents give equal text.
std::string canonical_text(const Node& node);

}  // namespace bicoastal
