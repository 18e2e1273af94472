#include "sim/model/dependencies/dependencies.hpp"

#include "sim/model/backoff.hpp"
#include "sim/model/balancer.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/storage.hpp"
#include "sim/model/workers.hpp"
#include "sim/topology/demand.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bicoastal {

namespace {

/// By key: share of the operations that are on it, locality left aside.
std::vector<double> popularity(const Keys& keys) {
  std::vector<double> shares(keys.count);
  for (std::size_t k = 0; k < shares.size(); ++k) shares[k] = std::pow(static_cast<double>(k + 1), -keys.zipf);
  const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= all;
  return shares;
}

double rate_at_start(const Scenario& s, const Population& p) {
  return p.arrivals.kind == Arrivals::Kind::closed ? peak_rate(s, p) : p.arrivals.rate.front().per_second;
}

/// The answer will say that dependency `d` gave less than it should, or in place of another. Nothing at all is worse.
void degrade(Request& r, std::size_t d) {
  if (r.degraded != kAnswerDefault) r.degraded = static_cast<std::uint8_t>(kAnswerFrom + d);
}

}  // namespace

Dependencies::Dependencies(World& world)
    : world_(world),
      rules_(world.scenario.service.dependencies),
      replicas_(world.scenario.replicas.size()),
      stations_(world) {
  const std::size_t sites = rules_.size() * world.regions();
  for (const Dependency& d : rules_) {
    luck_.push_back(world.stream("dependency/" + d.name + "/call"));
    gates_.insert(gates_.end(), replicas_, Gate(d));
    for (std::size_t r = 0; r < world.regions(); ++r) caches_.emplace_back(d.cache ? &*d.cache : nullptr);
  }
  flights_.resize(sites);
  off_.assign(rules_.size(), false);
  tallies_.resize(sites);
  warm_caches();
}

/// Requests for a key come at the rate that the region's own users have at the start.
void Dependencies::warm_caches() {
  const Scenario& s = world_.scenario;
  std::vector<double> shares;
  for (std::size_t d = 0; d < rules_.size(); ++d) {
    if (!rules_[d].cache || !rules_[d].cache->warm) continue;
    if (shares.empty()) shares = popularity(s.keys);
    for (std::size_t r = 0; r < world_.regions(); ++r) {
      double rate = 0;
      for (const Population& p : s.clients)
        if (p.home.index() == r) rate += rate_at_start(s, p) * share_that_needs(rules_[d], p.reads);
      caches_[d * world_.regions() + r].warm(
          shares, rate, world_.stream("dependency/" + rules_[d].name + "/cache/" + s.regions[r].name));
    }
  }
}

bool Dependencies::applies(const Dependency& rule, std::size_t d, const Request& r) const {
  switch (rule.calls) {
    case Dependency::Calls::all: break;
    case Dependency::Calls::reads:
      if (r.kind != OpKind::read) return false;
      break;
    case Dependency::Calls::writes:
      if (r.kind != OpKind::write) return false;
      break;
    case Dependency::Calls::fallback: return false;
  }
  return rule.share >= 1 || to_unit(luck_[d].block(r.op.value)[0]) < rule.share;
}

/// Words: 0 time, 1 error, 2 back-off, 3 time of a hit. Part 0 of an operation is whether it needs the dependency.
RandomStream::Block Dependencies::luck(const Job& job, const Request& r, bool hedge) const {
  const std::uint64_t part = (std::uint64_t{r.hedge} << 32) | (std::uint64_t{r.attempt} << 16) |
                             (std::uint64_t{job.attempts} << 1) | (hedge ? 1u : 0u);
  return luck_[job.asked].block(r.op.value, part);
}

void Dependencies::begin(std::uint32_t slot) {
  if (slot >= jobs_.size()) jobs_.resize(slot + 1);
  ++jobs_[slot].step;
  world_.requests[slot].stage = Stage::calling;
  next(slot, 0);
}

void Dependencies::next(std::uint32_t slot, std::size_t from) {
  const Request& r = world_.requests[slot];
  for (std::size_t d = from; d < rules_.size(); ++d) {
    if (!applies(rules_[d], d, r)) continue;
    jobs_[slot].head = jobs_[slot].asked = static_cast<std::uint16_t>(d);
    need(slot);
    return;
  }
  leave(slot);
  world_.storage->arrive(slot);
}

void Dependencies::need(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  Job& job = jobs_[slot];
  job.attempts = 0;
  job.calls = job.under_way = 0;
  job.stale = false;
  if (is_off(job, r)) {
    ++tally(job, r).not_called;
    give_up(slot, false);
    return;
  }
  attempt(slot);
}

bool Dependencies::is_off(const Job& job, const Request& r) {
  Gate& g = gate(job, r);
  const bool before = g.is_off();
  const bool off = g.switched_off(rule(job), world_.workers->fullness(r.replica));
  if (off != before) record(off ? ChangeEvent::switched_off : ChangeEvent::switched_on, r.asked, r.replica, job.asked);
  return off || off_[job.asked];
}

