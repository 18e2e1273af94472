#include "sim/model/directory.hpp"

#include "sim/model/clients.hpp"
#include "sim/model/findings.hpp"

#include <algorithm>
#include <numeric>

namespace bicoastal {

Directory::Directory(World& world) : world_(world), counts_as_in_(world.regions(), true) {
  const Scenario& s = world.scenario;
  for (const Region& region : s.regions)
    checkers_.emplace_back(s.routing.health_check, world.stream("checks/dns/" + region.name));
  for (const Population& population : s.clients) {
    streams_.push_back(world.stream("clients/" + population.name + "/dns"));
    std::vector<RegionId> order;
    if (s.routing.policy == RoutingPolicy::failover) {
      order = s.routing.order;
    } else {
      for (std::size_t r = 0; r < world.regions(); ++r) order.emplace_back(r);
      std::stable_sort(order.begin(), order.end(), [&](RegionId a, RegionId b) {
        return population.to_region[a.index()].base < population.to_region[b.index()].base;
      });
    }
    by_preference_.push_back(std::move(order));
  }
  recompute_preferred();
  for (std::size_t p = 0; p < s.clients.size(); ++p) {
    for (std::uint32_t i = 0; i < s.clients[p].sessions; ++i) {
      Cached cached;
      if (s.routing.dns_ttl.ns > 0) {
        const RandomStream::Block bits = streams_[p].block(i, 0);
        cached.expires = Time(static_cast<std::int64_t>(to_unit(bits[0]) * static_cast<double>(s.routing.dns_ttl.ns)));
        cache_.push_back(cached);
        cache_.back().region = choose(PopulationId(p), SessionId(std::size_t{i}), 0);
      } else {
        cache_.push_back(cached);
      }
    }
  }
}

RegionId Directory::ask(PopulationId population, SessionId session, Cached& cached) {
  if (!world_.conditions.name_service_up()) return {};
  const RegionId before = cached.region;
  const Time expired = cached.expires;
  cached.region = choose(population, SessionId(session.index() - world_.clients->first_session(population).index()),
                         ++cached.asked);
  cached.expires = world_.now + world_.scenario.routing.dns_ttl;
  if (before.has_value() && before != cached.region) {
    MoveRecord record;
    record.time = world_.now;
    record.from = before;
    record.session = session;
    record.to = cached.region;
    record.population = population;
    record.expired = expired;
    world_.out.write(record);
  }
  return cached.region;
}

/// `session` counts within its population, so that other populations do not change its luck.
RegionId Directory::choose(PopulationId population, SessionId session, std::uint32_t asked) const {
  const Routing& routing = world_.scenario.routing;
  if (routing.policy != RoutingPolicy::weighted) return preferred_[population.index()];
  double total = 0;
  for (std::size_t r = 0; r < routing.weights.size(); ++r)
    if (counts_as_in_[r]) total += routing.weights[r];
  if (total <= 0) return preferred_[population.index()];  // only regions without weight are in
  double left = to_unit(streams_[population.index()].block(session.index(), asked)[1]) * total;
  RegionId last;
  for (std::size_t r = 0; r < routing.weights.size(); ++r) {
    if (!counts_as_in_[r] || routing.weights[r] <= 0) continue;
    last = RegionId(r);
    left -= routing.weights[r];
    if (left < 0) break;
  }
  return last;
}

void Directory::recompute_preferred() {
  const bool none = std::none_of(checkers_.begin(), checkers_.end(), [](const auto& c) { return c.reported_up(); });
  for (std::size_t r = 0; r < checkers_.size(); ++r) counts_as_in_[r] = none || checkers_[r].reported_up();
  preferred_.assign(by_preference_.size(), RegionId());
  for (std::size_t p = 0; p < by_preference_.size(); ++p) {
    const auto& order = by_preference_[p];
    const auto first = std::find_if(order.begin(), order.end(), [&](RegionId r) { return counts_as_in_[r.index()]; });
    preferred_[p] = first != order.end() ? *first : order.front();
  }
}

void Directory::region_changed(RegionId region) {
  checkers_[region.index()].change(
      world_.now, check_for_name_service(world_, region),
      [&](Time at, std::uint32_t flip) { world_.post(at, Kind::health, region.value, flip); });
}

void Directory::on_check(RegionId region, std::uint32_t flip) {
  Checkers& checkers = checkers_[region.index()];
  if (!checkers.fire(flip)) return;
  HealthRecord record;
  record.time = world_.now;
  record.event = checkers.reported_up() ? HealthEvent::region_in : HealthEvent::region_out;
  record.region = region;
  world_.out.write(record);
  recompute_preferred();
}

}  // namespace bicoastal
