#include "sim/analysis/effects/bookings.hpp"

#include <algorithm>

namespace bicoastal {

void Bookings::accepted(const AcceptedChange& change) {
  auto& bookings = seat_of(change).bookings;
  const auto own = [&](const Booking& b) { return b.session == change.session; };
  if (change.verb == Verb::release) {
    std::erase_if(bookings, own);
  } else if (std::none_of(bookings.begin(), bookings.end(), [&](const Booking& b) { return own(b) && b.confirmed; })) {
    bookings.push_back({change.version, change.session});
  }
}

void Bookings::acknowledged(const AcceptedChange& change, Time now) {
  Seat& seat = seat_of(change);
  const auto booking = std::find_if(seat.bookings.begin(), seat.bookings.end(),
                                    [&](const Booking& b) { return b.version == change.version; });
  if (booking == seat.bookings.end() || booking->confirmed) return;
  const Booking* before = nullptr;
  bool held = false;
  for (const Booking& b : seat.bookings) {
    if (!b.confirmed) continue;
    if (b.session == change.session) held = true;
    if (!(b.session == change.session)) before = &b;
  }
  booking->confirmed = true;
  if (held || before == nullptr) return;
  twice_ += seat.twice ? 0 : 1;
  seat.twice = true;
  anomalies_.add(anomaly_of(AnomalyKind::double_booking, change, now, before->version, 1));
}

}  // namespace bicoastal
