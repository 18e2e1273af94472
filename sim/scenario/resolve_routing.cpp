#include "sim/scenario/delays.hpp"
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

HealthCheck resolve_health_check(const View& view, Faults& faults) {
  HealthCheck check;
  check.interval = view["interval"].time();
  check.timeout = view["timeout"].time();
  check.fall = view["fall"].count();
  check.rise = view["rise"].count();
  check.checkers = view["checkers"].count();
  check.agree = view["agree"].quantity(Dimension::share);
  check.deep = view["deep"].truth();
  if (check.timeout <= check.interval || faults.any_under(view.pointer())) return check;
  if (view["timeout"].given())
    faults.add("E307", view["timeout"].place(), view["timeout"].pointer(),
               "a check is given up after the next one has begun", "a timeout of at most the interval");
  check.timeout = check.interval;
  return check;
}

namespace {

/// Every region has a place on the globe.
void check_locations(const View& regions, const Scenario& scenario, Faults& faults) {
  for (std::size_t r = 0; r < scenario.regions.size(); ++r)
    if (!location_of({scenario.regions[r].name, scenario.regions[r].location}))
      faults.add("E318", regions[r].place(), regions[r].pointer(),
                 fmt::format("where {} is on the globe is not known", in_quotes(scenario.regions[r].name)),
                 "a location, since routing.policy is geographic");
}

}  // namespace

void resolve_routing(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View routing = document["routing"];
  const std::string policy = routing["policy"].text();
  Routing& out = scenario.routing;
  out.policy = policy == "weighted"     ? RoutingPolicy::weighted
               : policy == "failover"   ? RoutingPolicy::failover
               : policy == "geographic" ? RoutingPolicy::geographic
                                        : RoutingPolicy::latency;
  out.dns_ttl = routing["dns_ttl"].time();
  out.overstay = routing["overstay"].quantity(Dimension::share);
  out.overstay_for = routing["overstay_for"].time();
  out.publish = routing["publish"].time();
  out.stay = routing["stay"].truth();
  out.health_check = resolve_health_check(routing["health_check"], faults);
  if (out.policy == RoutingPolicy::geographic && directory.usable())
    check_locations(document["regions"], scenario, faults);
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
}

}  // namespace bicoastal
