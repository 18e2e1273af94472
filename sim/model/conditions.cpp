#include "sim/model/conditions.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

void add_once(std::vector<FaultId>& faults, FaultId fault) {
  if (std::find(faults.begin(), faults.end(), fault) == faults.end()) faults.push_back(fault);
}

}  // namespace

Conditions::Conditions(const Scenario& scenario, const std::vector<Route>& routes)
    : scenario_(scenario), routes_(routes), pairs_(scenario.regions.size() * scenario.regions.size()) {
  recompute();
}

void Conditions::set(FaultId fault, bool active) {
  if (active) {
    active_.push_back(fault);
  } else {
    active_.erase(std::find(active_.begin(), active_.end(), fault));
  }
  recompute();
}

// From scratch at every change: faults are rare, and nothing can be left over.
void Conditions::recompute() {
  const Scenario& s = scenario_;
  const auto& links = s.network.links;
  region_down_.assign(s.regions.size(), 0);
  zone_down_.assign(s.zones.size(), 0);
  replica_down_.assign(s.replicas.size(), 0);
  link_down_.assign(links.size(), 0);
  slowness_.assign(s.replicas.size(), 1.0);
  on_replica_.assign(s.replicas.size(), {});
  on_region_.assign(s.regions.size(), {});
  bandwidth_.clear();
  for (const Link& link : links) bandwidth_.push_back(link.bandwidth);
  std::vector<Time> extra(links.size());
  std::vector<double> kept(links.size(), 1.0);  // share of messages that pass
  std::vector<std::vector<FaultId>> on_link(links.size());

  const auto in_zone = [&](ZoneId zone, FaultId fault) {
    for (const ReplicaId r : s.zones[zone.index()].replicas) add_once(on_replica_[r.index()], fault);
  };
  const auto cut = [&](const std::vector<LinkId>& ids, FaultId fault) {
    for (const LinkId l : ids) {
      ++link_down_[l.index()];
      add_once(on_link[l.index()], fault);
    }
  };
  for (const FaultId fault : active_) {
    std::visit(
        Overloaded{[&](const ReplicaDown& f) {
                     ++replica_down_[f.replica.index()];
                     add_once(on_replica_[f.replica.index()], fault);
                   },
                   [&](const ZoneDown& f) {
                     ++zone_down_[f.zone.index()];
                     in_zone(f.zone, fault);
                   },
                   [&](const RegionDown& f) {
                     ++region_down_[f.region.index()];
                     add_once(on_region_[f.region.index()], fault);
                     for (const ZoneId zone : s.regions[f.region.index()].zones) in_zone(zone, fault);
                   },
                   [&](const LinkDown& f) { cut(f.links, fault); }, [&](const Partition& f) { cut(f.links, fault); },
                   [&](const LinkDelay& f) {
                     for (const LinkId l : f.links) {
                       extra[l.index()] += f.extra;
                       add_once(on_link[l.index()], fault);
                     }
                   },
                   [&](const LinkLoss& f) {
                     for (const LinkId l : f.links) {
                       kept[l.index()] *= 1 - f.share;
                       add_once(on_link[l.index()], fault);
                     }
                   },
                   [&](const LinkBandwidth& f) {
                     for (const LinkId l : f.links) {
                       bandwidth_[l.index()] = std::min(bandwidth_[l.index()], f.limit);
                       add_once(on_link[l.index()], fault);
                     }
                   },
                   [&](const Slow& f) {
                     for (const ReplicaId r : f.replicas) {
                       slowness_[r.index()] *= f.factor;
                       add_once(on_replica_[r.index()], fault);
                     }
                   },
                   [](const auto&) {}},
        s.faults[fault.index()].what);
  }

  // A region whose zones are all down is down, through the faults of its zones.
  for (std::size_t r = 0; r < s.regions.size(); ++r) {
    const auto& zones = s.regions[r].zones;
    if (!zones.empty() && std::all_of(zones.begin(), zones.end(), [&](ZoneId z) { return !zone_up(z); })) {
      ++region_down_[r];
      for (const FaultId fault : active_)
        if (const auto* down = std::get_if<ZoneDown>(&s.faults[fault.index()].what))
          if (s.zones[down->zone.index()].region.index() == r) add_once(on_region_[r], fault);
    }
  }

  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    const RegionId from(p / s.regions.size()), to(p % s.regions.size());
    PairCondition& pair = pairs_[p];
    pair = {};
    pair.bandwidth = std::numeric_limits<double>::infinity();
    pair.up = region_up(from) && region_up(to) && (from == to || !routes_[p].links.empty());
    for (const RegionId end : {from, to})
      for (const FaultId fault : on_region_[end.index()]) add_once(pair.faults, fault);
    double passes = 1;
    for (const LinkId l : routes_[p].links) {
      pair.up = pair.up && link_up(l);
      pair.extra += extra[l.index()];
      passes *= kept[l.index()];
      pair.bandwidth = std::min(pair.bandwidth, bandwidth_[l.index()]);
      for (const FaultId fault : on_link[l.index()]) add_once(pair.faults, fault);
    }
    pair.loss = 1 - passes;
  }
}

}  // namespace bicoastal
