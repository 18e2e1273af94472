#include "sim/study/paired.hpp"

#include "sim/base/check.hpp"

#include <cmath>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

namespace bicoastal {

namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// Sample standard deviation; two passes, because differences are often small beside their mean.
double deviation_of(const std::vector<double>& values, double mean) {
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

Interval interval_of(const std::vector<double>& values, double mean, double confidence) {
  const double n = static_cast<double>(values.size());
  const double half = student_t_quantile(n - 1, 0.5 + confidence / 2) * deviation_of(values, mean) / std::sqrt(n);
  return {mean - half, mean + half};
}

}  // namespace

double student_t_quantile(double degrees, double probability) {
  BC_CHECK(degrees >= 1 && probability > 0 && probability < 1);
  return boost::math::quantile(boost::math::students_t(degrees), probability);
}

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
  if (result.pairs >= 2) result.interval = interval_of(differences, result.difference, confidence);
  return result;
}

}  // namespace bicoastal
