// A witness as a sequence diagram: lanes are the sessions and the stores concerned, in the order of the regions; time
// is in ms since the first operation.
#pragma once

#include "sim/analysis/witness/witness.hpp"
#include "sim/report/sequence_diagram.hpp"

namespace bicoastal {

/// The moment that is 0 in the diagram.
Time zero_of(const Witness& witness);
SequenceDiagram diagram_of(const Witness& witness, const Scenario& scenario, Glyphs glyphs);
/// "12.3", "-61,000.0": ms since `zero`.
std::string diagram_time(Time at, Time zero);

}  // namespace bicoastal
