#include "sim/analysis/limits.hpp"

#include "sim/base/backups.hpp"

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

/// What the clock of region `r` may read at any time, less the true time.
struct ClockError {
  Time least, greatest;
};
ClockError clock_error(const ConflictRule& rule, std::size_t r, Time end) {
  const auto read_at = [](const auto& list, std::size_t i) {
    return i < list.size() ? list[i] : decltype(list[i] + list[i])();
  };
  const Time offset = read_at(rule.clock_offset, r);
  const double drifted = std::fabs(read_at(rule.clock_drift, r)) * static_cast<double>(end.ns);
  const Time drift(static_cast<std::int64_t>(std::min(drifted, static_cast<double>(end.ns) + 1)));
  Time jumped, least, greatest;
  for (const ClockStep& jump : rule.steps) {
    if (jump.region.index() != r) continue;
    jumped += jump.by;
    least = std::min(least, jumped);
    greatest = std::max(greatest, jumped);
  }
  for (const ClockRun& run : rule.runs) {
    if (run.region.index() != r) continue;
    const Time gained(std::llround(run.rate * static_cast<double>((std::min(run.until, end) - run.from).ns)));
    (gained < Time() ? least : greatest) += gained;
  }
  return {offset - drift + least, offset + drift + greatest};
}

/// All stampers respect causality but the wall clock (Stamper::respects_causality). Not where epochs come first, nor
/// where a region stamps writes to keys that it does not hold.
bool is_causal(const Scenario& s) {
  const ConflictRule& rule = s.data.conflicts;
  const bool stamper_knows = s.data.writes == WritePattern::local ||
                             (s.data.writes == WritePattern::quorum && s.data.quorum.n >= s.regions.size());
  if (!stamper_knows) return false;
  return rule.policy == "first_writer" || rule.policy == "region_priority" || rule.clock != ClockKind::wall;
}

}  // namespace

Limits limits_of(const Scenario& s) {
  Limits limits;
  for (const StoreLoss& loss : losses_of_the_only_store(s)) limits.at_stake.push_back({loss.copied, loss.at});
  if (const Time last = last_loss_of_every_store(s); last > Time()) limits.at_stake.push_back({Time(), last});
  limits.end = s.duration + s.settle;
  const double cap = static_cast<double>(limits.end.ns) + 1;
  for (const Population& population : s.clients) {
    limits.attempt = std::max(limits.attempt, std::min(population.timeout, limits.end));
    limits.operation = std::max(limits.operation, Time(static_cast<std::int64_t>(life_of(population, cap))));
  }
  for (std::size_t r = 0; r < s.regions.size(); ++r) {
    const ClockError error = clock_error(s.data.conflicts, r, limits.end);
    limits.clock_low = r == 0 ? error.least : std::min(limits.clock_low, error.least);
    limits.clock_high = r == 0 ? error.greatest : std::max(limits.clock_high, error.greatest);
  }
  limits.causal = is_causal(s);
  limits.grace = limits.attempt;
  if (!limits.causal) {
    // A hybrid clock runs ahead of all wall clocks by a nanosecond for each write of a chain.
    const Time ahead = s.data.conflicts.clock == ClockKind::hybrid ? Time::millis(1) : Time();
    limits.grace = std::max(limits.grace, limits.clock_high - limits.clock_low + ahead);
  }
  return limits;
}

}  // namespace bicoastal
