// What a region's wall clock shows: off by a constant, drifting at a constant rate, set by jumps, and running at
// another rate for a while.
#pragma once

#include <bicoastal/scenario.hpp>

#include <cstdint>

namespace bicoastal {

/// Reading at true time `now`, ns. REQUIRES: an offset and a drift for `at`.
std::int64_t wall_clock(const ConflictRule& rule, RegionId at, Time now);

/// Whether stamps of writes are readings of wall clocks: a Lamport clock counts, other policies do not go by time.
inline bool stamps_tell_time(const ConflictRule& rule) {
  return (rule.policy == "lww" || rule.policy == "reject") && rule.clock != ClockKind::lamport;
}

}  // namespace bicoastal
