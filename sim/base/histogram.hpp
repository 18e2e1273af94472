// A histogram of non-negative whole numbers with buckets that grow with the value.
//
// After HdrHistogram (Tene, https://hdrhistogram.org): values below 128 have a bucket of their own; above, each power
// of two is cut into 64 buckets, so that the middle of a bucket is off by at most 1/128 (0.8 %). Finding the bucket is
// a shift and an addition. Count, sum, least and greatest value are exact, and merging two histograms gives exactly the
// histogram of all values.
#pragma once

#include "sim/base/uint128.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace bicoastal {

class Histogram {
 public:
  static constexpr double kRelativeError = 1.0 / 128;

  /// Negative values count as 0.
  void add(std::int64_t value) {
    const std::uint64_t v = value < 0 ? 0 : static_cast<std::uint64_t>(value);
    const std::size_t slot = bucket_of(v) - first_;  // wraps where the bucket lies before the first
    if (slot >= counts_.size()) [[unlikely]] {
      grow(bucket_of(v));
      ++counts_[bucket_of(v) - first_];
    } else {
      ++counts_[slot];
    }
    ++count_;
    sum_ += v;
    min_ = std::min(min_, v);
    max_ = std::max(max_, v);
  }

  void merge(const Histogram& other);
  /// Empties it; keeps the memory.
  void clear();

  std::uint64_t count() const { return count_; }
  /// 0 where empty.
  double mean() const;
  std::int64_t min() const { return count_ == 0 ? 0 : static_cast<std::int64_t>(min_); }
  std::int64_t max() const { return static_cast<std::int64_t>(max_); }

  /// The least value that at least a share `q` of all values do not exceed (nearest rank), within kRelativeError.
  /// REQUIRES: not empty, 0 <= q <= 1.
  double quantile(double q) const;

  /// Index of the bucket of `v`.
  static constexpr std::size_t bucket_of(std::uint64_t v) {
    const int shift = std::max(0, static_cast<int>(std::bit_width(v)) - kBits);
    return (static_cast<std::size_t>(shift) << (kBits - 1)) + static_cast<std::size_t>(v >> shift);
  }
  /// Middle of a bucket.
  static constexpr double middle_of(std::size_t bucket) {
    if (bucket < (std::size_t{1} << kBits)) return static_cast<double>(bucket);
    const std::size_t shift = (bucket >> (kBits - 1)) - 1;
    const std::uint64_t low = std::uint64_t{(bucket & (kPerPower - 1)) + kPerPower} << shift;
    return static_cast<double>(low) + static_cast<double>((std::uint64_t{1} << shift) - 1) / 2;
  }

 private:
  static constexpr int kBits = 7;
  static constexpr std::size_t kPerPower = std::size_t{1} << (kBits - 1);

  void grow(std::size_t bucket);

  std::size_t first_ = 0;              // bucket of counts_[0]
  std::vector<std::uint64_t> counts_;  // only the powers of two that have been seen, and those between
  std::uint64_t count_ = 0;
  uint128 sum_ = 0;
  std::uint64_t min_ = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t max_ = 0;
};

}  // namespace bicoastal
