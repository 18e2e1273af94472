#include "sim/conflict/clocks.hpp"

#include "sim/base/check.hpp"
#include "sim/base/wall_clock.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bicoastal {

std::int64_t WallClock::reading(RegionId at, Time now) const { return wall_clock(rule_, at, now); }

// What was seen counts as heard of, however it came: the initial value has no stamp.
std::int64_t LamportClock::stamp(RegionId at, Time /*now*/, const Stamped& current) {
  std::int64_t& last = last_[at.index()];
  if (!current.version.is_initial()) last = std::max(last, current.stamp);
  return ++last;
}

void LamportClock::received(RegionId at, Time /*now*/, std::int64_t stamp) {
  last_[at.index()] = std::max(last_[at.index()], stamp);
}

HybridClock::HybridClock(const ConflictRule& rule, std::size_t regions)
    : wall_(rule), last_(regions, std::numeric_limits<std::int64_t>::min()) {}

std::int64_t HybridClock::stamp(RegionId at, Time now, const Stamped& current) {
  std::int64_t& last = last_[at.index()];
  if (!current.version.is_initial()) last = std::max(last, current.stamp);
  const std::int64_t physical = wall_.reading(at, now);
  last = last < physical ? physical : last + 1;
  return last;
}

void HybridClock::received(RegionId at, Time /*now*/, std::int64_t stamp) {
  last_[at.index()] = std::max(last_[at.index()], stamp);
}

std::unique_ptr<Stamper> make_clock(const Scenario& s) {
  const ConflictRule& rule = s.data.conflicts;
  switch (rule.clock) {
    case ClockKind::wall: return std::make_unique<WallClock>(rule);
    case ClockKind::lamport: return std::make_unique<LamportClock>(s.regions.size());
    case ClockKind::hybrid: return std::make_unique<HybridClock>(rule, s.regions.size());
  }
  BC_CHECK(!"a clock");
}

}  // namespace bicoastal
