// How long things can matter, derived from the scenario: what lets the analyses forget without losing exactness.
#pragma once

#include <bicoastal/scenario.hpp>

#include <vector>

namespace bicoastal {

struct Limits {
  /// Longest life of one attempt: the longest timeout. A successful operation was at its store within this time before
  /// it completed, and a write is acknowledged within this time after it was accepted, or never.
  Time attempt;
  /// Longest life of an operation: all its attempts and the pauses between them.
  Time operation;
  /// Every write comes after the version that its store showed when it was accepted, whatever the clocks say. Stamps
  /// need not be times then: chains of versions and Lamport clocks count.
  bool causal = false;
  /// The clocks read the true time plus something in [clock_low, clock_high], all through the run.
  Time clock_low, clock_high;
  /// A version that every store has shown (or a later one) for longer than this is settled: no read that is still to be
  /// recorded can return anything older, whether it was acknowledged is known, and every write yet to be accepted comes
  /// after it. The last is why, where stamps are not causal, the grace is at least the spread of the clocks: the
  /// version's own stamp is at most clock_high later than the true time at which all had it, a new one at most
  /// clock_low earlier than now.
  Time grace;
  /// No record is later.
  Time end;
  /// Writes accepted from `from` on may be lost until `until`, however many stores have them: the only region loses its
  /// store then, and `from` is its last backup; or the last of all regions does.
  struct AtStake {
    Time from, until;
  };
  std::vector<AtStake> at_stake;
  bool is_at_stake(Time accepted, Time now) const {
    for (const AtStake& s : at_stake)
      if (accepted >= s.from && now <= s.until) return true;
    return false;
  }
};

Limits limits_of(const Scenario& scenario);

}  // namespace bicoastal