void Dependencies::attempt(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  Job& job = jobs_[slot];
  ++job.step;
  ++job.attempts;
  job.calls = job.under_way = 0;
  job.passed_breaker = false;
  job.deadline = world_.now + rule(job).timeout;
  if (from_cache(slot)) return;
  touch(r, job);
  if (join(slot)) return;
  if (!may_call(slot)) {
    ++tally(job, r).not_called;
    give_up(slot, true);
    return;
  }
  if (job.attempts == 1) gate(job, r).earn(rule(job));
  if (!call(slot, false)) attempt_failed(slot);
}

/// Whoever is answered from the cache does not meet the faults of the dependency. Whoever would have been, had it not
/// been lost, meets that.
void Dependencies::touch(Request& r, const Job& job) {
  if (rule(job).cache)
    if (const FaultId lost = caches_[site(job, r)].lost_by(r.key, world_.now); lost.has_value()) world_.touch(r, lost);
  if (world_.conditions.any_active())
    world_.touch(r, world_.conditions.dependency(DependencyId(job.asked), r.asked).faults);
}

bool Dependencies::from_cache(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  Job& job = jobs_[slot];
  if (!rule(job).cache || !caches_[site(job, r)].has(r.key, world_.now)) return false;
  await(slot, world_.now + draw(rule(job).cache->time, luck(job, r, false)[3]));
  return true;
}

/// The answer from the cache takes until then.
void Dependencies::await(std::uint32_t slot, Time until) {
  world_.post(until, Kind::cached, slot, jobs_[slot].step);
  world_.clients->watch(slot, until);
}

void Dependencies::on_cached(std::uint32_t slot, std::uint32_t step) {
  Job& job = jobs_[slot];
  if (job.step != step) return;
  Request& r = world_.requests[slot];
  if (job.stale) {
    degrade(r, job.asked);
  } else {
    ++tally(job, r).hits;
    count_end(slot, true);
  }
  got(slot);
}

bool Dependencies::join(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  Job& job = jobs_[slot];
  if (!rule(job).cache || !rule(job).cache->coalesce) return false;
  const auto flight = flights_[site(job, r)].find(r.key.value);
  if (flight == flights_[site(job, r)].end()) return false;
  stations_.join(flight->second.call, {slot, job.step});
  world_.post(job.deadline, Kind::attempt_over, slot, job.step);
  world_.clients->watch(slot, job.deadline);
  return true;
}

bool Dependencies::may_call(std::uint32_t slot) {
  const Request& r = world_.requests[slot];
  Job& job = jobs_[slot];
  Gate& g = gate(job, r);
  if (!g.has_room(rule(job))) return false;
  if (!rule(job).breaker) return true;
  const auto pass = g.breaker.pass(*rule(job).breaker, world_.now);
  if (!pass) return false;
  record(pass->change, r, job);
  job.passed_breaker = true;
  job.breaker_epoch = pass->epoch;
  return true;
}

/// False where it is refused at once.
bool Dependencies::call(std::uint32_t slot, bool hedge) {
  Request& r = world_.requests[slot];
  Job& job = jobs_[slot];
  const Dependency& d = rule(job);
  const RandomStream::Block bits = luck(job, r, hedge);
  ++tally(job, r).attempts;
  const std::uint32_t made = stations_.call(
      {{slot, job.step}, {}, DependencyId(job.asked), r.asked, r.key, draw(d.time, bits[0]), to_unit(bits[1])});
  if (made == Stations::kRefused) {
    ++tally(job, r).errors;
    return false;
  }
  gate(job, r).called();
  ++job.under_way;
  Time known = Time::max();  // when the caller hears of it, as far as it is known
  job.made[job.calls] = {};
  if (made != Stations::kLost) {
    const Call& c = stations_.at(made);
    known = c.finish;
    job.made[job.calls] = {made, c.serial};
    if (!hedge && d.cache && d.cache->coalesce) flights_[site(job, r)][r.key.value] = job.made[0];
  }
  ++job.calls;
  if (hedge) return true;
  if (known > job.deadline) world_.post(job.deadline, Kind::attempt_over, slot, job.step);
  if (d.hedge_after.ns > 0) world_.post(world_.now + d.hedge_after, Kind::call_hedge, slot, job.step);
  world_.clients->watch(slot, std::min(known, job.deadline));
  return true;
}

/// A hedge is made while the breaker is closed, where the bulkhead has room, and paid for like a retry.
void Dependencies::on_hedge(std::uint32_t slot, std::uint32_t step) {
  Job& job = jobs_[slot];
  if (job.step != step || job.calls != 1 || job.under_way != 1) return;
  const Request& r = world_.requests[slot];
  Gate& g = gate(job, r);
  if (!g.has_room(rule(job)) || !g.breaker.closed() || !g.spend(rule(job), world_.now)) return;
  call(slot, true);
}

