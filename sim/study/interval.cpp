#include "sim/study/interval.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace bicoastal {

double student_t_quantile(double degrees, double probability) {
  BC_CHECK(degrees >= 1 && probability > 0 && probability < 1);
  return boost::math::quantile(boost::math::students_t(degrees), probability);
}

double mean_of(std::span<const double> values) {
  if (values.empty()) return 0;
  // From the first one on, so that the mean of equal values is that value to the last bit: a limit may be just there.
  double sum = 0;
  for (const double value : values) sum += value - values.front();
  return values.front() + sum / static_cast<double>(values.size());
}

double deviation_of(std::span<const double> values) {
  BC_CHECK(values.size() >= 2);
  const double mean = mean_of(values);  // two passes, because differences are often small beside their mean
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::optional<Interval> mean_interval(std::span<const double> values, double confidence) {
  BC_CHECK(confidence > 0 && confidence < 1);
  if (values.size() < 2) return std::nullopt;
  const double n = static_cast<double>(values.size()), mean = mean_of(values);
  const double half = student_t_quantile(n - 1, 0.5 + confidence / 2) * deviation_of(values) / std::sqrt(n);
  return Interval{mean - half, mean + half};
}

std::optional<Interval> proportion_interval(std::uint64_t successes, std::uint64_t trials, double confidence) {
  BC_CHECK(successes <= trials && confidence > 0 && confidence < 1);
  if (trials == 0) return std::nullopt;
  const double n = static_cast<double>(trials), share = static_cast<double>(successes) / n;
  const double z = boost::math::quantile(boost::math::normal(), 0.5 + confidence / 2);
  const double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  // The ends of none and of all are 0 and 1; rounding leaves them by a hair.
  return Interval{successes == 0 ? 0 : std::max(0.0, middle - half),
                  successes == trials ? 1 : std::min(1.0, middle + half)};
}

}  // namespace bicoastal
