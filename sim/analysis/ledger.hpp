// The ledger: acknowledged writes that vanished, by the regions that accepted them and what prevailed, and why.
//
// Rules of the cause are those of a witness (witness/cause.hpp), read while the run goes on:
//   failover    the winner is of a later epoch, or the write was lost and nothing took its place
//   clock skew  the loser was accepted later, and clocks put it first all the same. Where stamps are clock readings
//   fault       a fault obstructed the way from the earlier one's region to that of the later, and the usual lag of the
//               pair (the lesser of both ways' medians) would have brought it in time
//   policy      neither could know of the other, and the policy keeps one
#pragma once

#include <bicoastal/analysis.hpp>

#include <cstdint>
#include <limits>
#include <vector>

namespace bicoastal {

class Ledger {
 public:
  /// From the loser's acceptance to the winner's, us; what is longer is kept as the greatest. kUnknown: the winner had
  /// been everywhere before, and is forgotten.
  using Lead = std::int32_t;
  static constexpr Lead kUnknown = std::numeric_limits<Lead>::min();
  static Lead lead(Time loser_accepted, Time winner_accepted);

  explicit Ledger(const Scenario& scenario);

  /// Where a pair of regions cannot send.
  void on(const BatchRecord& record);
  /// `winner`: initial where nobody knows what took its place.
  void discarded(VersionId loser, Time accepted, VersionId winner, Lead lead);
  void lost(VersionId version);
  /// Needs analysis.pairs.
  void finish(Analysis& analysis) const;

 private:
  /// From the onset of a fault until a batch that it had kept from leaving, torn or slowed was there, or torn.
  struct HoldUp {
    FaultId fault;
    Time begin, end;
  };
  struct Entry {
    std::uint64_t writes = 0, failover = 0, clock_skew = 0;
    std::vector<Lead> held_up;  // leads of those whose way to the other's region a fault obstructed meanwhile
    double skew_s = 0;          // sum
  };
  bool was_held_up(RegionId from, RegionId to, Time begin, Time end) const;
  std::size_t pair(RegionId from, RegionId to) const { return from.index() * regions_ + to.index(); }

  const Scenario& scenario_;
  std::size_t regions_;
  bool stamps_tell_time_;
  std::vector<std::vector<HoldUp>> hold_ups_;  // by pair, from-major
  std::vector<Entry> entries_;                 // by pair: loser's region, winner's region
  std::vector<std::uint64_t> unopposed_;       // by region: discarded, and nobody knows for what
  std::vector<std::uint64_t> lost_;            // by region
};

}  // namespace bicoastal
