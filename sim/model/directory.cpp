#include "sim/model/directory.hpp"

#include "sim/base/preference.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/findings.hpp"
#include "sim/model/fleet.hpp"

#include <algorithm>
#include <numeric>

namespace bicoastal {

Directory::Directory(World& world) : world_(world), published_(world.regions()), counts_as_in_(world.regions(), true) {
  const Scenario& s = world.scenario;
  for (const Region& region : s.regions)
    checkers_.emplace_back(s.routing.health_check, world.stream("checks/dns/" + region.name));
  for (const Population& population : s.clients) {
    streams_.push_back(world.stream("clients/" + population.name + "/dns"));
    by_preference_.push_back(preference(population));
  }
  recompute_preferred();
  const Time ttl = s.routing.dns_ttl;
  for (std::size_t p = 0; p < s.clients.size(); ++p) {
    const RandomStream overstay = world.stream("clients/" + s.clients[p].name + "/overstay");
    for (std::uint32_t i = 0; i < s.clients[p].sessions; ++i) {
      Cached cached;
      cached.overstays = s.routing.overstay > 0 && to_unit(overstay.block(i)[0]) < s.routing.overstay;
      if (ttl.ns > 0) {
        const Time kept = ttl + (cached.overstays ? s.routing.overstay_for : Time());
        const RandomStream::Block bits = streams_[p].block(i, 0);
        cached.expires = Time(static_cast<std::int64_t>(to_unit(bits[0]) * static_cast<double>(kept.ns)));
        cached.region = choose(PopulationId(p), SessionId(std::size_t{i}), 0);
      }
      cache_.push_back(cached);
    }
  }
}

/// Ties go to the region named first.
std::vector<RegionId> Directory::preference(const Population& population) const {
  const Routing& routing = world_.scenario.routing;
  if (routing.policy == RoutingPolicy::failover) return routing.order;
  std::vector<RegionId> order;
  for (std::size_t r = 0; r < world_.regions(); ++r) order.emplace_back(r);
  std::stable_sort(order.begin(), order.end(), [&](RegionId a, RegionId b) {
    return remoteness(routing, population, a) < remoteness(routing, population, b);
  });
  return order;
}

RegionId Directory::next_after(PopulationId population, RegionId region) const {
  const auto& order = by_preference_[population.index()];
  const auto at = std::find(order.begin(), order.end(), region);
  return at == order.end() || at + 1 == order.end() ? order.front() : *(at + 1);
}

RegionId Directory::ask(PopulationId population, SessionId session, Cached& cached) {
  if (!world_.conditions.name_service_up()) return {};
  const RegionId before = cached.region;
  const Time expired = cached.expires;
  const Routing& routing = world_.scenario.routing;
  ++cached.asked;
  if (!routing.stay || !before.has_value() || !counts_as_in_[before.index()])
    cached.region = choose(population, SessionId(session.index() - world_.clients->first_session(population).index()),
                           cached.asked);
  cached.expires = world_.now + routing.dns_ttl + (cached.overstays ? routing.overstay_for : Time());
  world_.fleet->needed(cached.region);
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
  const auto is_in = [](const Published& p) { return p.up && p.evacuated == 0; };
  const auto is_open = [](const Published& p) { return p.evacuated == 0; };
  const bool some_in = std::any_of(published_.begin(), published_.end(), is_in);
  const bool some_open = std::any_of(published_.begin(), published_.end(), is_open);
  for (std::size_t r = 0; r < published_.size(); ++r)
    counts_as_in_[r] = some_in ? is_in(published_[r]) : !some_open || is_open(published_[r]);
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
  publish(region, checkers.reported_up() ? kUp : kDown);
  if (!checkers.reported_up()) world_.fleet->given_up(region);
}

void Directory::evacuate(RegionId region, bool away) {
  ChangeRecord record;
  record.time = world_.now;
  record.event = away ? ChangeEvent::evacuated : ChangeEvent::readmitted;
  record.region = region;
  world_.out.write(record);
  publish(region, away ? kEvacuated : kReadmitted);
  if (away) world_.fleet->given_up(region);
}

void Directory::publish(RegionId region, News news) {
  if (const Time delay = world_.scenario.routing.publish; delay.ns > 0)
    world_.post(world_.now + delay, Kind::publish, region.value, news);
  else
    on_publish(region, news);
}

void Directory::on_publish(RegionId region, std::uint32_t news) {
  Published& published = published_[region.index()];
  switch (static_cast<News>(news)) {
    case kDown: published.up = false; break;
    case kUp: published.up = true; break;
    case kEvacuated: ++published.evacuated; break;
    case kReadmitted: --published.evacuated; break;
  }
  recompute_preferred();
}

}  // namespace bicoastal
