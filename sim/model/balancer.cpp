#include "sim/model/balancer.hpp"

#include "sim/model/clients.hpp"
#include "sim/model/directory.hpp"
#include "sim/model/findings.hpp"
#include "sim/model/fleet.hpp"
#include "sim/model/serving.hpp"

#include <algorithm>
#include <numeric>

namespace bicoastal {

namespace {

constexpr std::size_t kNoPlace = ~std::size_t{0};

std::uint32_t place_of(std::uint64_t bits, std::uint32_t count) {
  return static_cast<std::uint32_t>(((bits >> 32) * count) >> 32);
}

bool spread_matters(const Scenario& s) {
  const Balancing& b = s.balancing;
  return b.sticky || b.zone_aware || b.policy == BalancingPolicy::weighted || s.service.sessions != SessionState::none;
}

std::size_t all_sessions(const Scenario& s) {
  return std::accumulate(s.clients.begin(), s.clients.end(), std::size_t{0},
                         [](std::size_t sum, const Population& p) { return sum + p.sessions; });
}

}  // namespace

Balancer::Balancer(World& world) : world_(world), doors_(world.regions()), refined_(spread_matters(world.scenario)) {
  const Scenario& s = world.scenario;
  for (const Replica& replica : s.replicas) {
    checkers_.emplace_back(s.balancing.health_check, world.stream("checks/balancer/" + replica.name));
    taken_out_.push_back(!replica.at_start);
  }
  const std::size_t n = s.replicas.size();
  outstanding_.assign(n, 0);
  held_up_.assign(n, true);
  backup_.assign(n, false);
  share_.assign(n, 1.0);
  in_since_.assign(n, Time() - s.balancing.slow_start);
  drain_.assign(n, 0);
  sent_.assign(refined_ ? n : 0, 0);
  for (const ReplicaId backup : s.balancing.backups) backup_[backup.index()] = true;
  if (s.balancing.sticky) kept_.resize(all_sessions(s));
  for (std::size_t r = 0; r < world.regions(); ++r) rebuild(RegionId(r));
}

ZoneId Balancer::entry_zone(const Request& r) const {
  const auto& zones = world_.scenario.regions[r.asked.index()].zones;
  const std::size_t first = static_cast<std::size_t>(r.op.value % zones.size());
  for (std::size_t i = 0; i < zones.size(); ++i) {
    const ZoneId zone = zones[(first + i) % zones.size()];
    if (world_.conditions.zone_up(zone)) return zone;
  }
  return zones[first];
}

// --- who is in -------------------------------------------------------------------------------------------------------

/// Anew at every change, with the turns: changes are rare.
void Balancer::rebuild(RegionId region) {
  const auto& zones = world_.scenario.regions[region.index()].zones;
  std::vector<ReplicaId> regular, backups, open, members;
  for (const ZoneId zone : zones)
    for (const ReplicaId r : world_.scenario.zones[zone.index()].replicas) {
      members.push_back(r);
      if (!taken_out_[r.index()]) open.push_back(r);
      if (is_in(r)) (backup_[r.index()] ? backups : regular).push_back(r);
    }
  Door& door = doors_[region.index()];
  const std::vector<ReplicaId>& in = regular.empty() ? backups : regular;
  door.any_in = !in.empty();
  door.by_zone.clear();
  if (world_.scenario.balancing.zone_aware)
    for (const ZoneId zone : zones) {
      std::vector<ReplicaId> here;
      std::copy_if(in.begin(), in.end(), std::back_inserter(here),
                   [&](ReplicaId r) { return world_.scenario.replicas[r.index()].zone == zone; });
      door.by_zone.push_back(pool(std::move(here)));
    }
  door.all = pool(!in.empty() ? in : !open.empty() ? open : members);
  const std::vector<double>& share = door.all.share;
  const bool even = std::adjacent_find(share.begin(), share.end(), std::not_equal_to<>()) == share.end();
  door.even_at = even ? Time() : Time::max();
  for (const ReplicaId r : door.all.replicas)
    door.even_at = std::max(door.even_at, in_since_[r.index()] + world_.scenario.balancing.slow_start);
  door.weighted = door.even_at > world_.now;
}

Balancer::Pool Balancer::pool(std::vector<ReplicaId> replicas) const {
  const Scenario& s = world_.scenario;
  const auto zone_of = [&](ReplicaId r) { return s.replicas[r.index()].zone; };
  Pool made{std::move(replicas), 0, {}, {}};
  for (const ReplicaId r : made.replicas) {
    double share = share_[r.index()];
    if (s.balancing.policy == BalancingPolicy::weighted)
      share *= s.balancing.zone_weights[zone_of(r).index()] /
               static_cast<double>(std::count_if(made.replicas.begin(), made.replicas.end(),
                                                 [&](ReplicaId other) { return zone_of(other) == zone_of(r); }));
    made.share.push_back(share);
  }
  made.credit.assign(made.replicas.size(), 0);
  return made;
}

void Balancer::changed(ReplicaId replica, bool was_in) {
  if (!was_in && is_in(replica)) in_since_[replica.index()] = world_.now;
  const RegionId region = world_.region_of(replica);
  rebuild(region);
  world_.directory->region_changed(region);
}

void Balancer::look_at(ReplicaId replica) {
  checkers_[replica.index()].change(world_.now, check_for_balancer(world_, replica), [&](Time at, std::uint32_t flip) {
    world_.post(at, Kind::health, static_cast<std::uint32_t>(world_.regions()) + replica.value, flip);
  });
}

void Balancer::on_check(ReplicaId replica, std::uint32_t flip) {
  Checkers& checkers = checkers_[replica.index()];
  if (!checkers.fire(flip)) return;
  HealthRecord record;
  record.time = world_.now;
  record.event = checkers.reported_up() ? HealthEvent::replica_in : HealthEvent::replica_out;
  record.region = world_.region_of(replica);
  record.replica = replica;
  world_.out.write(record);
  const bool was_in = is_in(replica);
  held_up_[replica.index()] = checkers.reported_up();
  changed(replica, was_in);
  world_.fleet->held_up(replica, checkers.reported_up());
}

void Balancer::take_out(ReplicaId replica) {
  const std::size_t i = replica.index();
  if (taken_out_[i]) return;
  const bool was_in = is_in(replica);
  taken_out_[i] = true;
  changed(replica, was_in);
  ++draining_;
  drain_[i] = ++drains_;
  const Time patience = outstanding_[i] == 0 ? Time() : world_.scenario.balancing.drain;
  world_.post(world_.now + patience, Kind::drained, replica.value, drain_[i]);
}

void Balancer::put_in(ReplicaId replica) {
  const std::size_t i = replica.index();
  if (!taken_out_[i]) return;
  taken_out_[i] = false;
  if (drain_[i] != 0) {
    drain_[i] = 0;
    --draining_;
  }
  changed(replica, false);
}

void Balancer::set_share(ReplicaId replica, double weight) {
  if (share_[replica.index()] == weight) return;
  share_[replica.index()] = weight;
  rebuild(world_.region_of(replica));
}

void Balancer::emptied(ReplicaId replica) {
  const std::size_t i = replica.index();
  if (drain_[i] == 0) return;
  drain_[i] = ++drains_;  // what was posted for the end of its patience is void
  world_.post(world_.now, Kind::drained, replica.value, drain_[i]);
}

void Balancer::on_drained(ReplicaId replica, std::uint32_t generation) {
  const std::size_t i = replica.index();
  if (drain_[i] != generation) return;
  drain_[i] = 0;
  --draining_;
  if (outstanding_[i] > 0) world_.serving->cut_off(replica);
  if (drained) drained(replica);
}

void Balancer::sample(RegionId region, LoadRecord& record) {
  if (sent_.empty()) return;
  if (!warm_ && world_.now >= world_.scenario.warmup) {
    warm_ = true;
    if (world_.scenario.warmup.ns > 0) std::fill(sent_.begin(), sent_.end(), 0);
  }
  if (!warm_) return;
  for (const ZoneId zone : world_.scenario.regions[region.index()].zones)
    for (const ReplicaId r : world_.scenario.zones[zone.index()].replicas) {
      record.sent += sent_[r.index()];
      record.busiest = std::max(record.busiest, sent_[r.index()]);
    }
}

// --- whose turn it is ------------------------------------------------------------------------------------------------

ReplicaId Balancer::pick(const Request& r, Pool& pool) {
  const std::vector<ReplicaId>& usable = pool.replicas;
  std::uint32_t& turn = pool.turn;
  const auto n = static_cast<std::uint32_t>(usable.size());
  switch (world_.scenario.balancing.policy) {
    case BalancingPolicy::weighted:
    case BalancingPolicy::round_robin: turn = turn + 1 >= n ? 0 : turn + 1; return usable[turn];
    case BalancingPolicy::least_outstanding: {  // ties in turn, or the first replica would get all light traffic
      turn = turn + 1 >= n ? 0 : turn + 1;
      ReplicaId best = usable[turn];
      for (std::uint32_t i = 1; i < n; ++i)
        if (const ReplicaId other = usable[(turn + i) % n]; load(other) < load(best)) best = other;
      return best;
    }
    case BalancingPolicy::two_choices: {  // Mitzenmacher 2001; the two are distinct
      if (n == 1) return usable[0];
      const std::uint32_t first = place_of(world_.clients->bits(r, Clients::kPick1), n);
      std::uint32_t second = place_of(world_.clients->bits(r, Clients::kPick2), n - 1);
      if (second >= first) ++second;
      return load(usable[second]) < load(usable[first]) ? usable[second] : usable[first];
    }
  }
  return usable[0];
}

Balancer::Pool& Balancer::pool_of(const Request& r, Door& door) {
  if (door.by_zone.empty()) return door.all;
  const auto& zones = world_.scenario.regions[r.asked.index()].zones;
  const auto at = std::find(zones.begin(), zones.end(), entry_zone(r)) - zones.begin();
  Pool& here = door.by_zone[static_cast<std::size_t>(at)];
  return here.replicas.empty() ? door.all : here;
}

ReplicaId Balancer::choose(const Request& r, Door& door) {
  const ReplicaId chosen = keep_or_choose(r, door);
  if (!sent_.empty()) ++sent_[chosen.index()];
  return chosen;
}

ReplicaId Balancer::keep_or_choose(const Request& r, Door& door) {
  ReplicaId* kept = kept_.empty() ? nullptr : &kept_[r.session.index()];
  if (kept != nullptr && kept->has_value() && is_in(*kept) && world_.region_of(*kept) == r.asked) return *kept;
  if (door.weighted && world_.now >= door.even_at) door.weighted = false;
  Pool& from = pool_of(r, door);
  const ReplicaId chosen = door.weighted ? pick_weighted(r, from) : pick(r, from);
  if (kept != nullptr) *kept = chosen;
  return chosen;
}

/// Fills weights_; their sum.
double Balancer::weigh(const Pool& pool) {
  const Time slow_start = world_.scenario.balancing.slow_start;
  weights_ = pool.share;
  for (std::size_t i = 0; i < weights_.size(); ++i)
    if (const Time in = world_.now - in_since_[pool.replicas[i].index()]; in < slow_start)
      weights_[i] *= static_cast<double>(in.ns) / static_cast<double>(slow_start.ns);
  return std::accumulate(weights_.begin(), weights_.end(), 0.0);
}

/// A place in weights_, whose sum is `total`, other than `except`. REQUIRES: some other weight is above zero.
std::size_t Balancer::draw_by_weight(std::uint64_t luck, double total, std::size_t except) const {
  double left = to_unit(luck) * (except == kNoPlace ? total : total - weights_[except]);
  std::size_t last = kNoPlace;
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (i == except || weights_[i] <= 0) continue;
    last = i;
    left -= weights_[i];
    if (left < 0) break;
  }
  return last;
}

