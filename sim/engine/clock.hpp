// Our clock (int64 nanoseconds) against SimGrid's (double seconds): the one place that converts.
//
// SimGrid adds a difference to its date at every round, so in general its dates depend on how many rounds there were.
// Not here: our time 0 is SimGrid's date 2^k, the least power of two that is not below the length of the run, so that
// all dates of a run lie in one binade. The difference of two such doubles is exact (Sterbenz), hence "now + (date -
// now)" is `date` itself, and every date is a function of what happens in it and not of the rounds before.
//
// Runs of up to 24 days (2^21 s) convert back and forth without loss. Beyond, neighbouring nanoseconds share a double;
// conversions stay monotone and both engine modes compare the same doubles, so histories stay equal.
#pragma once

#include <bicoastal/time.hpp>

#include <cmath>

namespace bicoastal {

class ClockMap {
 public:
  /// REQUIRES: end > 0.
  explicit ClockMap(Time end) : origin_(std::exp2(std::ceil(std::log2(std::fmax(end.in_seconds() + 1, 1.0))))) {}

  double to_simgrid(Time t) const { return origin_ + static_cast<double>(t.ns) * 1e-9; }
  Time from_simgrid(double date) const { return Time(std::llround((date - origin_) * 1e9)); }

  /// The latest time whose SimGrid date is at most `date`.
  Time last_at(double date) const {
    Time t = from_simgrid(date);
    while (to_simgrid(t) > date) t -= step(date);
    while (to_simgrid(t + Time(1)) <= date) t += Time(1);
    return t;
  }

 private:
  /// One unit in the last place, at least a nanosecond: what may lie between a date and its rounded time.
  Time step(double date) const { return Time(1 + std::llround((std::nextafter(date, INFINITY) - date) * 1e9)); }

  double origin_;
};

}  // namespace bicoastal
