#include "sim/analysis/witness/cause.hpp"

#include "sim/analysis/fault_places.hpp"
#include "sim/base/wall_clock.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace bicoastal {
namespace {

bool is_leader(const Scenario& s, StoreId store) { return store.index() < s.regions.size(); }

StoreId leader_of(const Scenario& s, StoreId store) { return StoreId(s.stores[store.index()].region.index()); }

/// Of both ways the lesser: what waited through an outage of a region counts for one of them only.
std::optional<Time> usual_lag(const WitnessSource& source, StoreId from, StoreId to) {
  const Scenario& s = source.scenario;
  if (!is_leader(s, from) || !is_leader(s, to)) return std::nullopt;
  std::optional<Time> least;
  for (const auto& [a, b] : {std::pair(from, to), std::pair(to, from)}) {
    const std::size_t pair = a.index() * s.regions.size() + b.index();
    if (pair >= source.usual_lags.size() || source.usual_lags[pair] == Time()) continue;
    least = std::min(least.value_or(Time::max()), source.usual_lags[pair]);
  }
  return least;
}

/// The fault that held up the delivery; none where none did.
FaultId fault_on(const WitnessSource& source, const Delivery& d) {
  const Scenario& s = source.scenario;
  const BatchRecord* const batch =
      d.arrived == Time::max() ? nullptr : source.evidence.batch_at(d.from, d.to, d.arrived);
  const auto began = [&](FaultId fault) {
    return fault.index() < s.faults.size() && s.faults[fault.index()].at <= d.needed;
  };
  if (batch != nullptr && batch->fault.has_value() && began(batch->fault)) return batch->fault;
  if (const BatchRecord* const torn = source.evidence.torn_between(d.from, d.to, d.accepted, d.needed);
      torn != nullptr && torn->fault.index() < s.faults.size())
    return torn->fault;
  // Where regions are updated in turn it may have waited in a region before.
  if (batch != nullptr && !s.data.one_by_one) return {};
  for (std::size_t f = 0; f < s.faults.size(); ++f)
    if (s.faults[f].at <= d.needed && s.faults[f].until > d.accepted &&
        cuts(s, s.faults[f], s.stores[d.from.index()].region, s.stores[d.to.index()].region))
      return FaultId(f);
  return {};
}

void set_arrival(const WitnessSource& source, Delivery& delivery) {
  const ApplyRecord* const arrival = source.evidence.arrival_of(delivery.version, delivery.to);
  if (arrival == nullptr) return;
  delivery.arrived = arrival->time;
  if (const BatchRecord* const batch = source.evidence.batch_at(arrival->from, delivery.to, arrival->time))
    delivery.sent = batch->sent;
}

}  // namespace

Cause cause_of_missing(const WitnessSource& source, VersionId version, StoreId store, Time needed) {
  const Scenario& s = source.scenario;
  const Evidence& e = source.evidence;
  const AcceptRecord* const accept = e.accept_of(version);
  Cause cause;
  if (accept == nullptr || store.index() >= s.stores.size() || accept->store.index() >= s.stores.size()) return cause;
  Delivery d{.version = version, .from = accept->store, .to = store, .accepted = accept->time, .needed = needed};
  if (const ApplyRecord* const back = e.withdrawal_of(version, store); back != nullptr && back->time <= needed) {
    cause.kind = CauseKind::failover;
    return cause;
  }
  if (!is_leader(s, store)) {
    const StoreId leader = leader_of(s, store);
    const ApplyRecord* const there = e.arrival_of(version, leader);
    const Time since = leader == accept->store ? accept->time : there != nullptr ? there->time : Time::max();
    d.to = leader;
    if (since <= needed) {
      d = {.version = version, .from = leader, .to = store, .accepted = since, .needed = needed};
      set_arrival(source, d);
      cause.kind = CauseKind::lag;
      cause.delivery = d;
      return cause;
    }
  }
  set_arrival(source, d);
  cause.delivery = d;
  cause.usual = usual_lag(source, d.from, d.to);
  cause.fault = fault_on(source, d);
  const RoleRecord* const promoted = e.role_between(RoleEvent::promoted, accept->partition, d.accepted, needed);
  const ApplyRecord* const arrival = e.arrival_of(version, d.to);
  const bool passed_on = arrival != nullptr && !(arrival->from == accept->store);
  cause.kind = cause.fault.has_value()            ? CauseKind::fault
               : promoted != nullptr || passed_on ? CauseKind::failover
                                                  : CauseKind::lag;
  if (promoted != nullptr) cause.promoted = promoted->region;
  return cause;
}

Cause cause_of_choice(const WitnessSource& source, const AcceptRecord& loser, const AcceptRecord& winner) {
  const bool loser_first = loser.time < winner.time;
  const AcceptRecord& first = loser_first ? loser : winner;
  const AcceptRecord& then = loser_first ? winner : loser;
  Cause cause = cause_of_missing(source, first.version, then.store, then.time);
  const bool in_time = cause.delivery && cause.delivery->arrived <= then.time;
  if (in_time || first.store == then.store) cause.delivery.reset();  // it was known
  if (winner.version.epoch() > loser.version.epoch()) {
    const RoleRecord* const promoted =
        source.evidence.role_between(RoleEvent::promoted, winner.partition, loser.time, winner.time);
    cause.kind = CauseKind::failover;
    if (promoted != nullptr) cause.promoted = promoted->region;
    return cause;
  }
  if (!loser_first && loser.stamp <= winner.stamp && stamps_tell_time(source.scenario.data.conflicts)) {
    cause.kind = CauseKind::clock_skew;
    cause.fault = FaultId();
    cause.skew = Time((winner.stamp - winner.time.ns) - (loser.stamp - loser.time.ns));
    return cause;
  }
  const bool would_be_known = cause.delivery && (!cause.usual || first.time + *cause.usual <= then.time);
  if (cause.kind == CauseKind::fault && would_be_known) return cause;
  cause.kind = CauseKind::policy;
  cause.fault = FaultId();
  return cause;
}

}  // namespace bicoastal
