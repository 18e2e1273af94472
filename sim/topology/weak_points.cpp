#include "sim/topology/weak_points.hpp"

#include "sim/topology/demand.hpp"
#include "sim/topology/separators.hpp"

#include <algorithm>
#include <map>

namespace bicoastal {

namespace {

using Kind = Part::Kind;

/// Where an operation may end, and the share of a population's operations that must end there.
struct Goal {
  std::vector<std::size_t> nodes;
  double share = 1;
};

class Finder {
 public:
  Finder(const Scenario& s, const std::vector<Route>& routes, const Reach& reach)
      : s_(s), routes_(routes), reach_(reach), graph_(service_graph(s)), base_(reach.under(Losses(s))) {}

  std::vector<WeakPoint> find() {
    for (const Access access : {Access::read, Access::write})
      for (std::size_t p = 0; p < s_.clients.size(); ++p)
        for (const Goal& goal : goals(s_.clients[p], access))
          for (const std::size_t node : between(goal.nodes)) {
            Found& found = found_[{graph_.parts[node], access}];
            found.structural = true;
            lose(found, p, goal.share);
          }
    for (const Part& part : candidates()) try_without(part);
    return collect();
  }

 private:
  struct Found {
    bool structural = false;
    std::map<std::size_t, double> lost;  // by population: share of its operations
  };

  static void lose(Found& found, std::size_t population, double share) { found.lost[population] += share; }

  /// All stores for reads; for writes those leaders that accept them, now or once they are promoted.
  std::vector<Goal> goals(const Population& population, Access access) const {
    Goal any;
    const std::size_t count = access == Access::read ? s_.stores.size() : s_.regions.size();
    for (std::size_t i = 0; i < count; ++i) any.nodes.push_back(store(i));
    if (access == Access::read || s_.data.writes == WritePattern::local || s_.data.failover.enabled) return {any};
    if (s_.data.writes == WritePattern::global) return {{{store(s_.data.primary.index())}, 1}};
    std::vector<Goal> each;
    for (std::size_t p = 0; p < s_.regions.size(); ++p)
      if (const double share = reach_.write_share(population, PartitionId(p)); share > 0)
        each.push_back({{store(p)}, share});
    return each;
  }

  std::size_t store(std::size_t index) const { return graph_.node_of({Kind::store, index}); }

  /// Nodes on every path from the name service, itself included: the way is the same for every population.
  const std::vector<std::size_t>& between(const std::vector<std::size_t>& goal) {
    const auto [place, fresh] = between_.try_emplace(goal);
    if (fresh) {
      const std::size_t names = graph_.node_of({Kind::name_service, 0});
      place->second = separators(graph_.graph, names, goal).nodes;
      place->second.push_back(names);
    }
    return place->second;
  }

  /// Parts whose loss alone can leave the policies without an answer. Of many replicas or zones one is never missed.
  std::vector<Part> candidates() const {
    std::vector<Part> parts;
    for (std::size_t r = 0; r < s_.regions.size(); ++r) {
      parts.push_back({Kind::region, r});
      std::vector<std::size_t> zones, replicas;
      for (const ZoneId zone : s_.regions[r].zones) {
        if (!s_.zones[zone.index()].replicas.empty()) zones.push_back(zone.index());
        for (const ReplicaId replica : s_.zones[zone.index()].replicas) replicas.push_back(replica.index());
      }
      if (zones.size() == 1) parts.push_back({Kind::zone, zones.front()});
      if (replicas.size() == 1) parts.push_back({Kind::replica, replicas.front()});
    }
    std::vector<bool> used(s_.network.links.size() / 2);
    for (const RegionId primary : base_.primary)
      for (std::size_t r = 0; r < s_.regions.size(); ++r)
        for (const std::size_t pair :
             {primary.index() * s_.regions.size() + r, r * s_.regions.size() + primary.index()})
          for (const LinkId link : routes_[pair].links) used[link.index() / 2] = true;
    for (std::size_t l = 0; l < used.size(); ++l)
      if (used[l]) parts.push_back({Kind::link, l});
    return parts;
  }

  void try_without(const Part& part) {
    Losses losses(s_);
    losses.add(part);
    const Outlook outlook = reach_.under(losses);
    for (std::size_t p = 0; p < s_.clients.size(); ++p) {
      compare(part, Access::read, p, base_.reads[p], outlook.reads[p]);
      compare(part, Access::write, p, base_.writes[p], outlook.writes[p]);
    }
  }

  void compare(const Part& part, Access access, std::size_t population, double before, double after) {
    constexpr double kRounding = 1e-9;
    if (before - after <= kRounding) return;
    double& lost = found_[{part, access}].lost[population];
    lost = std::max(lost, (before - after) / before);
  }

  std::vector<WeakPoint> collect() const {
    std::vector<WeakPoint> points;
    for (const auto& [key, found] : found_) {
      WeakPoint point{key.first, key.second, found.structural, {}, 0, 0};
      double all = 0;
      for (const auto& [p, share] : found.lost) {
        const Population& population = s_.clients[p];
        const double rate =
            peak_rate(s_, population) * (point.access == Access::read ? population.reads : 1 - population.reads);
        if (rate <= 0) continue;
        point.populations.emplace_back(p);
        point.sessions += population.sessions;
        point.share += rate * std::min(share, 1.0);
        all += rate;
      }
      if (point.populations.empty()) continue;
      point.share /= all;
      points.push_back(std::move(point));
    }
    return points;
  }

  const Scenario& s_;
  const std::vector<Route>& routes_;
  const Reach& reach_;
  ServiceGraph graph_;
  Outlook base_;
  std::map<std::vector<std::size_t>, std::vector<std::size_t>> between_;
  std::map<std::pair<Part, Access>, Found> found_;
};

}  // namespace

std::vector<WeakPoint> weak_points(const Scenario& scenario, const std::vector<Route>& routes, const Reach& reach) {
  return Finder(scenario, routes, reach).find();
}

std::string reason(const Scenario& s, const WeakPoint& point) {
  const auto region_of = [&](ZoneId zone) { return s.regions[s.zones[zone.index()].region.index()].name; };
  if (point.part.kind == Kind::zone) return "all replicas of " + region_of(ZoneId(point.part.index)) + " are in it";
  if (point.part.kind == Kind::replica) return "the only replica of " + region_of(s.replicas[point.part.index].zone);
  if (point.part.kind == Kind::link) return "writes cross it, and a cut link sends no users elsewhere";
  if (point.structural) return "no way leads around it";
  if (!s.data.failover.enabled) return "it is the primary, and failover is disabled";
  return "nobody can be promoted in its place";
}

std::vector<std::size_t> idle_links(const Scenario& scenario, const std::vector<Route>& routes) {
  std::vector<bool> used(scenario.network.links.size() / 2);
  for (const Route& route : routes)
    for (const LinkId link : route.links) used[link.index() / 2] = true;
  std::vector<std::size_t> idle;
  for (std::size_t l = 0; l < used.size(); ++l)
    if (!used[l]) idle.push_back(l);
  return idle;
}

}  // namespace bicoastal
