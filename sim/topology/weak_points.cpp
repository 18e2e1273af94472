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
      : s_(s),
        routes_(routes),
        reach_(reach),
        graph_(service_graph(s)),
        base_(reach.under(Losses(s))),
        asking_(s.regions.size()) {
    for (std::size_t p = 0; p < s.clients.size(); ++p)
      for (const AskedRegion& asked : base_.asked[p]) asking_[asked.region.index()].emplace_back(p, asked.share);
  }

  WeakPoints find() {
    for (const Access access : {Access::read, Access::write})
      for (std::size_t p = 0; p < s_.clients.size(); ++p)
        for (const Goal& goal : goals(s_.clients[p], access))
          for (const std::size_t node : between(goal.nodes)) {
            Found& found = found_[{graph_.parts[node], access}];
            found.structural = true;
            lose(found, p, goal.share);
          }
    for (const Part& part : candidates()) try_without(part);
    const bool all_links = base_.primary.empty() || try_links();
    return {collect(), all_links};
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

  /// Places whose loss alone can leave the policies without an answer. Of many replicas or zones one is never missed.
  std::vector<Part> candidates() const {
    std::vector<Part> parts;
    for (std::size_t r = 0; r < s_.regions.size(); ++r) {
      parts.push_back({Kind::region, r});
      std::vector<std::size_t> zones, replicas;
      for (const ZoneId zone : s_.regions[r].zones) {
        if (!s_.zones[zone.index()].replicas.empty()) zones.push_back(zone.index());
        for (const ReplicaId replica : s_.zones[zone.index()].replicas)
          if (!is_mere_room(s_, replica)) replicas.push_back(replica.index());
      }
      if (zones.size() == 1) parts.push_back({Kind::zone, zones.front()});
      if (replicas.size() == 1) parts.push_back({Kind::replica, replicas.front()});
    }
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

  using Pair = std::pair<std::size_t, std::size_t>;

  /// By full-duplex link: the pairs of regions, lower first, that talk over it one way or the other. Nothing where that
  /// would take too much memory.
  std::vector<std::vector<Pair>> pairs_by_link() const {
    constexpr std::size_t kMost = 20'000'000;
    std::size_t entries = 0;
    for (const Route& route : routes_) entries += route.links.size();
    if (entries > kMost) return {};
    const std::size_t n = s_.regions.size();
    std::vector<std::vector<Pair>> pairs(s_.network.links.size() / 2);
    for (std::size_t from = 0; from < n; ++from)
      for (std::size_t to = 0; to < n; ++to)
        for (const LinkId link : routes_[from * n + to].links) pairs[link.index() / 2].push_back(std::minmax(from, to));
    for (auto& of_link : pairs) {
      std::sort(of_link.begin(), of_link.end());
      of_link.erase(std::unique(of_link.begin(), of_link.end()), of_link.end());
    }
    return pairs;
  }

  /// Where a lost link leaves every primary its majority, just the writes between its pairs are lost; else all that
  /// follows is worked out. Gives up, and says so, when that comes to too much.
  bool try_links() {
    const auto pairs = pairs_by_link();
    if (pairs.empty()) return s_.network.links.empty();
    std::size_t budget = 2'000'000'000;  // routes walked
    for (std::size_t l = 0; l < pairs.size(); ++l) {
      if (pairs[l].empty()) continue;
      if (keeps_majorities(pairs[l])) {
        lose_writes({Kind::link, l}, pairs[l]);
        continue;
      }
      const std::size_t cost = s_.regions.size() * s_.regions.size();
      if (cost > budget) return false;
      budget -= cost;
      try_without({Kind::link, l});
    }
    return true;
  }

  bool keeps_majorities(const std::vector<Pair>& cut) const {
    std::map<std::size_t, std::size_t> partners;
    for (const auto& [a, b] : cut) {
      ++partners[a];
      ++partners[b];
    }
    return std::all_of(partners.begin(), partners.end(),
                       [&](const auto& entry) { return 2 * (s_.regions.size() - entry.second) > s_.regions.size(); });
  }

  void lose_writes(const Part& part, const std::vector<Pair>& cut) {
    for (const auto& [a, b] : cut)
      for (const auto& [asked, primary] : {Pair(a, b), Pair(b, a)})
        for (const auto& [population, share] : asking_[asked]) {
          double lost = 0;
          if (s_.data.writes == WritePattern::partitioned)
            lost = reach_.write_share(s_.clients[population], PartitionId(primary));
          else if (base_.primary.front().index() == primary)
            lost = 1;
          if (lost > 0) found_[{part, Access::write}].lost[population] += share * lost;
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
  std::vector<std::vector<std::pair<std::size_t, double>>> asking_;  // by region: populations, with what share
  std::map<std::vector<std::size_t>, std::vector<std::size_t>> between_;
  std::map<std::pair<Part, Access>, Found> found_;
};

}  // namespace

WeakPoints weak_points(const Scenario& scenario, const std::vector<Route>& routes, const Reach& reach) {
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