void Dependencies::on_call_done(std::uint32_t call_number, std::uint32_t serial) {
  const auto ended = stations_.on_done(call_number, serial);
  if (!ended) return;
  const Call& c = ended->call;
  const std::size_t place = c.dependency.index() * world_.regions() + c.region.index();
  end_flight(c);
  if (ended->well && rules_[c.dependency.index()].cache) caches_[place].put(c.key, world_.now);
  answer(c.caller, ended->well);
  for (const Waiter& waiter : c.joined) answer(waiter, ended->well);
}

/// Nobody joins the call any more.
void Dependencies::end_flight(const Call& c) {
  auto& flights = flights_[c.dependency.index() * world_.regions() + c.region.index()];
  if (const auto flight = flights.find(c.key.value); flight != flights.end() && flight->second.serial == c.serial)
    flights.erase(flight);
}

void Dependencies::answer(const Waiter& waiter, bool well) {
  const std::uint32_t slot = waiter.request;
  Job& job = jobs_[slot];
  if (job.step != waiter.step) return;  // it waits no more
  Request& r = world_.requests[slot];
  const bool own = job.calls > 0;
  if (own) {
    --job.under_way;
    gate(job, r).over();
  }
  if (!well) {
    tally(job, r).errors += own ? 1 : 0;
    if (job.under_way == 0) attempt_failed(slot);  // else its hedge may still answer
    return;
  }
  end_attempt(slot, true);
  count_end(slot, true);
  tally(job, r).hits += own ? 0 : 1;
  got(slot);
}

void Dependencies::on_attempt_over(std::uint32_t slot, std::uint32_t step) {
  Job& job = jobs_[slot];
  if (job.step != step) return;
  for (std::size_t i = 0; i < job.calls; ++i)  // answered at this very moment
    if (stations_.is(job.made[i].call, job.made[i].serial) && stations_.at(job.made[i].call).finish == world_.now)
      return;
  Request& r = world_.requests[slot];
  tally(job, r).timeouts += job.under_way;
  touch(r, job);
  for (std::size_t i = 0; i < job.calls; ++i)
    if (stations_.is(job.made[i].call, job.made[i].serial)) end_flight(stations_.at(job.made[i].call));
  attempt_failed(slot);
}

/// What the attempt holds is free again; answers that are still to come find nobody.
void Dependencies::end_attempt(std::uint32_t slot, bool well) {
  Request& r = world_.requests[slot];
  Job& job = jobs_[slot];
  ++job.step;
  Gate& g = gate(job, r);
  for (; job.under_way > 0; --job.under_way) g.over();
  if (!job.passed_breaker) return;
  job.passed_breaker = false;
  record(g.breaker.ended(*rule(job).breaker, world_.now, job.breaker_epoch, well), r, job);
}

void Dependencies::attempt_failed(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  end_attempt(slot, false);
  const Job& job = jobs_[slot];
  const Retries& retries = rule(job).retries;
  if (job.attempts >= retries.attempts || !gate(jobs_[slot], r).spend(rule(job), world_.now)) {
    give_up(slot, true);
    return;
  }
  const Time at = world_.now + backoff(retries, job.attempts, luck(job, r, false)[2]);
  world_.post(at, Kind::call_again, slot, job.step);
  world_.clients->watch(slot, at);
}

void Dependencies::on_retry(std::uint32_t slot, std::uint32_t step) {
  if (jobs_[slot].step == step) attempt(slot);
}

/// The one that is asked gives nothing: something stale, its fallback, or nothing at all.
void Dependencies::give_up(std::uint32_t slot, bool try_stale) {
  Request& r = world_.requests[slot];
  Job& job = jobs_[slot];
  ++job.step;
  count_end(slot, false);
  const Dependency& d = rule(job);
  if (try_stale && d.cache && d.cache->stale_on_error && caches_[site(job, r)].has_any(r.key)) {
    job.stale = true;
    await(slot, world_.now + draw(d.cache->time, luck(job, r, false)[3]));
    return;
  }
  if (d.fallback) {
    job.asked = d.fallback->value;
    need(slot);
    return;
  }
  if (rules_[job.head].critical) {
    fail(slot);
    return;
  }
  r.degraded = kAnswerDefault;
  next(slot, job.head + 1u);
}

/// A need counts when it is over, so that no sample has more answers than needs.
void Dependencies::count_end(std::uint32_t slot, bool well) {
  DependencyRecord& count = tally(jobs_[slot], world_.requests[slot]);
  ++count.needed;
  count.ok += well ? 1 : 0;
}

void Dependencies::got(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  Job& job = jobs_[slot];
  ++job.step;
  if (job.asked != job.head) degrade(r, job.asked);
  next(slot, job.head + 1u);
}

void Dependencies::fail(std::uint32_t slot) {
  leave(slot);
  const Request& r = world_.requests[slot];
  const Time hop = world_.hop(world_.scenario.replicas[r.replica.index()].zone, world_.balancer->entry_zone(r));
  world_.clients->answer(slot, Outcome::unavailable, r.asked, hop);
}

void Dependencies::leave(std::uint32_t slot) {
  ++jobs_[slot].step;
  world_.requests[slot].stage = Stage::storing;
  world_.workers->release(slot);
}

}  // namespace bicoastal
