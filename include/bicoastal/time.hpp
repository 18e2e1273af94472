// Simulated time: a point or a span, in whole nanoseconds.
//
// int64 nanoseconds reach 292 years. SimGrid's clock is a double; it is converted in one place, sim/engine.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace bicoastal {

struct Time {
  std::int64_t ns = 0;

  constexpr Time() = default;
  constexpr explicit Time(std::int64_t nanoseconds) : ns(nanoseconds) {}
  /// Nearest nanosecond, halves away from zero. REQUIRES: |s| < 9.2e9.
  static constexpr Time seconds(double s) { return Time(static_cast<std::int64_t>(s * 1e9 + (s < 0 ? -0.5 : 0.5))); }
  static constexpr Time millis(double ms) { return seconds(ms * 1e-3); }
  static constexpr Time max() { return Time(std::numeric_limits<std::int64_t>::max()); }

  constexpr double in_seconds() const { return static_cast<double>(ns) * 1e-9; }
  constexpr double in_millis() const { return static_cast<double>(ns) * 1e-6; }

  constexpr auto operator<=>(const Time&) const = default;
  constexpr Time& operator+=(Time o) {
    ns += o.ns;
    return *this;
  }
  constexpr Time& operator-=(Time o) {
    ns -= o.ns;
    return *this;
  }
  friend constexpr Time operator+(Time a, Time b) { return Time(a.ns + b.ns); }
  friend constexpr Time operator-(Time a, Time b) { return Time(a.ns - b.ns); }
  friend constexpr Time operator*(Time a, std::int64_t k) { return Time(a.ns * k); }
  friend constexpr std::int64_t operator/(Time a, Time b) { return a.ns / b.ns; }
};

}  // namespace bicoastal
