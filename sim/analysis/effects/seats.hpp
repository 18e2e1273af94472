// Seats are items that their holders put there and take away (items.hpp), and of which there is one each
// (bookings.hpp).
#pragma once

#include "sim/analysis/effects/bookings.hpp"
#include "sim/analysis/effects/items.hpp"

namespace bicoastal {

class Seats final : public MeaningJudge {
 public:
  Seats(const Scenario& scenario, const Limits& limits, const Seen& seen, Anomalies& anomalies)
      : holders_(scenario, limits, seen, anomalies), bookings_(anomalies) {}

  void accepted(const AcceptedChange& change) override {
    holders_.accepted(change);
    bookings_.accepted(change);
  }
  void met(const AcceptedChange& change) override { holders_.met(change); }
  void acknowledged(const AcceptedChange& change, const OperationRecord& op) override {
    holders_.acknowledged(change, op);
    if (change.verb == Verb::reserve) bookings_.acknowledged(change, op.time);
  }
  void lost(const AcceptedChange& change) override { holders_.lost(change); }
  void came_to(KeyId key, const Document& document, Time now) override { holders_.came_to(key, document, now); }
  void finish(Analysis& analysis, Time /*now*/) override {
    analysis.invariants.seats_booked_twice = bookings_.seats_booked_twice();
  }

 private:
  Items holders_;
  Bookings bookings_;
};

}  // namespace bicoastal
