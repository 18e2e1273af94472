#include "sim/model/conditions.hpp"

#include "sim/base/overloaded.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

void add_once(std::vector<FaultId>& faults, FaultId fault) {
  if (std::find(faults.begin(), faults.end(), fault) == faults.end()) faults.push_back(fault);
}

}  // namespace

/// What faults do to single links.
struct Conditions::Links {
  explicit Links(std::size_t count) : extra(count), kept(count, 1.0), faults(count) {}
  std::vector<Time> extra;
  std::vector<double> kept;  // share of messages that pass
  std::vector<std::vector<FaultId>> faults;
};

Conditions::Conditions(const Scenario& scenario, const std::vector<Route>& routes)
    : scenario_(scenario),
      routes_(routes),
      machine_(scenario.replicas.size(), true),
      process_(scenario.replicas.size(), true),
      releases_(scenario.replicas.size()) {
  recompute();
}

void Conditions::set(FaultId fault, bool active) {
  if (active) {
    active_.push_back(fault);
  } else {
    active_.erase(std::find(active_.begin(), active_.end(), fault));
    std::erase_if(cured_, [&](const auto& cured) { return cured.first == fault; });
  }
  recompute();
}

template <class Kind>
void Conditions::cure(ReplicaId replica) {
  const std::size_t before = cured_.size();
  for (const FaultId fault : active_)
    if (const auto* kind = std::get_if<Kind>(&scenario_.faults[fault.index()].what))
      if (std::find(kind->replicas.begin(), kind->replicas.end(), replica) != kind->replicas.end())
        cured_.emplace_back(fault, replica);
  if (cured_.size() != before) recompute();
}
template void Conditions::cure<Hang>(ReplicaId);
template void Conditions::cure<Crash>(ReplicaId);

void Conditions::run(ReplicaId replica, bool machine, bool process) {
  const std::size_t i = replica.index();
  unusual_ -= machine_[i] && process_[i] && releases_[i].harmless() ? 0 : 1;
  machine_[i] = machine;
  process_[i] = process;
  unusual_ += machine && process && releases_[i].harmless() ? 0 : 1;
  replicas_[i].machine = machine;
  replicas_[i].up = process && !held_down_[i];
}

void Conditions::release(ReplicaId replica, const Release& release) {
  const std::size_t i = replica.index();
  unusual_ -= machine_[i] && process_[i] && releases_[i].harmless() ? 0 : 1;
  releases_[i] = release;
  unusual_ += machine_[i] && process_[i] && release.harmless() ? 0 : 1;
  recompute();
}

/// What faults do to a replica, and what the fleet and its version do.
void Conditions::join(std::size_t replica) {
  ReplicaCondition& r = replicas_[replica];
  held_down_[replica] = !r.up;
  r.machine = machine_[replica];
  r.up = r.up && process_[replica];
  const Release& release = releases_[replica];
  r.errors = 1 - (1 - r.errors) * (1 - release.errors);
  r.slow *= release.slow;
  for (const FaultId fault : {release.fault, release.lent_to})
    if (fault.has_value()) add_once(r.faults, fault);
}

void Conditions::cut_witnesses(const Partition& partition) {
  const std::size_t n = scenario_.regions.size();
  for (std::size_t g = 0; g < partition.witnesses.size(); ++g)
    for (const std::uint16_t witness : partition.witnesses[g])
      for (std::size_t other = 0; other < partition.groups.size(); ++other)
        for (const RegionId region : partition.groups[other]) {
          if (other == g) continue;
          witness_cut_.resize(scenario_.data.failover.witnesses.size() * n);
          witness_cut_[witness * n + region.index()] = true;
        }
}

