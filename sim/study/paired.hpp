// Paired comparison: what a change does, measured on the same seeds with and without it.
//
// Two runs that share a seed share their random streams, so most of their noise is the same and leaves the difference.
// The interval is Student's t for the mean of the paired differences (Law, "Simulation Modeling and Analysis", 5th ed.,
// §10.2.1), see interval.hpp.
#pragma once

#include "sim/study/interval.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace bicoastal {

/// One measure on the seeds that both sides tell it for.
struct PairedDifference {
  std::size_t pairs = 0;    ///< seeds on which both sides have a value
  std::size_t missing = 0;  ///< seeds on which at least one side has none
  double mean_a = 0, mean_b = 0;
  double difference = 0;             ///< mean of b - a; what is within rounding (1e-12 of the larger) counts as equal
  std::optional<Interval> interval;  ///< of `difference`; nothing with fewer than two pairs
  bool identical = false;            ///< a and b are equal on every seed, also in having no value

  /// The interval leaves zero out. Nothing where there is no interval.
  std::optional<bool> distinguishable() const {
    if (!interval) return std::nullopt;
    return interval->low > 0 || interval->high < 0;
  }
};

/// Element i of both sides belongs to the same seed. REQUIRES: equal sizes, 0 < confidence < 1.
PairedDifference compare_paired(std::span<const std::optional<double>> a, std::span<const std::optional<double>> b,
                                double confidence = 0.95);

}  // namespace bicoastal
