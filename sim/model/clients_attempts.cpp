// From an attempt to its end: sending, waiting, hedging, timing out, trying again.
#include "sim/model/backoff.hpp"
#include "sim/model/balancer.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/directory.hpp"
#include "sim/model/serving.hpp"

#include <algorithm>

namespace bicoastal {

void Clients::attempt(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const Population& population = world_.scenario.clients[r.population.index()];
  r.deadline = world_.now + population.timeout;
  r.asked = population.next_region_on_retry && r.attempt > 1 ? world_.directory->next_after(r.population, r.asked)
                                                             : world_.directory->answer(r.population, r.session);
  if (population.hedge_after.ns > 0 && r.kind == OpKind::read && population.hedge_after < population.timeout)
    world_.post(world_.now + population.hedge_after, Kind::hedge, slot, r.generation);
  send(slot);
}

/// REQUIRES: it is said where to.
void Clients::send(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  r.stage = Stage::sent;
  r.store = StoreId();
  r.served = r.orphan = r.timeout_posted = false;
  r.degraded = kAnswerFull;
  Time extra;
  if (world_.conditions.any_active() && !passes(r, extra)) {
    lose(slot);
    return;
  }
  const PathDelay& path = world_.scenario.clients[r.population.index()].to_region[r.asked.index()];
  const Time at = world_.now + extra + (path.excess_p99.ns == 0 ? path.base : draw(path, bits(r, kOut)));
  world_.queue.post_in_lane(0, at, raw(Kind::at_balancer), slot, r.generation);
  watch(slot, at);
}

/// Whether messages get through between the client and the region it asks; adds what they are held up.
bool Clients::passes(Request& r, Time& extra) {
  if (!r.asked.has_value()) {
    world_.touch(r, world_.conditions.name_service_faults());
    return false;
  }
  const AccessCondition& access = world_.conditions.access(r.population, r.asked);
  world_.touch(r, access.faults);
  extra = access.extra;
  return access.up;
}

void Clients::watch(std::uint32_t slot, Time at) {
  Request& r = world_.requests[slot];
  if (at <= r.deadline || r.timeout_posted || r.abandoned) return;
  r.timeout_posted = true;
  world_.post(std::max(world_.now, r.deadline), Kind::timeout, slot, r.generation);
}

void Clients::answer(std::uint32_t slot, Outcome outcome, RegionId from, Time after) {
  Request& r = world_.requests[slot];
  if (r.abandoned) {
    world_.requests.release(slot);
    return;
  }
  Time extra;
  if (world_.conditions.any_active() && !passes(r, extra)) {
    lose(slot);
    return;
  }
  const PathDelay& path = world_.scenario.clients[r.population.index()].to_region[from.index()];
  const Time at = world_.now + after + extra + (path.excess_p99.ns == 0 ? path.base : draw(path, bits(r, kBack)));
  r.answer = outcome;
  watch(slot, at);
  if (at > r.deadline) {
    r.stage = Stage::answered_late;
  } else {
    r.stage = Stage::answering;
    world_.queue.post_in_lane(1, at, raw(Kind::reply), slot, r.generation);
  }
}

void Clients::lose(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  world_.balancer->forget(r);
  if (r.abandoned) {
    world_.requests.release(slot);
    return;
  }
  watch(slot, Time::max());
  r.stage = Stage::lost;
}

void Clients::on_reply(std::uint32_t slot) {
  const Outcome outcome = world_.requests[slot].answer;
  if (outcome == Outcome::ok) {
    if (const auto twin = twin_of(slot)) give_up(*twin);
    end(slot, Outcome::ok);
  } else if (twin_of(slot)) {
    give_up(slot);
  } else {
    retry_or_end(slot, outcome);
  }
}

// --- two requests for one attempt ------------------------------------------------------------------------------------

std::optional<std::uint32_t> Clients::twin_of(std::uint32_t slot) const {
  if (twins_.empty()) return std::nullopt;
  const auto found = twins_.find(slot);
  return found == twins_.end() ? std::nullopt : std::optional(found->second);
}

void Clients::on_hedge(std::uint32_t slot) {
  if (world_.requests[slot].abandoned || !affords_another(world_.requests[slot].population)) return;
  const std::uint32_t second = world_.requests.acquire();
  Request& first = world_.requests[slot];
  Request& next = world_.requests[second];
  const std::uint32_t generation = next.generation;
  ++first.hedges;
  next = first;
  next.generation = generation;
  next.outstanding = false;
  next.hedge = true;
  twins_[slot] = second;
  twins_[second] = slot;
  const Population& population = world_.scenario.clients[next.population.index()];
  next.asked = population.next_region_on_retry && next.asked.has_value()
                   ? world_.directory->next_after(next.population, next.asked)
                   : world_.directory->answer(next.population, next.session);
  send(second);
}

/// One of two requests is not waited for any more: it failed, or the other one was answered. The other one stands for
/// the operation from now on, with what touched this one.
void Clients::give_up(std::uint32_t slot) {
  const std::uint32_t twin = twins_.at(slot);
  twins_.erase(slot);
  twins_.erase(twin);
  Request& r = world_.requests[slot];
  if (r.fault.has_value()) world_.touch(world_.requests[twin], r.fault);
  if (r.stage == Stage::lost || r.stage == Stage::answered_late || r.stage == Stage::answering)
    world_.requests.release(slot);
  else
    r.abandoned = true;  // the work goes on without its client
}

/// Whether a further request can be paid for, where there is a budget for these.
bool Clients::affords_another(PopulationId population) {
  return !world_.scenario.clients[population.index()].retries.budget || budgets_[population.index()].pay(world_.now);
}

void Clients::on_timeout(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  if (r.abandoned || r.stage == Stage::answering) return;  // it is answered at this very moment, in time
  if (at_replica(r)) world_.serving->blame(r);
  if (twin_of(slot)) {  // its own time is up at the same moment
    give_up(slot);
    return;
  }
  if (r.stage == Stage::lost || r.stage == Stage::answered_late) {
    retry_or_end(slot, Outcome::timeout);
    return;
  }
  // The work goes on without its client; the operation goes on in a slot of its own.
  r.abandoned = true;
  const std::uint32_t heir = world_.requests.acquire();
  Request& next = world_.requests[heir];
  const std::uint32_t generation = next.generation;
  next = world_.requests[slot];
  next.generation = generation;
  next.abandoned = false;
  next.outstanding = false;
  next.stage = Stage::lost;
  retry_or_end(heir, Outcome::timeout);
}

void Clients::retry_or_end(std::uint32_t slot, Outcome outcome) {
  Request& r = world_.requests[slot];
  const Retries& retries = world_.scenario.clients[r.population.index()].retries;
  if (r.attempt >= retries.attempts || !affords_another(r.population)) {
    end(slot, outcome);
    return;
  }
  const std::uint64_t luck = bits(r, kBackoff);
  ++r.generation;  // whatever was under way for the old attempt is void
  r.stage = Stage::backing_off;
  r.timeout_posted = false;
  world_.post(world_.now + backoff(retries, r.attempt, luck), Kind::retry, slot, r.generation);
}

void Clients::on_retry(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  ++r.attempt;
  r.hedge = false;
  attempt(slot);
}

}  // namespace bicoastal
