// Double bookings: a seat was confirmed to a session while another session had it confirmed.
//
// A session holds a seat from the moment when it is told so until a release of its own is accepted, whatever the stores
// show meanwhile: two people stand before one seat. Uniqueness is the textbook invariant that no merge keeps (Bailis et
// al., "Coordination avoidance in database systems", VLDB 2015, table 2: uniqueness, choose specific value).
//
// The witness: the later confirmation, and the reservation that another session had. Kept are the reservations of each
// seat that were not released.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/effects/accepted_change.hpp"

#include <unordered_map>
#include <vector>

namespace bicoastal {

class Bookings {
 public:
  explicit Bookings(Anomalies& anomalies) : anomalies_(anomalies) {}

  void accepted(const AcceptedChange& change);
  void acknowledged(const AcceptedChange& change, Time now);
  std::uint64_t seats_booked_twice() const { return twice_; }

 private:
  struct Booking {
    VersionId version;
    SessionId session;
    bool confirmed = false;
  };
  struct Seat {
    std::vector<Booking> bookings;
    bool twice = false;
  };
  Seat& seat_of(const AcceptedChange& c) { return seats_[(std::uint64_t{c.key.value} << 32) | std::uint64_t{c.item}]; }

  Anomalies& anomalies_;
  std::unordered_map<std::uint64_t, Seat> seats_;  // by key and seat; looked up only, never iterated
  std::uint64_t twice_ = 0;
};

}  // namespace bicoastal
