#include "sim/model/lazy_checker.hpp"

#include <algorithm>

namespace bicoastal {

Time LazyChecker::first_check_from(Time t) const {
  if (t <= phase_) return phase_;
  const std::int64_t k = (t.ns - phase_.ns + check_.interval.ns - 1) / check_.interval.ns;
  return phase_ + check_.interval * k;
}

std::int64_t LazyChecker::checks_between(Time from, Time to) const {
  if (to <= from) return 0;
  return (first_check_from(to).ns - first_check_from(from).ns) / check_.interval.ns;
}

std::optional<LazyChecker::Flip> LazyChecker::change(Time now, bool up, bool silent) {
  if (up == actual_) return std::nullopt;
  const std::int64_t seen = checks_between(since_, now);
  if (actual_ == decided_) {
    if (seen > 0) streak_ = 0;
  } else if (pending_ && deciding_check_ < now) {  // the change comes too late to avert the flip
    decided_ = actual_;
    streak_ = 0;
    committed_ = generation_;
    committed_up_ = actual_;
  } else {
    streak_ += static_cast<std::uint32_t>(seen);
  }
  pending_ = false;
  since_ = now;
  actual_ = up;
  if (actual_ == decided_) {
    // Agreement: the checks that contradicted are forgotten at the next check, which change() accounts for.
    return std::nullopt;
  }
  const std::uint32_t needed = (up ? check_.rise : check_.fall) - streak_;
  deciding_check_ = first_check_from(now) + check_.interval * (static_cast<std::int64_t>(needed) - 1);
  pending_ = true;
  ++generation_;
  return Flip{deciding_check_ + (up || !silent ? Time() : check_.timeout), generation_};
}

bool LazyChecker::fire(std::uint32_t generation) {
  if (committed_ != 0 && generation == committed_) {
    committed_ = 0;
    reported_ = committed_up_;
    return true;
  }
  if (!pending_ || generation != generation_) return false;
  pending_ = false;
  decided_ = reported_ = actual_;
  streak_ = 0;
  since_ = std::max(since_, deciding_check_ + Time(1));
  return true;
}

}  // namespace bicoastal
