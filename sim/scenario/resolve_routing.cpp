#include "sim/scenario/nearest.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

std::vector<RegionId> resolve_order(const View& names, const PlaceNames& directory, Faults& faults) {
  std::vector<RegionId> order;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto region = directory.region(names[i]);
    if (!region) continue;
    if (std::ranges::find(order, *region) == order.end())
      order.push_back(*region);
    else
      faults.add("E304", names[i].place(), names[i].pointer(),
                 fmt::format("{} stands twice", in_quotes(names[i].text())));
  }
  return order;
}

void complete_order(std::vector<RegionId>& order, const Scenario& scenario) {
  std::vector<bool> listed(scenario.regions.size());
  for (const RegionId region : order) listed[region.index()] = true;
  for (std::size_t r = 0; r < listed.size(); ++r)
    if (!listed[r]) order.push_back(RegionId(r));
}

void check_region_keys(const View& view, const PlaceNames& directory, Faults& faults) {
  if (!view.is_object() || !directory.usable()) return;
  for (const std::string& key : view.node()->keys) {
    if (directory.find_region(key)) continue;
    const View value = view[key];
    faults.add("E301", value.place(), value.pointer(), fmt::format("no region {}", in_quotes(key)),
               suggest_name(key, directory.region_names()));
  }
}

void resolve_routing(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View routing = document["routing"], balancing = document["balancing"];
  const std::string policy = routing["policy"].text();
  Routing& out = scenario.routing;
  out.policy = policy == "weighted"   ? RoutingPolicy::weighted
               : policy == "failover" ? RoutingPolicy::failover
                                      : RoutingPolicy::latency;
  out.dns_ttl = routing["dns_ttl"].time();
  out.health_check = routing["health_check"].health_check();
  const View weights = routing["weights"], order = routing["order"];
  check_region_keys(weights, directory, faults);
  if (out.policy == RoutingPolicy::weighted && !faults.any_under(weights.pointer())) {
    double total = 0;
    for (const Region& region : scenario.regions) total += out.weights.emplace_back(weights[region.name].number());
    if (directory.usable() && total <= 0)
      faults.add("E307", weights.exists() ? weights.place() : routing["policy"].place(), weights.pointer(),
                 "policy weighted needs a region with a weight above zero");
  }
  out.order = resolve_order(order, directory, faults);
  // A failover order that ends leaves no place to go.
  if (out.policy == RoutingPolicy::failover) complete_order(out.order, scenario);
  const std::string choice = balancing["policy"].text();
  scenario.balancing.policy = choice == "two_choices"         ? BalancingPolicy::two_choices
                              : choice == "least_outstanding" ? BalancingPolicy::least_outstanding
                                                              : BalancingPolicy::round_robin;
  scenario.balancing.health_check = balancing["health_check"].health_check();
}

}  // namespace bicoastal
