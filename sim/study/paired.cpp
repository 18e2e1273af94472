#include "sim/study/paired.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bicoastal {

namespace {

/// What the last bits of a sum of many doubles may make of equal things is no difference.
constexpr double kRounding = 1e-12;

double difference_of(double a, double b) {
  const double d = b - a;
  return std::abs(d) <= kRounding * std::max(std::abs(a), std::abs(b)) ? 0 : d;
}

}  // namespace

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
    differences.push_back(difference_of(*a[i], *b[i]));
  }
  result.pairs = differences.size();
  result.mean_a = mean_of(left);
  result.mean_b = mean_of(right);
  result.difference = mean_of(differences);
  result.interval = mean_interval(differences, confidence);
  return result;
}

}  // namespace bicoastal
