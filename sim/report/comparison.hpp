// What a comparison of two scenarios, or of two runs, says.
#pragma once

#include "sim/report/text_table.hpp"
#include "sim/study/measures.hpp"
#include "sim/study/paired.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bicoastal {

struct ComparedSide {
  std::string file, scenario;
  std::string document;                ///< resolved JSON text
  std::vector<std::string> digests{};  ///< one a seed
};

struct Comparison {
  ComparedSide a, b;
  std::vector<std::uint64_t> seeds;  ///< of the pairs, in order
  bool same_seeds = true;            ///< false for two stored runs with different seeds
  double confidence = 0.95;
  std::vector<Measure> measures;
  std::vector<PairedDifference> differences;  ///< one for each measure
  std::vector<std::string> notes{};           ///< what else the reader must know
};

/// A table without the measures that are equal in both; at most 100 columns for names of usual length.
std::string comparison_text(const Comparison& comparison, Ink ink);

/// One JSON object: a, b {file, scenario, digests}, seeds, changes, measures[] {metric, of, unit, pairs, missing,
/// mean_a, mean_b, difference, low, high, distinguishable, identical}, notes.
std::string comparison_json(const Comparison& comparison);

/// Places at which two JSON documents differ: "/data/writes: \"global\" -> \"local\"".
std::vector<std::string> document_changes(const std::string& a, const std::string& b);

}  // namespace bicoastal
