#include "sim/base/histogram.hpp"

#include "sim/base/check.hpp"

#include <cmath>

namespace bicoastal {

void Histogram::grow(std::size_t bucket) {
  const std::size_t first = bucket / kPerPower * kPerPower;
  const std::size_t end = first + kPerPower;
  if (counts_.empty()) first_ = first;
  if (first < first_) {
    counts_.insert(counts_.begin(), first_ - first, 0);
    first_ = first;
  }
  if (end > first_ + counts_.size()) counts_.resize(end - first_);
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  grow(bucket_of(other.min_));
  grow(bucket_of(other.max_));
  const std::size_t last = bucket_of(other.max_);
  for (std::size_t b = bucket_of(other.min_); b <= last; ++b) counts_[b - first_] += other.counts_[b - other.first_];
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

void Histogram::clear() {
  if (count_ == 0) return;
  std::fill(counts_.begin() + static_cast<std::ptrdiff_t>(bucket_of(min_) - first_),
            counts_.begin() + static_cast<std::ptrdiff_t>(bucket_of(max_) - first_ + 1), 0);
  count_ = max_ = 0;
  sum_ = 0;
  min_ = std::numeric_limits<std::uint64_t>::max();
}

double Histogram::mean() const { return count_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count_); }

double Histogram::quantile(double q) const {
  BC_CHECK(count_ > 0 && q >= 0 && q <= 1);
  // 0.9 * 10 must be rank 9, whatever the product's last bit says.
  const double rank = std::ceil(q * static_cast<double>(count_) * (1 - 1e-14));
  if (rank <= 1) return static_cast<double>(min_);
  if (rank >= static_cast<double>(count_)) return static_cast<double>(max_);
  const auto wanted = static_cast<std::uint64_t>(rank);
  std::uint64_t seen = 0;
  for (std::size_t b = bucket_of(min_);; ++b) {
    seen += counts_[b - first_];
    if (seen >= wanted) return std::clamp(middle_of(b), static_cast<double>(min_), static_cast<double>(max_));
  }
}

}  // namespace bicoastal
