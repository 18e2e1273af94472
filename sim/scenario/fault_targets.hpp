// All that a kind of fault can strike, one by one: what random failures and chaos choose from.
#pragma once

#include "sim/scenario/resolve.hpp"

#include <string>
#include <vector>

namespace bicoastal {

/// Faults of a scenario, scripted and drawn: recovery compares each with each.
inline constexpr std::size_t kMaxFaults = 10'000;

struct FaultTarget {
  std::string name;
  decltype(Fault::what) what;
  RegionId region;  ///< none where it is in no single one
  ZoneId zone;      ///< likewise
};

/// Targets of the kind that `kind` names in the regions that `in` names (all where it names none), in the order of the
/// scenario.
std::vector<FaultTarget> fault_targets(const View& kind, const View& in, const PlaceNames& directory,
                                       const Scenario& scenario, Faults& faults);

}  // namespace bicoastal
