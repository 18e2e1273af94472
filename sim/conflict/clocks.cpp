#include "sim/conflict/clocks.hpp"

#include <cmath>

namespace bicoastal {

std::int64_t WallClock::reading(RegionId at, Time now) const {
  const std::size_t r = at.index();
  const double drift = rule_.clock_drift[r];
  std::int64_t shown = now.ns + rule_.clock_offset[r].ns;
  if (drift != 0) shown += static_cast<std::int64_t>(std::nearbyint(drift * static_cast<double>(now.ns)));
  for (const ClockJump& jump : rule_.jumps)
    if (jump.region == at && jump.at <= now) shown += jump.by.ns;
  return shown;
}

}  // namespace bicoastal
