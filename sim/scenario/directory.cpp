#include "sim/scenario/directory.hpp"

#include "sim/scenario/nearest.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

template <class Map>
auto lookup(const Map& map, const std::string& name) {
  const auto found = map.find(name);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

/// `us-east-1a`, `us-east-1a/2`: the region is wrong, or else what follows it.
std::string suggest_part(const Scenario& scenario, const std::string& name, bool replica) {
  constexpr std::size_t kCompared = 1000;  // a hostile file has many zones and many faults
  std::vector<std::string> zones;
  for (const Zone& zone : scenario.zones)
    if (zones.size() < kCompared) zones.push_back(zone.name);
  const std::size_t slash = name.find('/');
  const std::string near = suggest_name(name.substr(0, slash), zones);
  if (!replica || scenario.replicas.empty()) return near;
  for (const Zone& zone : scenario.zones)
    if (zone.name == name.substr(0, slash))
      return fmt::format("{} has {}/1 to {}/{}", zone.name, zone.name, zone.name, zone.replicas.size());
  return near.empty() ? fmt::format("such as \"{}\"", scenario.replicas.front().name) : near;
}

}  // namespace

PlaceNames::PlaceNames(const Scenario& scenario, Faults& faults)
    : scenario_(scenario),
      usable_(!scenario.regions.empty() && !faults.spoilt("/regions")),
      zones_usable_(usable_ && !faults.any_under("/regions")),
      faults_(faults) {
  for (std::size_t i = 0; i < scenario.regions.size(); ++i) {
    region_names_.push_back(scenario.regions[i].name);
    regions_.emplace(scenario.regions[i].name, RegionId(i));
  }
  for (std::size_t i = 0; i < scenario.zones.size(); ++i) zones_.emplace(scenario.zones[i].name, ZoneId(i));
  for (std::size_t i = 0; i < scenario.replicas.size(); ++i) replicas_.emplace(scenario.replicas[i].name, ReplicaId(i));
}

std::optional<RegionId> PlaceNames::find_region(const std::string& name) const { return lookup(regions_, name); }

std::optional<RegionId> PlaceNames::region(const View& name) const {
  if (!usable_ || !name.is_text()) return std::nullopt;
  const auto found = lookup(regions_, name.text());
  if (!found)
    faults_.add("E301", name.place(), name.pointer(), fmt::format("no region {}", in_quotes(name.text())),
                faults_.full() ? "" : suggest_name(name.text(), region_names_));
  return found;
}

std::optional<ZoneId> PlaceNames::zone(const View& name) const {
  if (!zones_usable_ || !name.is_text()) return std::nullopt;
  const auto found = lookup(zones_, name.text());
  if (!found)
    faults_.add("E302", name.place(), name.pointer(), fmt::format("no zone {}", in_quotes(name.text())),
                faults_.full() ? "" : suggest_part(scenario_, name.text(), false));
  return found;
}

std::optional<ReplicaId> PlaceNames::replica(const View& name) const {
  if (!zones_usable_ || !name.is_text()) return std::nullopt;
  const auto found = lookup(replicas_, name.text());
  if (!found)
    faults_.add("E302", name.place(), name.pointer(), fmt::format("no replica {}", in_quotes(name.text())),
                faults_.full() ? "" : suggest_part(scenario_, name.text(), true));
  return found;
}

std::optional<std::pair<RegionId, RegionId>> PlaceNames::pair(const View& names) const {
  return names.size() == 2 ? pair(names[0], names[1]) : std::nullopt;
}

std::optional<std::pair<RegionId, RegionId>> PlaceNames::pair(const View& from, const View& to) const {
  const auto a = region(from), b = region(to);
  if (!a || !b) return std::nullopt;
  if (*a == *b) {
    faults_.add("E307", to.place(), to.pointer(), fmt::format("{} is not linked to itself", in_quotes(to.text())),
                "two different regions are needed");
    return std::nullopt;
  }
  return std::pair(*a, *b);
}

}  // namespace bicoastal
