#include "sim/model/checkers.hpp"

#include <algorithm>
#include <cmath>

namespace bicoastal {

namespace {

/// The least number that is more than `share` of `count`. Shares are written with a few digits: 0.29 of 100 is 29.
std::size_t more_than(double share, std::size_t count) {
  constexpr double kRounding = 1e-9;
  const double below = std::floor(share * static_cast<double>(count) + kRounding);
  return std::min(count, static_cast<std::size_t>(below) + 1);
}

std::vector<Time> draw_phases(const HealthCheck& check, RandomStream& stream) {
  const Distribution phase{Distribution::Kind::uniform, 0, static_cast<double>(check.interval.ns)};
  std::vector<Time> phases;
  for (std::uint32_t i = 0; i < check.checkers; ++i) phases.push_back(draw(phase, stream.next()));
  return phases;
}

}  // namespace

Checkers::Checkers(const HealthCheck& check, RandomStream phases) : Checkers(check, draw_phases(check, phases)) {}

Checkers::Checkers(const HealthCheck& check, const std::vector<Time>& phases)
    : needed_(more_than(check.agree, phases.size())), hold_up_(phases.size()) {
  for (const Time phase : phases) checkers_.emplace_back(check, phase);
}

Time Checkers::first_check_from(Time t) const {
  Time first = Time::max();
  for (const LazyChecker& checker : checkers_) first = std::min(first, checker.first_check_from(t));
  return first;
}

bool Checkers::fire(std::uint32_t flip) {
  LazyChecker& checker = checkers_[flip & ((1u << kCheckerBits) - 1)];
  if (!checker.fire(flip >> kCheckerBits)) return false;
  if (checker.reported_up())
    ++hold_up_;
  else
    --hold_up_;
  const bool up = hold_up_ >= needed_;
  if (up == reported_) return false;
  reported_ = up;
  return true;
}

}  // namespace bicoastal
