#include "sim/study/sample.hpp"

#include <algorithm>
#include <vector>

namespace bicoastal {

Sample sample_of(std::span<const std::optional<double>> values, double confidence) {
  const std::vector<std::optional<double>> zeros(values.size(), 0.0);
  const PairedDifference from_zero = compare_paired(zeros, values, confidence);
  Sample sample{from_zero.pairs, from_zero.missing, from_zero.difference, 0, 0, from_zero.interval};
  bool first = true;
  for (const std::optional<double>& value : values) {
    if (!value) continue;
    sample.least = first ? *value : std::min(sample.least, *value);
    sample.greatest = first ? *value : std::max(sample.greatest, *value);
    first = false;
  }
  return sample;
}

}  // namespace bicoastal