// From scratch at every change: faults are rare, and nothing can be left over.
void Conditions::recompute() {
  const Scenario& s = scenario_;
  regions_.assign(s.regions.size(), {});
  replicas_.assign(s.replicas.size(), {});
  zone_down_.assign(s.zones.size(), 0);
  link_down_.assign(s.network.links.size(), 0);
  bandwidth_.clear();
  witness_cut_.clear();
  for (const Link& link : s.network.links) bandwidth_.push_back(link.bandwidth);
  access_.assign(s.clients.size() * s.regions.size(), {});
  dependencies_.assign(s.service.dependencies.size() * s.regions.size(), {});
  name_service_faults_.clear();
  Links links(s.network.links.size());
  for (const FaultId fault : active_) act(fault, links);
  held_down_.resize(replicas_.size());
  for (std::size_t i = 0; i < replicas_.size(); ++i) join(i);

  // A region whose zones are all down is down, through the faults of its zones.
  for (std::size_t r = 0; r < s.regions.size(); ++r) {
    const auto& zones = s.regions[r].zones;
    if (!zones.empty() && std::all_of(zones.begin(), zones.end(), [&](ZoneId z) { return !zone_up(z); })) {
      regions_[r].up = false;
      for (const FaultId fault : active_)
        if (const auto* down = std::get_if<ZoneDown>(&s.faults[fault.index()].what))
          if (s.zones[down->zone.index()].region.index() == r) add_once(regions_[r].faults, fault);
    }
  }
  for (RegionCondition& region : regions_) {
    region.balancer_up = region.balancer_up && region.up;
    region.store_up = region.store_up && region.up;
    for (const FaultId fault : region.faults) {
      add_once(region.balancer_faults, fault);
      add_once(region.store_faults, fault);
    }
  }
  join_pairs(links);
}

