#include "sim/scenario/resolve.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

void check_times(const View& document, const Scenario& scenario, Faults& faults) {
  if (!duration_known(document, faults)) return;
  if (scenario.warmup >= scenario.duration && !faults.any_under("/warmup"))
    faults.add("E307", document["warmup"].place(), "/warmup", "nothing is measured: the warm-up is as long as the run",
               "shorter than duration");
  if (scenario.window > scenario.duration && document["window"].given() && !faults.any_under("/window"))
    faults.add("E307", document["window"].place(), "/window", "a window is longer than the run");
  if (faults.any_under("/window") || scenario.window.ns == 0) return;
  const double windows = scenario.duration.in_seconds() / scenario.window.in_seconds() *
                         static_cast<double>(std::max<std::size_t>(1, scenario.regions.size()));
  if (windows > kMaxWindows)
    faults.add("E308", document["duration"].place(), "/duration", fmt::format("{:.3g} windows of time series", windows),
               "a longer window");
}

/// Shares of a mixture are written with a few digits: their sum is 1 but for rounding.
constexpr double kShareSlack = 1e-6;

/// "East US" gets "East US-a", "us-east-1" gets "us-east-1a".
std::string zone_name(const std::string& region, std::size_t index) {
  const bool digit = !region.empty() && region.back() >= '0' && region.back() <= '9';
  return fmt::format("{}{}{}", region, digit ? "" : "-", static_cast<char>('a' + index));
}

/// Replicas of zone `index` that run from the start.
std::size_t at_start(const View& region, std::size_t index) {
  const View standby = region["standby"];
  if (!standby.exists()) return region["replicas_per_zone"].count();
  const std::size_t zones = region["zones"].count(), all = standby["replicas"].count();
  return all / zones + (index < all % zones ? 1 : 0);
}

void add_region(const View& document, const View& view, Scenario& scenario) {
  const RegionId id(scenario.regions.size());
  Region region;
  region.name = view["name"].text();
  if (view["location"].exists()) region.location = view["location"].location();
  if (const View standby = view["standby"]; standby.exists())
    region.standby = Standby{standby["replicas"].count(), view["zones"].count() * view["replicas_per_zone"].count(),
                             standby["scale_up"].time()};
  const std::size_t places = places_in_a_zone(document, view);
  for (std::size_t z = 0; z < view["zones"].count(); ++z) {
    const ZoneId zone_id(scenario.zones.size());
    Zone zone{zone_name(region.name, z), id, {}};
    for (std::size_t r = 1; r <= places; ++r) {
      zone.replicas.push_back(ReplicaId(scenario.replicas.size()));
      scenario.replicas.push_back({fmt::format("{}/{}", zone.name, r), zone_id, r <= at_start(view, z)});
    }
    region.zones.push_back(zone_id);
    scenario.zones.push_back(std::move(zone));
  }
  scenario.regions.push_back(std::move(region));
}

}  // namespace

bool duration_known(const View& document, const Faults& faults) {
  return document["duration"].exists() && !faults.any_under("/duration");
}

void resolve_regions(const View& document, Scenario& scenario, Faults& faults) {
  const View regions = document["regions"];
  if (faults.spoilt(regions.pointer())) return;
  double replicas = 0;
  for (std::size_t i = 0; i < regions.size(); ++i)
    replicas += regions[i]["zones"].number() * static_cast<double>(places_in_a_zone(document, regions[i]));
  if (replicas > static_cast<double>(kMaxReplicas)) {
    faults.add("E308", regions.place(), regions.pointer(),
               fmt::format("{:.0f} replicas are more than {}", replicas, kMaxReplicas));
    return;
  }
  std::set<std::string> names;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const View name = regions[i]["name"];
    if (names.insert(name.text()).second)
      add_region(document, regions[i], scenario);
    else
      faults.add("E304", name.place(), name.pointer(), fmt::format("a second region {}", in_quotes(name.text())));
  }
}

Distribution resolve_distribution(const View& view, Faults& faults) {
  if (faults.any_under(view.pointer())) return {};
  const View range = view["uniform"], shape = view["lognormal"], parts = view["mixture"];
  if (range.exists() && range[0].time() > range[1].time())
    faults.add("E307", range.place(), range.pointer(), "the upper end is below the lower one");
  if (shape.exists() && shape["p99"].time() < shape["median"].time())
    faults.add("E307", shape["p99"].place(), shape["p99"].pointer(), "the 99th percentile is below the median");
  double shares = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    resolve_distribution(parts[i], faults);
    shares += parts[i]["share"].quantity(Dimension::share);
  }
  if (parts.exists() && std::abs(shares - 1) > kShareSlack)
    faults.add("E307", parts.place(), parts.pointer(), fmt::format("the shares sum to {:.9g}, not 1", shares));
  return view.distribution();
}

Scenario resolve(const View& document, const LoadOptions& options, Faults& faults) {
  Scenario s;
  s.name = document["name"].text();
  s.description = document["description"].text();
  s.seed = document["seed"].seed();
  s.duration = duration_known(document, faults) ? document["duration"].time() : Time::max();
  s.warmup = document["warmup"].time();
  s.settle = document["settle"].time();
  s.window = document["window"].time();
  s.slo = document["slo"].quantity(Dimension::share);
  resolve_service(document, s, faults);
  resolve_regions(document, s, faults);
  const PlaceNames directory(s, faults);
  check_times(document, s, faults);
  resolve_network_and_clients(document, directory, s, faults);
  resolve_routing(document, directory, s, faults);
  resolve_balancing(document, directory, s, faults);
  resolve_data(document, directory, s, faults);
  resolve_conflicts(document, directory, options, s, faults);
  resolve_fleet(document, s, faults);  // crashes ask what starts processes again
  resolve_actions(document, directory, s, faults);
  resolve_fleet(document, s, faults);
  resolve_faults(document, directory, s, faults);
  resolve_failures(document, directory, s, faults);
  resolve_deploys(document, directory, s, faults);
  resolve_drill(document, s, faults);
  resolve_cost(document, directory, s, faults);
  resolve_expectations(document, directory, s, faults);
  refuse_inert_fields(document, faults);
  return s;
}

}  // namespace bicoastal
