// One figure over several runs: its mean, and how well that is known.
#pragma once

#include "sim/study/interval.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace bicoastal {

struct Sample {
  std::size_t told = 0, missing = 0;         ///< runs that have a value, and that have none
  double mean = 0, least = 0, greatest = 0;  ///< of those that have one; 0 where none has
  std::optional<Interval> interval;          ///< of the mean, Student's t; nothing with fewer than two values
};

/// REQUIRES: 0 < confidence < 1.
Sample sample_of(std::span<const std::optional<double>> values, double confidence = 0.95);

}  // namespace bicoastal
