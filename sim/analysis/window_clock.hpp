// Which window of the series a time lies in. Most times asked for lie in the latest window; for these it is a
// comparison.
#pragma once

#include <bicoastal/time.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace bicoastal {

class WindowClock {
 public:
  explicit WindowClock(Time length) : length_(std::max<std::int64_t>(1, length.ns)), end_(length_) {}

  /// Window of the present. REQUIRES: `now` is not before earlier ones.
  std::size_t advance(Time now) {
    if (now.ns >= end_) {
      current_ = static_cast<std::size_t>(now.ns / length_);
      end_ = (now.ns / length_ + 1) * length_;
    }
    return current_;
  }
  /// Window of a time in the past.
  std::size_t of(Time t) const { return t.ns >= end_ - length_ ? current_ : static_cast<std::size_t>(t.ns / length_); }

 private:
  std::int64_t length_;
  std::int64_t end_;
  std::size_t current_ = 0;
};

}  // namespace bicoastal
