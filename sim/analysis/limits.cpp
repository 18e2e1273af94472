#include "sim/analysis/limits.hpp"

#include <algorithm>
#include <cmath>

namespace bicoastal {

namespace {

/// In nanoseconds: attempts and the greatest pauses between them, at most `cap`.
double life_of(const Population& population, double cap) {
  const Retries& retries = population.retries;
  double life = static_cast<double>(population.timeout.ns);
  double pause = static_cast<double>(retries.backoff.ns);
  for (std::uint32_t i = 1; i < retries.attempts && life < cap; ++i) {
    life += std::min(pause, static_cast<double>(retries.max_backoff.ns)) + static_cast<double>(population.timeout.ns);
    if (pause <= 0 && population.timeout.ns <= 0) break;
    pause = std::min(pause * retries.multiplier, cap);
  }
  return std::min(life, cap);
}

}  // namespace

Limits limits_of(const Scenario& s) {
  Limits limits;
  limits.end = s.duration + s.settle;
  const double cap = static_cast<double>(limits.end.ns) + 1;
  for (const Population& population : s.clients) {
    limits.attempt = std::max(limits.attempt, std::min(population.timeout, limits.end));
    limits.operation = std::max(limits.operation, Time(static_cast<std::int64_t>(life_of(population, cap))));
  }
  const auto read_at = [](const auto& list, std::size_t r) {
    return r < list.size() ? list[r] : decltype(list[r] + list[r])();
  };
  for (std::size_t r = 0; r < s.regions.size(); ++r) {
    const Time offset = read_at(s.data.conflicts.clock_offset, r);
    const double drifted = std::fabs(read_at(s.data.conflicts.clock_drift, r)) * static_cast<double>(limits.end.ns);
    const Time drift(static_cast<std::int64_t>(std::min(drifted, cap)));
    limits.clock_low = r == 0 ? offset - drift : std::min(limits.clock_low, offset - drift);
    limits.clock_high = r == 0 ? offset + drift : std::max(limits.clock_high, offset + drift);
  }
  limits.grace = std::max(limits.attempt, limits.clock_high - limits.clock_low);
  return limits;
}

}  // namespace bicoastal
