#include "sim/scenario/nearest.hpp"
#include "sim/scenario/resolve.hpp"

#include "sim/base/random.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

WritePattern pattern_named(const std::string& name) {
  if (name == "global") return WritePattern::global;
  return name == "partitioned" ? WritePattern::partitioned : WritePattern::local;
}

Failover read_failover(const View& view) {
  Failover failover;
  failover.enabled = view["enabled"].truth();
  failover.detect = view["detect"].health_check();
  failover.decide = view["decide"].time();
  failover.promote = view["promote"].time();
  failover.redirect_ttl = view["redirect_ttl"].time();
  failover.fencing = view["fencing"].truth();
  failover.failback = view["failback"].truth();
  failover.failback_after = view["failback_after"].time();
  return failover;
}

/// Each region draws from a stream of its own name, so that a further region leaves every other clock as it is.
void set_clocks(const View& view, const PlaceNames& directory, Scenario& scenario) {
  ConflictRule& rule = scenario.data.conflicts;
  const double skew = static_cast<double>(view["skew"].time().ns);
  const double drift = view["drift"].quantity(Dimension::drift);
  for (const Region& region : scenario.regions) {
    const auto bits = RandomStream(scenario.seed, "clock/" + region.name).block(0);
    rule.clock_offset.push_back(Time::seconds((2 * to_unit(bits[0]) - 1) * skew * 1e-9));
    rule.clock_drift.push_back((2 * to_unit(bits[1]) - 1) * drift);
  }
  const View offsets = view["offsets"], drifts = view["drifts"];
  for (std::size_t i = 0; offsets.is_object() && i < offsets.size(); ++i) {
    const View offset = offsets[offsets.node()->keys[i]];
    if (const auto region = directory.find_region(offsets.node()->keys[i]))
      rule.clock_offset[region->index()] = offset.time();
  }
  for (std::size_t i = 0; drifts.is_object() && i < drifts.size(); ++i) {
    const View drift_of = drifts[drifts.node()->keys[i]];
    if (const auto region = directory.find_region(drifts.node()->keys[i]))
      rule.clock_drift[region->index()] = drift_of.quantity(Dimension::drift);
  }
}

/// Keys of an object that name regions.
void check_region_keys(const View& view, const PlaceNames& directory, Faults& faults) {
  if (!view.is_object() || !directory.usable()) return;
  for (const std::string& key : view.node()->keys) {
    if (directory.find_region(key)) continue;
    const View value = view[key];
    faults.add("E301", value.place(), value.pointer(), fmt::format("no region {}", in_quotes(key)),
               suggest_name(key, directory.region_names()));
  }
}

void add_stores(const View& data, const View& keys, Scenario& scenario, Faults& faults) {
  const std::size_t copies = data["copies"]["per_region"].count();
  const std::size_t stores = scenario.regions.size() * (1 + copies);
  const bool too_many = stores > kMaxStores;
  if (too_many && !faults.any_under("/regions")) {
    const View blamed = copies > 0 ? data["copies"]["per_region"] : data;
    faults.add("E308", blamed.place(), copies > 0 ? blamed.pointer() : "/regions",
               fmt::format("{} stores are more than {}", stores, kMaxStores));
  }
  const double values = static_cast<double>(scenario.keys.count) * static_cast<double>(stores);
  if (values > kMaxStoredValues && !too_many && !faults.any_under("/keys"))
    faults.add(
        "E308", keys["count"].place(), keys["count"].pointer(),
        fmt::format("{} keys in {} stores are more than {:.0f} values", scenario.keys.count, stores, kMaxStoredValues));
  if (too_many) return;
  for (std::size_t r = 0; r < scenario.regions.size(); ++r) {
    const Region& region = scenario.regions[r];
    scenario.stores.push_back({region.name + "/leader", RegionId(r), region.zones.front(), true});
  }
  for (std::size_t r = 0; r < scenario.regions.size(); ++r) {
    const Region& region = scenario.regions[r];
    for (std::size_t c = 1; c <= copies; ++c)
      scenario.stores.push_back(
          {fmt::format("{}/copy-{}", region.name, c), RegionId(r), region.zones[c % region.zones.size()], false});
  }
}

}  // namespace

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
  std::set<RegionId> listed;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto region = directory.region(order[i]);
    if (!region) continue;
    if (!listed.insert(*region).second)
      faults.add("E304", order[i].place(), order[i].pointer(),
                 fmt::format("{} stands twice", in_quotes(order[i].text())));
    out.order.push_back(*region);
  }
  // Regions that are not listed come last, in their own order: a failover order that ends leaves no place to go.
  if (out.policy == RoutingPolicy::failover)
    for (std::size_t r = 0; r < scenario.regions.size(); ++r)
      if (!listed.contains(RegionId(r))) out.order.push_back(RegionId(r));
  const std::string choice = balancing["policy"].text();
  scenario.balancing.policy = choice == "two_choices"         ? BalancingPolicy::two_choices
                              : choice == "least_outstanding" ? BalancingPolicy::least_outstanding
                                                              : BalancingPolicy::round_robin;
  scenario.balancing.health_check = balancing["health_check"].health_check();
}

void resolve_data(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View keys = document["keys"], data = document["data"], replication = data["replication"];
  scenario.keys.count = keys["count"].count();
  scenario.keys.zipf = keys["popularity"]["zipf"].number();
  scenario.keys.value_bytes = keys["value"].quantity(Dimension::size);
  Data& out = scenario.data;
  out.writes = pattern_named(data["writes"].text());
  const auto primary = directory.region(data["primary"]);
  if (out.writes == WritePattern::global && directory.usable())
    out.primary = primary.value_or(RegionId(std::size_t{0}));
  out.flush = replication["flush"].time();
  out.record_overhead = replication["record_overhead"].quantity(Dimension::size);
  out.max_batch_bytes = replication["max_batch"].quantity(Dimension::size);
  if (const double record = scenario.keys.value_bytes + out.record_overhead;
      record > out.max_batch_bytes && !faults.any_under("/data") && !faults.any_under("/keys"))
    faults.add("E307", replication["max_batch"].given() ? replication["max_batch"].place() : keys["value"].place(),
               replication["max_batch"].pointer(), fmt::format("no write of {:.0f} bytes fits into a batch", record));
  out.copy_lag = resolve_distribution(data["copies"]["lag"], faults);
  out.read_from = data["copies"]["read_from"].text() == "any" ? ReadFrom::any : ReadFrom::leader;
  out.failover = read_failover(data["failover"]);
  out.conflicts.policy = data["conflicts"]["policy"].text();
  check_region_keys(data["conflicts"]["offsets"], directory, faults);
  check_region_keys(data["conflicts"]["drifts"], directory, faults);
  if (!directory.usable()) return;
  set_clocks(data["conflicts"], directory, scenario);
  add_stores(data, keys, scenario, faults);
}

}  // namespace bicoastal
