#include "sim/study/paired.hpp"

#include "sim/base/check.hpp"

#include <vector>

namespace bicoastal {

PairedDifference compare_paired(std::span<const std::optional<double>> a, std::span<const std::optional<double>> b,
                                double confidence) {
  BC_CHECK(a.size() == b.size() && confidence > 0 && confidence < 1);
  PairedDifference result;
  std::vector<double> left, right, differences;
  result.identical = true;
  for (std::size_t i = 0; i < a.size(); ++i) {
    result.identical = result.identical && a[i] == b[i];
    if (!a[i] || !b[i]) {
      ++result.missing;
      continue;
    }
    left.push_back(*a[i]);
    right.push_back(*b[i]);
    differences.push_back(*b[i] - *a[i]);
  }
  result.pairs = differences.size();
  result.mean_a = mean_of(left);
  result.mean_b = mean_of(right);
  result.difference = mean_of(differences);
  result.interval = mean_interval(differences, confidence);
  return result;
}

}  // namespace bicoastal
