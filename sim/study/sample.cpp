#include "sim/study/sample.hpp"

#include <algorithm>
#include <vector>

namespace bicoastal {

Sample sample_of(std::span<const std::optional<double>> values, double confidence) {
  std::vector<double> told;
  for (const std::optional<double>& value : values)
    if (value) told.push_back(*value);
  Sample sample{told.size(), values.size() - told.size(), mean_of(told), 0, 0, mean_interval(told, confidence)};
  if (!told.empty()) {
    const auto [least, greatest] = std::ranges::minmax_element(told);
    sample.least = *least;
    sample.greatest = *greatest;
  }
  return sample;
}

}  // namespace bicoastal
