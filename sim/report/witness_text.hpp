// A witness in words: what happened, in one sentence, and why, in another.
#pragma once

#include "sim/analysis/witness/witness.hpp"

#include <string>
#include <string_view>

namespace bicoastal {

/// "stale read", "no linearization" …
std::string title_of(const Witness& witness);
/// What the operations show, in terms of what its users see.
std::string what_happened(const Witness& witness, const Scenario& scenario);
/// The cause, with its figures.
std::string why_it_happened(const Witness& witness, const Scenario& scenario);
/// "lag", "clock_skew" …: names for machines.
std::string_view name_of(CauseKind kind);
std::string_view name_of(Part part);

// --- parts of these sentences, and of diagrams

/// A store: its region, or "eu-west-1/copy-1".
std::string place_name(const Scenario& scenario, StoreId store);
/// What a write did, with its name: "write A", "take 2 (A)".
std::string deed(const WitnessOp& op);

}  // namespace bicoastal
