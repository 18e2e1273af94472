// Tokens that come in by the clock or one by one, and pay for what may be done so often: rate limits, retry budgets.
//
// A bucket holds at most `burst` tokens and is full at the start. What cannot pay a whole token is not done, and takes
// nothing.
#pragma once

#include <bicoastal/time.hpp>

#include <algorithm>

namespace bicoastal {

class TokenBucket {
 public:
  /// `per_second` tokens come in by the clock.
  explicit TokenBucket(double burst, double per_second = 0) : burst_(burst), per_second_(per_second), tokens_(burst) {}

  void earn(double tokens) { tokens_ = std::min(burst_, tokens_ + tokens); }
  /// REQUIRES: `now` does not decrease.
  bool pay(Time now) {
    if (per_second_ > 0) earn((now - last_).in_seconds() * per_second_);
    last_ = now;
    if (tokens_ < 1 - kRounding) return false;
    tokens_ -= 1;
    return true;
  }

 private:
  /// Ten times a tenth of a token is a token.
  static constexpr double kRounding = 1e-9;

  double burst_, per_second_, tokens_;
  Time last_;
};

}  // namespace bicoastal
