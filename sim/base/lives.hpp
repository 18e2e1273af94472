// Whether the replicas of a scenario have lives of their own. Otherwise they are what faults make of them.
#pragma once

#include <bicoastal/scenario.hpp>

#include <algorithm>

namespace bicoastal {

inline bool has_lives(const Scenario& s) {
  const Fleet& f = s.fleet;
  const auto on_standby = [](const Region& region) { return region.standby.has_value(); };
  const auto crashes = [](const Fault& fault) { return std::holds_alternative<Crash>(fault.what); };
  return !(f.start == Distribution{}) || f.restart || f.liveness || f.startup || f.replace || f.autoscaling ||
         !s.deploys.empty() || std::any_of(s.regions.begin(), s.regions.end(), on_standby) ||
         std::any_of(s.faults.begin(), s.faults.end(), crashes);
}

}  // namespace bicoastal
