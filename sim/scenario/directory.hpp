// Finds regions, zones, replicas and links of a scenario by name, and answers an unknown name with a diagnostic.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/view.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bicoastal {

class PlaceNames {
 public:
  /// `scenario` must have its places, and outlive this object. Where the regions have faults of their own, nothing is
  /// found and nothing is reported: what is wrong with them is known, what it leads to is noise. Where only a key of
  /// theirs is unknown, their names are good, but not what zones they have.
  PlaceNames(const Scenario& scenario, Faults& faults);

  bool usable() const { return usable_; }
  std::optional<RegionId> find_region(const std::string& name) const;

  // What `name` names, or nothing and a fault.
  std::optional<RegionId> region(const View& name) const;
  std::optional<ZoneId> zone(const View& name) const;
  std::optional<ReplicaId> replica(const View& name) const;
  /// Both regions of ["a", "b"].
  std::optional<std::pair<RegionId, RegionId>> pair(const View& names) const;
  std::optional<std::pair<RegionId, RegionId>> pair(const View& from, const View& to) const;

  const std::vector<std::string>& region_names() const { return region_names_; }

 private:
  const Scenario& scenario_;
  bool usable_;
  bool zones_usable_;
  Faults& faults_;
  std::vector<std::string> region_names_;
  std::unordered_map<std::string, RegionId> regions_;
  std::unordered_map<std::string, ZoneId> zones_;
  std::unordered_map<std::string, ReplicaId> replicas_;
};

}  // namespace bicoastal
