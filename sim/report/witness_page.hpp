// A witness as a page of text for people, and as a JSON document for programs.
#pragma once

#include "sim/analysis/witness/witness.hpp"
#include "sim/report/sequence_diagram.hpp"

#include <cstdint>
#include <string>

namespace bicoastal {

/// Which of the run's anomalies it is.
struct AnomalyNumber {
  std::size_t number = 0;    ///< in Analysis::anomalies; of contradictions in Linearizability::examples
  std::size_t of_kind = 0;   ///< from 1: how manieth of its kind
  std::uint64_t in_all = 0;  ///< of its kind
};

/// What happened, the sequence diagram, and why.
std::string witness_page(const Witness& witness, const Scenario& scenario, const AnomalyNumber& number, Ink ink,
                         Glyphs glyphs);
/// One JSON object, indented, with a final newline.
std::string witness_json(const Witness& witness, const Scenario& scenario, const AnomalyNumber& number);

}  // namespace bicoastal
