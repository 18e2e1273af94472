#include "sim/topology/reach.hpp"

#include "sim/base/check.hpp"
#include "sim/base/overloaded.hpp"
#include "sim/base/preference.hpp"
#include "sim/topology/demand.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace bicoastal {

Losses::Losses(const Scenario& s)
    : regions(s.regions.size()),
      zones(s.zones.size()),
      replicas(s.replicas.size()),
      links(s.network.links.size()),
      mute(s.network.links.size()),
      stores(s.regions.size()),
      balancers(s.regions.size()),
      access(s.clients.size() * s.regions.size()) {
  for (std::size_t i = 0; i < replicas.size(); ++i) replicas[i] = is_mere_room(s, ReplicaId(i));
}

void Losses::add(const Part& part) {
  switch (part.kind) {
    case Part::Kind::region: regions[part.index] = true; break;
    case Part::Kind::zone: zones[part.index] = true; break;
    case Part::Kind::replica: replicas[part.index] = true; break;
    case Part::Kind::link: links[2 * part.index] = links[2 * part.index + 1] = true; break;
    default: BC_CHECK(!"a part that can be lost");
  }
}

void Losses::add(const Fault& fault) {
  const auto mark = [](std::vector<bool>& lost, const std::vector<LinkId>& ids) {
    for (const LinkId link : ids) lost[link.index()] = true;
  };
  std::visit(
      Overloaded{[&](const ReplicaDown& f) { replicas[f.replica.index()] = true; },
                 [&](const ZoneDown& f) { zones[f.zone.index()] = true; },
                 [&](const RegionDown& f) { regions[f.region.index()] = true; },
                 [&](const LinkDown& f) { mark(links, f.links); }, [&](const Partition& f) { mark(links, f.links); },
                 [&](const LinkLoss& f) {
                   if (f.share >= 1) mark(mute, f.links);
                 },
                 [&](const Hang& f) {
                   for (const ReplicaId r : f.replicas) replicas[r.index()] = true;
                 },
                 [&](const StoreDown& f) { stores[f.region.index()] = true; },
                 [&](const StoreLost& f) { stores[f.region.index()] = true; },
                 [&](const BalancerDown& f) { balancers[f.region.index()] = true; },
                 [&](const NameServiceDown&) { name_service = true; },
                 [&](const AccessDown& f) {
                   for (const PopulationId p : f.populations)
                     for (const RegionId r : f.regions) access[p.index() * regions.size() + r.index()] = true;
                 },
                 [](const auto&) {}},
      fault.what);
}

/// The state of rest under given losses, region by region.
class Reach::Situation {
 public:
  Situation(const Scenario& s, const std::vector<Route>& routes, bool connected, const Losses& losses)
      : s_(s),
        routes_(routes),
        losses_(losses),
        all_links_(std::find(losses.links.begin(), losses.links.end(), true) == losses.links.end() &&
                   std::find(losses.mute.begin(), losses.mute.end(), true) == losses.mute.end()),
        whole_network_(all_links_ && connected),
        up_(s.regions.size()),
        serves_(s.regions.size()) {
    for (std::size_t r = 0; r < s.regions.size(); ++r) {
      for (const ZoneId zone : s.regions[r].zones) {
        if (losses.regions[r] || losses.zones[zone.index()]) continue;
        up_[r] = !losses.stores[r];  // a region is down, too, when all its zones are
        if (losses.balancers[r]) continue;
        for (const ReplicaId replica : s.zones[zone.index()].replicas)
          if (!losses.replicas[replica.index()]) serves_[r] = true;
      }
    }
  }

  bool serves(RegionId r) const { return serves_[r.index()]; }
  bool store_up(RegionId r) const { return up_[r.index()]; }

  std::vector<AskedRegion> asked_by(const Population& population) const {
    const bool none = std::find(serves_.begin(), serves_.end(), true) == serves_.end();  // fail open
    const auto in = [&](RegionId r) { return none || serves(r); };
    double total = 0;
    const auto& weights = s_.routing.weights;
    if (s_.routing.policy == RoutingPolicy::weighted)
      for (std::size_t r = 0; r < weights.size(); ++r)
        if (in(RegionId(r))) total += weights[r];
    std::vector<AskedRegion> asked;
    if (total > 0) {
      for (std::size_t r = 0; r < weights.size(); ++r)
        if (in(RegionId(r)) && weights[r] > 0) asked.push_back({RegionId(r), weights[r] / total});
      return asked;
    }
    RegionId best;
    if (s_.routing.policy == RoutingPolicy::failover) {
      const auto& order = s_.routing.order;
      const auto first = std::find_if(order.begin(), order.end(), in);
      best = first != order.end() ? *first : order.front();
    } else {
      for (std::size_t r = 0; r < s_.regions.size(); ++r)
        if (in(RegionId(r)) && (!best.has_value() || remoteness(s_.routing, population, RegionId(r)) <
                                                         remoteness(s_.routing, population, best)))
          best = RegionId(r);
    }
    return {{best, 1}};
  }

  /// Who accepts writes of a partition that is at home in `home`, as a request that came in at `asked` finds it.
  struct Role {
    RegionId home, primary;
    bool contested = false;  ///< `home` is up, cut off from the primary, and goes on believing in itself
    bool stopped = false;    ///< nobody accepts: the lease of `home` runs out, and there is no other
  };

