// A lease on the role of primary: Gray and Cheriton, "Leases: an efficient fault-tolerant mechanism for distributed
// file cache consistency", SOSP 1989. Patroni calls its length ttl and the pause between renewals loop_wait.
//
// The holder renews at phase + k * interval. A renewal succeeds while the holder reaches a majority of the voters, and
// makes the lease last `length` from its start. Renewals are not events: what they come to can change only when the
// network does, so the end of the lease is computed then; a test compares with simulating every renewal.
//
// Assumed: the clocks of holder and voters run at the same rate for the length of a lease, so that both agree on its
// end (in practice the holder gives up a little earlier), and a renewal takes no time beside the interval. A renewal at
// the instant of a change sees the new state. At the end of the lease it is over.
#pragma once

#include <bicoastal/time.hpp>

namespace bicoastal {

class Lease {
 public:
  /// Held from time 0 on. REQUIRES: interval > 0, 0 <= phase < interval < length.
  Lease(Time length, Time interval, Time phase) : length_(length), interval_(interval), phase_(phase) {}

  /// Its holder reaches a majority from `now` on, or no longer.
  void change(Time now, bool reaches);
  /// A majority gives it, whoever had it before.
  void grant(Time now);

  bool valid(Time now) const { return now < ends(now); }
  /// When the current term ends, or the last one ended, if nothing changes: Time::max() where it is renewed in time.
  Time ends(Time now) const;
  /// The next moment at which valid() changes if nothing else does; Time::max(): never.
  Time next_change(Time now) const;

 private:
  Time first_renewal_from(Time t) const;
  /// The last renewal that has succeeded by `now`.
  Time renewed(Time now) const;

  Time length_, interval_, phase_;
  bool reaches_ = true;
  Time since_;    // it reaches a majority; where it does
  Time renewed_;  // last, as far as is settled
};

}  // namespace bicoastal