void Conditions::act(FaultId fault, Links& links) {
  const Scenario& s = scenario_;
  const auto on_replicas = [&](const std::vector<ReplicaId>& ids, auto&& change) {
    for (const ReplicaId r : ids) {
      change(replicas_[r.index()]);
      add_once(replicas_[r.index()].faults, fault);
    }
  };
  const auto nothing = [](ReplicaCondition&) {};
  const auto on_uncured = [&](const std::vector<ReplicaId>& ids, auto&& change) {
    for (const ReplicaId r : ids)
      if (std::find(cured_.begin(), cured_.end(), std::pair(fault, r)) == cured_.end()) on_replicas({r}, change);
  };
  const auto in_zone = [&](ZoneId zone) { on_replicas(s.zones[zone.index()].replicas, nothing); };
  const auto on_links = [&](const std::vector<LinkId>& ids, auto&& change) {
    for (const LinkId l : ids) {
      change(l.index());
      add_once(links.faults[l.index()], fault);
    }
  };
  const auto cut = [&](const std::vector<LinkId>& ids) { on_links(ids, [&](std::size_t l) { ++link_down_[l]; }); };
  const auto on_access = [&](const auto& f, auto&& change) {
    for (const PopulationId p : f.populations)
      for (const RegionId r : f.regions) {
        AccessCondition& access = access_[p.index() * s.regions.size() + r.index()];
        change(access);
        access.faults.push_back(fault);
      }
  };
  std::visit(
      Overloaded{[&](const ReplicaDown& f) { on_replicas({f.replica}, [](ReplicaCondition& r) { r.up = false; }); },
                 [&](const Crash& f) { on_uncured(f.replicas, nothing); },  // the fleet has ended them
                 [&](const Hang& f) { on_uncured(f.replicas, [](ReplicaCondition& c) { c.hung = true; }); },
                 [&](const Errors& f) {
                   on_replicas(f.replicas, [&](ReplicaCondition& r) { r.errors = 1 - (1 - r.errors) * (1 - f.share); });
                 },
                 [&](const Slow& f) { on_replicas(f.replicas, [&](ReplicaCondition& r) { r.slow *= f.factor; }); },
                 [&](const ZoneDown& f) {
                   ++zone_down_[f.zone.index()];
                   in_zone(f.zone);
                 },
                 [&](const RegionDown& f) {
                   regions_[f.region.index()].up = false;
                   add_once(regions_[f.region.index()].faults, fault);
                   for (const ZoneId zone : s.regions[f.region.index()].zones) in_zone(zone);
                 },
                 [&](const StoreDown& f) {
                   regions_[f.region.index()].store_up = false;
                   regions_[f.region.index()].store_faults.push_back(fault);
                 },
                 [&](const StoreLost& f) {
                   regions_[f.region.index()].store_up = false;
                   regions_[f.region.index()].store_faults.push_back(fault);
                 },
                 [](const NodeLost&) {},  // the shards know
                 [&](const StoreSlow& f) {
                   regions_[f.region.index()].store_extra += f.add;
                   regions_[f.region.index()].store_faults.push_back(fault);
                 },
                 [&](const BalancerDown& f) {
                   regions_[f.region.index()].balancer_up = false;
                   regions_[f.region.index()].balancer_faults.push_back(fault);
                 },
                 [&](const LinkDown& f) { cut(f.links); },
                 [&](const Partition& f) {
                   cut(f.links);
                   cut_witnesses(f);
                 },
                 [&](const LinkDelay& f) { on_links(f.links, [&](std::size_t l) { links.extra[l] += f.extra; }); },
                 [&](const LinkLoss& f) { on_links(f.links, [&](std::size_t l) { links.kept[l] *= 1 - f.share; }); },
                 [&](const LinkBandwidth& f) {
                   on_links(f.links, [&](std::size_t l) { bandwidth_[l] = std::min(bandwidth_[l], f.limit); });
                 },
                 [&](const NameServiceDown&) { name_service_faults_.push_back(fault); },
                 [&](const AccessDown& f) { on_access(f, [](AccessCondition& a) { a.up = false; }); },
                 [&](const AccessDelay& f) { on_access(f, [&](AccessCondition& a) { a.extra += f.extra; }); },
                 [&](const CheckLies& f) {
                   for (const RegionId r : f.regions)
                     regions_[r.index()].lie[static_cast<std::size_t>(f.watcher)] = f.says_up;
                 },
                 [&](const ClockJump& f) { regions_[f.region.index()].clock_faults.push_back(fault); },
                 [&](const ClockDrift& f) { regions_[f.region.index()].clock_faults.push_back(fault); },
                 [&](const DependencyFault& f) {
                   for (const RegionId r : f.regions) {
                     DependencyCondition& d = dependencies_[f.dependency.index() * s.regions.size() + r.index()];
                     d.up = d.up && !f.down;
                     d.slow *= f.slow;
                     d.errors = 1 - (1 - d.errors) * (1 - f.errors);
                     d.faults.push_back(fault);
                   }
                 },
                 [](const Deployed&) {},     // releases_ says what it does, replica by replica
                 [&](const CacheLost&) {}},  // the cache knows what it lost
      s.faults[fault.index()].what);
}

void Conditions::join_pairs(const Links& links) {
  const std::size_t n = regions_.size();
  pairs_.assign(n * n, {});
  stores_.assign(n * n, {});
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    const RegionCondition &from = regions_[p / n], &to = regions_[p % n];
    PairCondition& pair = pairs_[p];
    pair.bandwidth = std::numeric_limits<double>::infinity();
    pair.up = from.up && to.up && (&from == &to || !routes_[p].links.empty());
    for (const RegionCondition* end : {&from, &to})
      for (const FaultId fault : end->faults) add_once(pair.faults, fault);
    double passes = 1;
    for (const LinkId l : routes_[p].links) {
      pair.up = pair.up && link_up(l);
      pair.extra += links.extra[l.index()];
      passes *= links.kept[l.index()];
      pair.bandwidth = std::min(pair.bandwidth, bandwidth_[l.index()]);
      for (const FaultId fault : links.faults[l.index()]) add_once(pair.faults, fault);
    }
    pair.loss = 1 - passes;
    PairCondition& stores = stores_[p];
    stores = pair;
    stores.up = pair.up && from.store_up && to.store_up;
    for (const RegionCondition* end : {&from, &to})
      for (const FaultId fault : end->store_faults) add_once(stores.faults, fault);
  }
}

}  // namespace bicoastal
