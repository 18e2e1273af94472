#include "sim/scenario/fault_targets.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

using What = decltype(Fault::what);

std::vector<FaultTarget> replicas_in(const std::vector<RegionId>& regions, const Scenario& s, const std::string& kind) {
  std::vector<FaultTarget> out;
  for (const RegionId region : regions)
    for (const ZoneId zone : s.regions[region.index()].zones)
      for (const ReplicaId r : s.zones[zone.index()].replicas) {
        const Replica& replica = s.replicas[r.index()];
        if (!replica.at_start) continue;
        const What what = kind == "crash" ? What(Crash{{r}}) : kind == "hang" ? What(Hang{{r}}) : What(ReplicaDown{r});
        out.push_back({replica.name, what, region, zone});
      }
  return out;
}

std::vector<FaultTarget> links_in(const std::vector<RegionId>& regions, const Scenario& s) {
  std::vector<FaultTarget> out;
  const auto meant = [&](RegionId r) { return std::ranges::find(regions, r) != regions.end(); };
  for (std::size_t l = 0; l < s.network.links.size(); l += 2) {
    const Link& link = s.network.links[l];
    if (!meant(link.from) || !meant(link.to)) continue;
    const std::string name = fmt::format("{}<->{}", s.regions[link.from.index()].name, s.regions[link.to.index()].name);
    out.push_back({name, LinkDown{{LinkId(l), LinkId(l + 1)}}, RegionId(), ZoneId()});
  }
  return out;
}

}  // namespace

std::vector<FaultTarget> fault_targets(const View& kind, const View& in, const PlaceNames& directory, const Scenario& s,
                                       Faults& faults) {
  std::vector<RegionId> regions = resolve_order(in, directory, faults);
  if (!in.exists()) complete_order(regions, s);
  std::ranges::sort(regions);
  const std::string name = kind.text();
  std::vector<FaultTarget> out;
  if (name == "replica_down" || name == "crash" || name == "hang") {
    out = replicas_in(regions, s, name);
  } else if (name == "link_down") {
    out = links_in(regions, s);
    if (out.empty() && !faults.any_under(in.pointer()) && !faults.any_under("/network"))
      faults.add("E303", kind.place(), kind.pointer(), "no link between these regions");
  } else if (name == "name_service_down") {
    if (in.exists())
      faults.add("E401", in.place(), in.pointer(), "has no effect: there is one name service for all regions");
    out.push_back({"name service", NameServiceDown{}, RegionId(), ZoneId()});
  } else {
    for (const RegionId r : regions) {
      const std::string& region = s.regions[r.index()].name;
      if (name == "zone_down") {
        for (const ZoneId z : s.regions[r.index()].zones) out.push_back({s.zones[z.index()].name, ZoneDown{z}, r, z});
      } else if (name == "region_down") {
        out.push_back({region, RegionDown{r}, r, ZoneId()});
      } else if (name == "store_down") {
        out.push_back({region, StoreDown{r}, r, ZoneId()});
      } else if (name == "balancer_down") {
        out.push_back({region, BalancerDown{r}, r, ZoneId()});
      }
    }
  }
  return out;
}

}  // namespace bicoastal
