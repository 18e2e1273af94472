#include "sim/scenario/nearest.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

BalancingPolicy policy_named(const std::string& name) {
  return name == "two_choices"         ? BalancingPolicy::two_choices
         : name == "least_outstanding" ? BalancingPolicy::least_outstanding
         : name == "weighted"          ? BalancingPolicy::weighted
                                       : BalancingPolicy::round_robin;
}

/// Weights of all zones, and a fault for each key that names none.
std::vector<double> zone_weights(const View& view, const PlaceNames& directory, const Scenario& scenario,
                                 Faults& faults) {
  std::vector<double> weights(scenario.zones.size(), 1);
  if (!view.is_object() || faults.any_under(view.pointer()) || faults.any_under("/regions")) return weights;
  std::vector<std::string> names;
  for (const Zone& zone : scenario.zones) names.push_back(zone.name);
  for (const std::string& key : view.node()->keys) {
    const View value = view[key];
    const auto found = std::ranges::find(names, key);
    if (found != names.end())
      weights[static_cast<std::size_t>(found - names.begin())] = value.number();
    else
      faults.add("E302", value.place(), value.pointer(), fmt::format("no zone {}", in_quotes(key)),
                 suggest_name(key, names));
  }
  for (const Region& region : scenario.regions)
    if (std::ranges::none_of(region.zones, [&](ZoneId zone) { return weights[zone.index()] > 0; }) &&
        directory.usable())
      faults.add("E307", view.place(), view.pointer(),
                 fmt::format("no zone of {} has a weight above zero", region.name));
  return weights;
}

std::vector<ReplicaId> backups(const View& names, const PlaceNames& directory, const Scenario& scenario,
                               Faults& faults) {
  std::vector<ReplicaId> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto replica = directory.replica(names[i]);
    if (!replica) continue;
    if (std::ranges::find(found, *replica) == found.end())
      found.push_back(*replica);
    else
      faults.add("E304", names[i].place(), names[i].pointer(),
                 fmt::format("{} stands twice", in_quotes(names[i].text())));
  }
  std::ranges::sort(found);
  for (const Region& region : scenario.regions) {
    const auto all_of = [&](ZoneId zone) {
      return std::ranges::all_of(scenario.zones[zone.index()].replicas,
                                 [&](ReplicaId r) { return std::ranges::binary_search(found, r); });
    };
    if (!found.empty() && std::ranges::all_of(region.zones, all_of))
      faults.add("E307", names.place(), names.pointer(), fmt::format("all replicas of {} are backups", region.name),
                 "a replica that they stand in for");
  }
  return found;
}

}  // namespace

void resolve_balancing(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View view = document["balancing"];
  Balancing& out = scenario.balancing;
  out.policy = policy_named(view["policy"].text());
  out.zone_weights = zone_weights(view["zone_weights"], directory, scenario, faults);
  out.zone_aware = view["zone_aware"].truth();
  out.sticky = view["sticky"].truth();
  out.backups = backups(view["backups"], directory, scenario, faults);
  out.drain = view["drain"].time();
  out.slow_start = view["slow_start"].time();
  out.health_check = resolve_health_check(view["health_check"], faults);
}

}  // namespace bicoastal
