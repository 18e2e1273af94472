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

LazyChecker::Flip LazyChecker::announce() {
  pending_ = true;
  generation_ = generation_ % kGenerations + 1;
  return {deciding_check_ + (finding_ == Finding::silent ? check_.timeout : Time()), generation_};
}

std::optional<LazyChecker::Flip> LazyChecker::change(Time now, Finding finding) {
  if (finding == finding_) return std::nullopt;
  const bool was_up = finding_ == Finding::well, up = finding == Finding::well;
  const bool decisive_is_over = pending_ && deciding_check_ < now;
  finding_ = finding;
  if (up == was_up) {  // it fails in another way: the deciding check, if still to come, answers at another time
    if (!pending_ || decisive_is_over) return std::nullopt;
    return announce();
  }
  const std::int64_t seen = checks_between(since_, now);
  if (was_up == decided_) {
    if (seen > 0) streak_ = 0;
  } else if (decisive_is_over) {  // the change comes too late to avert the flip
    decided_ = was_up;
    streak_ = 0;
    committed_ = generation_;
    committed_up_ = was_up;
  } else {
    streak_ += static_cast<std::uint32_t>(seen);
  }
  pending_ = false;
  since_ = now;
  // Agreement: the checks that contradicted are forgotten at the next check, which change() accounts for.
  if (up == decided_) return std::nullopt;
  const std::uint32_t needed = (up ? check_.rise : check_.fall) - streak_;
  deciding_check_ = first_check_from(now) + check_.interval * (static_cast<std::int64_t>(needed) - 1);
  return announce();
}

bool LazyChecker::fire(std::uint32_t generation) {
  if (committed_ != 0 && generation == committed_) {
    committed_ = 0;
    reported_ = committed_up_;
    return true;
  }
  if (!pending_ || generation != generation_) return false;
  pending_ = false;
  decided_ = reported_ = finding_ == Finding::well;
  streak_ = 0;
  since_ = std::max(since_, deciding_check_ + Time(1));
  return true;
}

}  // namespace bicoastal
