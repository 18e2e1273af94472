#include "sim/base/wall_clock.hpp"

#include <algorithm>
#include <cmath>

namespace bicoastal {

std::int64_t wall_clock(const ConflictRule& rule, RegionId at, Time now) {
  const double drift = rule.clock_drift[at.index()];
  std::int64_t shown = now.ns + rule.clock_offset[at.index()].ns;
  if (drift != 0) shown += static_cast<std::int64_t>(std::nearbyint(drift * static_cast<double>(now.ns)));
  for (const ClockStep& jump : rule.steps)
    if (jump.region == at && jump.at <= now) shown += jump.by.ns;
  for (const ClockRun& run : rule.runs)
    if (run.region == at && run.from < now)
      shown += static_cast<std::int64_t>(
          std::nearbyint(run.rate * static_cast<double>((std::min(run.until, now) - run.from).ns)));
  return shown;
}

}  // namespace bicoastal
