#include "sim/analysis/fault_places.hpp"

#include "sim/base/overloaded.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

/// Replicas that the fault names one by one; null where it names none.
const std::vector<ReplicaId>* replicas_of(const Fault& fault) {
  using List = const std::vector<ReplicaId>*;
  return std::visit(
      Overloaded{[](const Slow& f) -> List { return &f.replicas; }, [](const Crash& f) -> List { return &f.replicas; },
                 [](const Hang& f) -> List { return &f.replicas; }, [](const Errors& f) -> List { return &f.replicas; },
                 [](const auto&) -> List { return nullptr; }},
      fault.what);
}

/// The region whose entry, store or clock the fault names; none where it names none.
RegionId region_named_by(const Fault& fault) {
  return std::visit(
      Overloaded{[](const RegionDown& f) { return f.region; }, [](const StoreDown& f) { return f.region; },
                 [](const StoreLost& f) { return f.region; }, [](const NodeLost& f) { return f.region; },
                 [](const StoreSlow& f) { return f.region; }, [](const BalancerDown& f) { return f.region; },
                 [](const ClockJump& f) { return f.region; }, [](const ClockDrift& f) { return f.region; },
                 [](const auto&) { return RegionId(); }},
      fault.what);
}

bool is_on(const Scenario& s, const std::vector<LinkId>& links, RegionId a, RegionId b) {
  return std::any_of(links.begin(), links.end(), [&](LinkId id) {
    const Link& l = s.network.links[id.index()];
    return l.from == a && l.to == b;
  });
}

}  // namespace

RegionId region_lost_by(const Fault& fault) {
  return std::visit(Overloaded{[](const RegionDown& f) { return f.region; },
                               [](const BalancerDown& f) { return f.region; }, [](const auto&) { return RegionId(); }},
                    fault.what);
}

RegionId region_struck_by(const Scenario& s, const Fault& fault) {
  const auto of = [&](ReplicaId r) { return s.zones[s.replicas[r.index()].zone.index()].region; };
  if (const RegionId region = region_named_by(fault); region.has_value()) return region;
  if (const auto* zone = std::get_if<ZoneDown>(&fault.what)) return s.zones[zone->zone.index()].region;
  if (const auto* replica = std::get_if<ReplicaDown>(&fault.what)) return of(replica->replica);
  const std::vector<ReplicaId>* replicas = replicas_of(fault);
  return replicas != nullptr && !replicas->empty() ? of(replicas->front()) : RegionId();
}

bool strikes(const Scenario& s, const Fault& fault, ReplicaId replica) {
  const ZoneId zone = s.replicas[replica.index()].zone;
  if (const auto* region = std::get_if<RegionDown>(&fault.what)) return s.zones[zone.index()].region == region->region;
  if (const auto* down = std::get_if<ZoneDown>(&fault.what)) return down->zone == zone;
  if (const auto* down = std::get_if<ReplicaDown>(&fault.what)) return down->replica == replica;
  const std::vector<ReplicaId>* replicas = replicas_of(fault);
  return replicas != nullptr && std::find(replicas->begin(), replicas->end(), replica) != replicas->end();
}

bool cuts(const Scenario& s, const Fault& fault, RegionId a, RegionId b) {
  return std::visit(
      Overloaded{[&](const RegionDown& f) { return f.region == a || f.region == b; },
                 [&](const StoreDown& f) { return f.region == a || f.region == b; },
                 [&](const StoreLost& f) { return f.region == a || f.region == b; },
                 [&](const LinkDown& f) { return is_on(s, f.links, a, b); },
                 [&](const Partition& f) { return is_on(s, f.links, a, b); }, [](const auto&) { return false; }},
      fault.what);
}

bool strains(const Scenario& s, const Fault& fault, RegionId a, RegionId b) {
  return std::visit(
      Overloaded{[&](const LinkDelay& f) { return is_on(s, f.links, a, b); },
                 [&](const LinkLoss& f) { return is_on(s, f.links, a, b); },
                 [&](const LinkBandwidth& f) { return is_on(s, f.links, a, b); }, [](const auto&) { return false; }},
      fault.what);
}

}  // namespace bicoastal
