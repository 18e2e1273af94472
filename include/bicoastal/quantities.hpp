// Quantities of scenarios: distributions, delays of paths, checks.
//
// Units: Time is nanoseconds; rates are per second; shares are 0..1.
#pragma once

#include <bicoastal/time.hpp>

#include <cstdint>
#include <vector>

namespace bicoastal {

/// A distribution of durations.
struct Distribution {
  enum class Kind : std::uint8_t { constant, exponential, uniform, lognormal, pareto, mixture };
  struct Part;

  Kind kind = Kind::constant;
  double a =
      0;  ///< constant: value; exponential: mean; uniform: lower end; pareto: least; all ns. lognormal: mu of ln(ns)
  double b = 0;               ///< uniform: upper end in ns; lognormal: sigma; pareto: alpha. Unused otherwise
  std::vector<Part> parts{};  ///< mixture: one of these, by share

  static Distribution constant(Time t) { return {Kind::constant, static_cast<double>(t.ns), 0}; }
  static Distribution exponential(Time mean) { return {Kind::exponential, static_cast<double>(mean.ns), 0}; }
  bool operator==(const Distribution&) const;
};
struct Distribution::Part {
  double share = 0;  ///< shares of a mixture sum to 1
  Distribution of;
  bool operator==(const Part&) const = default;
};
inline bool Distribution::operator==(const Distribution&) const = default;

/// One-way delay of a path: `base` plus a random excess.
///
/// Published tables give the round trip's p50, p90 and p99. Two legs with independent excess reproduce them when a leg
/// stays without excess with probability sqrt(0.5), exceeds `excess_p90` with 1 - sqrt(0.9) and `excess_p99` with
/// 1 - sqrt(0.99); between these the excess is linear in the logarithm of the tail probability (exponential tail).
/// Tables tell nothing below the median, so nothing is modelled there.
struct PathDelay {
  Time base;        ///< half of the median round trip
  Time excess_p90;  ///< round trip p90 - p50; 0 = no jitter
  Time excess_p99;  ///< round trip p99 - p50
  bool operator==(const PathDelay&) const = default;
};

struct GeoPoint {
  double latitude = 0;   ///< degrees north
  double longitude = 0;  ///< degrees east
  bool operator==(const GeoPoint&) const = default;
};

/// Repeated checks of a target. A failed check counts at its start plus `timeout`.
struct HealthCheck {
  Time interval = Time::seconds(10);
  Time timeout = Time::seconds(1);
  std::uint32_t fall = 3;      ///< consecutive failures after which a checker holds the target for down
  std::uint32_t rise = 2;      ///< consecutive successes after which it holds it for up again
  std::uint32_t checkers = 1;  ///< that check independently, each with a phase of its own
  double agree = 0.5;  ///< the target counts as up while more than this share of the checkers hold it for up; 1 = all
  bool deep = false;   ///< asks for what the target needs, too: its store and its critical dependencies
  bool operator==(const HealthCheck&) const = default;
};

}  // namespace bicoastal
