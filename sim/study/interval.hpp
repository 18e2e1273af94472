// Intervals of confidence: how well a figure is known that was measured a few times.
//
// Means: Student's t (Student, "The probable error of a mean", Biometrika 6, 1908). It supposes that the values are
// independent and is exact where they are normal. Of skewed ones it covers less than it says, the less the fewer there
// are: of ten exponential values 90 % intervals cover about 87 % (Law, "Simulation Modeling and Analysis", 5th ed.,
// table 4.1). Values that are all equal give an interval without width: nothing was seen that varies, which of few
// values is no proof that nothing does.
//
// Proportions: Wilson's score interval ("Probable inference, the law of succession, and statistical inference", JASA
// 22, 1927), which stays within 0 and 1 and says something of 0 out of n, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace bicoastal {

struct Interval {
  double low = 0, high = 0;
  double half_width() const { return (high - low) / 2; }
  bool contains(double value) const { return low <= value && value <= high; }
  bool operator==(const Interval&) const = default;
};

/// Quantile of Student's t. REQUIRES: degrees >= 1, 0 < probability < 1.
double student_t_quantile(double degrees, double probability);

/// 0 where there is none.
double mean_of(std::span<const double> values);
/// Of the sample, n - 1 in the denominator. REQUIRES: two values or more.
double deviation_of(std::span<const double> values);

/// Of the mean, Student's t; nothing with fewer than two values. REQUIRES: 0 < confidence < 1.
std::optional<Interval> mean_interval(std::span<const double> values, double confidence = 0.95);

/// Of a proportion, Wilson's; nothing without trials. REQUIRES: successes <= trials, 0 < confidence < 1.
std::optional<Interval> proportion_interval(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95);

}  // namespace bicoastal
