#include "sim/model/lease.hpp"

#include <algorithm>

namespace bicoastal {

Time Lease::first_renewal_from(Time t) const {
  if (t <= phase_) return phase_;
  return phase_ + interval_ * ((t.ns - phase_.ns + interval_.ns - 1) / interval_.ns);
}

Time Lease::renewed(Time now) const {
  if (!reaches_) return renewed_;
  const Time last = first_renewal_from(now + Time(1)) - interval_;
  return last >= since_ ? std::max(renewed_, last) : renewed_;
}

void Lease::change(Time now, bool reaches) {
  if (reaches == reaches_) return;
  if (!reaches) renewed_ = renewed(now - Time(1));  // a renewal at this instant fails
  reaches_ = reaches;
  since_ = now;
}

void Lease::grant(Time now) { renewed_ = std::max(renewed_, now); }

Time Lease::ends(Time now) const {
  const Time end = renewed(now) + length_;
  if (!reaches_) return end;
  return first_renewal_from(std::max(now, since_)) < end ? Time::max() : end;
}

Time Lease::next_change(Time now) const {
  const Time end = ends(now);
  if (now < end) return end;
  return reaches_ ? first_renewal_from(std::max(now, since_)) : Time::max();
}

}  // namespace bicoastal