  Role role_of(RegionId home) const {
    Role role{home, home};
    if (!s_.data.failover.enabled || has_majority(home)) return role;
    // Who has most of the old primary's log: a region that still hears it before others, then the nearest.
    RegionId candidate;
    std::pair<bool, Time> best;
    for (std::size_t r = 0; r < up_.size(); ++r) {
      if (RegionId(r) == home || !has_majority(RegionId(r))) continue;
      const std::pair behind(!passes(home, RegionId(r)), route(home, RegionId(r)).base);
      if (candidate.has_value() && best <= behind) continue;
      candidate = RegionId(r);
      best = behind;
    }
    const Failover& rule = s_.data.failover;
    role.stopped = !candidate.has_value() && rule.lease.ns > 0;
    if (!candidate.has_value()) return role;
    role.primary = candidate;
    role.contested = up_[home.index()] && !rule.fencing && rule.lease.ns == 0 && !reaches(home, candidate);
    return role;
  }

  bool writes_succeed(RegionId asked, const Role& role) const {
    if (!serves(asked) || role.stopped) return false;
    const RegionId to = role.contested && asked == role.home ? role.home : role.primary;
    return asked == to ? up_[to.index()] : passes(asked, to) && passes(to, asked);
  }

 private:
  bool passes(RegionId from, RegionId to) const { return link_path_holds(from, to, true); }
  bool reaches(RegionId a, RegionId b) const { return link_path_holds(a, b, false) && link_path_holds(b, a, false); }

  const Route& route(RegionId from, RegionId to) const {
    return routes_[from.index() * s_.regions.size() + to.index()];
  }

  bool link_path_holds(RegionId from, RegionId to, bool heard) const {
    if (!up_[from.index()] || !up_[to.index()]) return false;
    if (whole_network_) return true;
    const std::vector<LinkId>& links = route(from, to).links;
    const auto lost = [&](LinkId l) { return losses_.links[l.index()] || (heard && losses_.mute[l.index()]); };
    return !links.empty() && (all_links_ || std::none_of(links.begin(), links.end(), lost));
  }

  /// Up, and in touch with more than half of the voters, itself counted: the regions that are up, or all, and
  /// witnesses.
  bool has_majority(RegionId region) const {
    if (!up_[region.index()]) return false;
    const bool fixed = s_.data.failover.fixed_voters();
    if (whole_network_ && !fixed) return true;
    const std::size_t witnesses = s_.data.failover.witnesses.size();
    std::size_t standing = witnesses, reached = 1 + witnesses;
    for (std::size_t r = 0; r < up_.size(); ++r) {
      if (!up_[r] && !fixed) continue;
      ++standing;
      if (RegionId(r) != region && reaches(region, RegionId(r))) ++reached;
    }
    return 2 * reached > standing;
  }

  const Scenario& s_;
  const std::vector<Route>& routes_;
  const Losses& losses_;
  bool all_links_;                 // none is lost: routes need not be walked
  bool whole_network_;             // and every region reaches every other while both are up
  std::vector<bool> up_, serves_;  // by region: its leader store, its replicas behind their balancer
};

Reach::Reach(const Scenario& scenario, const std::vector<Route>& routes) : scenario_(scenario), routes_(routes) {
  const auto pathless = std::count_if(routes.begin(), routes.end(), [](const Route& r) { return r.links.empty(); });
  connected_ = static_cast<std::size_t>(pathless) == scenario.regions.size();  // each to itself
  if (scenario.data.writes == WritePattern::partitioned) shares_ = partition_shares(scenario);
}

Outlook Reach::under(const Losses& losses) const {
  const Scenario& s = scenario_;
  const Situation now(s, routes_, connected_, losses);
  Outlook outlook;
  std::vector<Situation::Role> roles;
  if (s.data.writes == WritePattern::global) roles.push_back(now.role_of(s.data.primary));
  if (s.data.writes == WritePattern::partitioned)
    for (std::size_t p = 0; p < s.regions.size(); ++p) roles.push_back(now.role_of(RegionId(p)));
  for (const auto& role : roles) outlook.primary.push_back(role.primary);

  // By region asked: which partitions can be written from there. Populations share these.
  std::vector<std::vector<bool>> writable(s.regions.size());
  for (const Population& population : s.clients) {
    outlook.asked.push_back(now.asked_by(population));
    double reads = 0, writes = 0;
    for (const AskedRegion& asked : outlook.asked.back()) {
      const std::size_t p = outlook.asked.size() - 1;
      if (losses.name_service || losses.access[p * s.regions.size() + asked.region.index()]) continue;
      if (!now.serves(asked.region)) continue;
      if (now.store_up(asked.region)) reads += asked.share;
      auto& ok = writable[asked.region.index()];
      if (ok.empty())
        for (const auto& role : roles) ok.push_back(now.writes_succeed(asked.region, role));
      double share = roles.empty() && now.store_up(asked.region) ? 1 : 0;
      for (std::size_t part = 0; part < ok.size(); ++part)
        if (ok[part]) share += write_share(population, PartitionId(part));
      writes += asked.share * share;
    }
    outlook.reads.push_back(reads);
    outlook.writes.push_back(writes);
  }
  return outlook;
}

double Reach::write_share(const Population& population, PartitionId partition) const {
  if (scenario_.data.writes != WritePattern::partitioned) return 1;
  const double home = partition.index() == population.home.index() ? population.locality : 0;
  return home + (1 - population.locality) * shares_[partition.index()];
}

}  // namespace bicoastal