ReplicaId Balancer::pick_weighted(const Request& r, Pool& pool) {
  const double total = weigh(pool);
  if (total <= 0) return pick(r, pool);  // all of them came in just now
  const auto loaded = [&](std::size_t i) { return (load(pool.replicas[i]) + 1) / weights_[i]; };
  std::size_t best = kNoPlace;
  switch (world_.scenario.balancing.policy) {
    case BalancingPolicy::weighted:
    case BalancingPolicy::round_robin:
      for (std::size_t i = 0; i < weights_.size(); ++i) {
        pool.credit[i] += weights_[i];
        if (weights_[i] > 0 && (best == kNoPlace || pool.credit[i] > pool.credit[best])) best = i;
      }
      pool.credit[best] -= total;
      break;
    case BalancingPolicy::least_outstanding:
      pool.turn = (pool.turn + 1) % static_cast<std::uint32_t>(weights_.size());
      for (std::size_t k = 0; k < weights_.size(); ++k) {
        const std::size_t i = (pool.turn + k) % weights_.size();
        if (weights_[i] > 0 && (best == kNoPlace || loaded(i) < loaded(best))) best = i;
      }
      break;
    case BalancingPolicy::two_choices: {
      best = draw_by_weight(world_.clients->bits(r, Clients::kPick1), total, kNoPlace);
      if (total - weights_[best] <= 0) break;
      const std::size_t other = draw_by_weight(world_.clients->bits(r, Clients::kPick2), total, best);
      if (other != kNoPlace && load(pool.replicas[other]) < load(pool.replicas[best])) best = other;
      break;
    }
  }
  return pool.replicas[best];
}

}  // namespace bicoastal
