#include "sim/analysis/fault_places.hpp"

#include <algorithm>

namespace bicoastal {

RegionId region_lost_by(const Fault& fault) {
  const auto* down = std::get_if<RegionDown>(&fault.what);
  return down != nullptr ? down->region : RegionId();
}

RegionId region_struck_by(const Scenario& s, const Fault& fault) {
  const auto of = [&](ReplicaId r) { return s.zones[s.replicas[r.index()].zone.index()].region; };
  if (const auto* region = std::get_if<RegionDown>(&fault.what)) return region->region;
  if (const auto* zone = std::get_if<ZoneDown>(&fault.what)) return s.zones[zone->zone.index()].region;
  if (const auto* replica = std::get_if<ReplicaDown>(&fault.what)) return of(replica->replica);
  if (const auto* slow = std::get_if<Slow>(&fault.what); slow != nullptr && !slow->replicas.empty())
    return of(slow->replicas.front());
  return {};
}

bool strikes(const Scenario& s, const Fault& fault, ReplicaId replica) {
  const ZoneId zone = s.replicas[replica.index()].zone;
  if (const auto* region = std::get_if<RegionDown>(&fault.what)) return s.zones[zone.index()].region == region->region;
  if (const auto* down = std::get_if<ZoneDown>(&fault.what)) return down->zone == zone;
  if (const auto* down = std::get_if<ReplicaDown>(&fault.what)) return down->replica == replica;
  const auto* slow = std::get_if<Slow>(&fault.what);
  return slow != nullptr && std::find(slow->replicas.begin(), slow->replicas.end(), replica) != slow->replicas.end();
}

bool cuts(const Scenario& s, const Fault& fault, RegionId a, RegionId b) {
  if (const auto* down = std::get_if<RegionDown>(&fault.what)) return down->region == a || down->region == b;
  const auto* link = std::get_if<LinkDown>(&fault.what);
  const auto* partition = std::get_if<Partition>(&fault.what);
  if (link == nullptr && partition == nullptr) return false;
  const std::vector<LinkId>& links = link != nullptr ? link->links : partition->links;
  return std::any_of(links.begin(), links.end(), [&](LinkId id) {
    const Link& l = s.network.links[id.index()];
    return l.from == a && l.to == b;
  });
}

}  // namespace bicoastal
