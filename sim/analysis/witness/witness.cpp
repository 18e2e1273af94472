#include "sim/analysis/witness/witness.hpp"

#include "sim/analysis/quorum/members.hpp"

#include "sim/analysis/witness/cause.hpp"
#include "sim/analysis/witness/draft.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace bicoastal {
namespace {

using Kind = WitnessEvent::Kind;

// --- reads

/// The read `a.op` lacks the write `a.other`.
void missed_by_read(WitnessDraft& d, const Anomaly& a, Part part) {
  const AcceptRecord* const missed = d.write(a.other, part);
  const OperationRecord* const read = d.read(a.op, Part::stale_read);
  if (missed == nullptr || read == nullptr) return;
  d.cause() = cause_of_missing(d.source(), a.other, read->store, read->time);
  if (const ApplyRecord* const back = d.evidence().withdrawal_of(a.other, read->store);
      back != nullptr && back->time <= read->time)
    d.event({.kind = Kind::withdrawn, .at = back->time, .version = a.other, .to = read->store});
  d.tell_cause();
}

void tell_move(WitnessDraft& d, SessionId session, Time begin, Time end) {
  if (const MoveRecord* const move = d.evidence().move_between(session, begin, end))
    d.event({.kind = Kind::moved, .at = move->time, .region = move->to, .session = session});
}

void read_your_writes(WitnessDraft& d, const Anomaly& a) {
  missed_by_read(d, a, Part::first_write);
  const AcceptRecord* const write = d.evidence().accept_of(a.other);
  const OperationRecord* const read = d.evidence().operation(a.op);
  if (write != nullptr && read != nullptr) tell_move(d, a.session, write->time, read->invoked);
}

void monotonic_reads(WitnessDraft& d, const Anomaly& a) {
  missed_by_read(d, a, Part::missed);
  const OperationRecord* const second = d.evidence().operation(a.op);
  if (second == nullptr) return;
  const OperationRecord* const first = d.evidence().read_of(a.other, a.session, second->invoked);
  if (first == nullptr) return;
  d.read(first->op, Part::first_read);
  tell_move(d, a.session, first->time, second->invoked);
}

// --- the order of a session's writes

/// When the store had the version; max: never.
Time known_at(const WitnessDraft& d, const AcceptRecord& write, StoreId store) {
  if (write.store == store && write.shadowed != 2) return write.time;
  const ApplyRecord* const there = d.evidence().arrival_of(write.version, store);
  return there == nullptr ? Time::max() : there->time;
}

/// `then` should be nowhere without `first`: the store that had it first without, or the stamps that turn them round.
void out_of_order(WitnessDraft& d, const AcceptRecord& first, const AcceptRecord& then) {
  const Scenario& scenario = d.source().scenario;
  const bool quorum = scenario.data.writes == WritePattern::quorum;
  const QuorumMembers members(scenario);
  StoreId where;
  Time since = Time::max();
  for (std::size_t s = 0; s < scenario.regions.size(); ++s) {
    if (quorum && !members.find(first.key, StoreId(s))) continue;  // nobody ever sends it there
    const Time there = known_at(d, then, StoreId(s));
    if (there >= since || known_at(d, first, StoreId(s)) <= there) continue;
    where = StoreId(s);
    since = there;
  }
  if (!where.has_value()) {
    // Of a quorum no single region tells: too few of those that a read asks showed the first.
    if (!quorum) d.cause() = cause_of_choice(d.source(), then, first);
    return;
  }
  d.cause() = cause_of_missing(d.source(), first.version, where, since);
  if (!(where == then.store)) d.arrival(then.version, where);
  d.tell_cause();
}

void monotonic_writes(WitnessDraft& d, const Anomaly& a) {
  const AcceptRecord* const first = d.write(a.other, Part::first_write);
  const AcceptRecord* const then = d.write(a.version, Part::then_write);
  if (first != nullptr && then != nullptr) out_of_order(d, *first, *then);
}

void writes_follow_reads(WitnessDraft& d, const Anomaly& a) {
  const AcceptRecord* const first = d.write(a.other, Part::missed);
  const AcceptRecord* const then = d.write(a.version, Part::then_write);
  const OperationRecord* const end = d.evidence().operation(a.op);
  if (end != nullptr)
    if (const OperationRecord* const read = d.evidence().read_of(a.other, a.session, end->invoked))
      d.read(read->op, Part::first_read);
  if (first != nullptr && then != nullptr) out_of_order(d, *first, *then);
}

// --- two writes that met

void arrivals_at_each_other(WitnessDraft& d, const AcceptRecord& a, const AcceptRecord& b) {
  if (a.store == b.store) return;
  d.arrival(a.version, b.store);
  d.arrival(b.version, a.store);
}

void conflict(WitnessDraft& d, const Anomaly& a) {
  const AcceptRecord* x = d.write(a.version, Part::then_write);
  const AcceptRecord* y = d.write(a.other, Part::first_write);
  if (x == nullptr || y == nullptr) return;
  if (x->time < y->time) std::swap(x, y);
  if (!(x->store == y->store)) d.cause() = cause_of_missing(d.source(), y->version, x->store, x->time);
  arrivals_at_each_other(d, *x, *y);
  d.tell_cause();
}

void one_had_to_go(WitnessDraft& d, const Anomaly& a, Part loses, Part wins) {
  const AcceptRecord* const loser = d.write(a.version, loses);
  const AcceptRecord* const winner = d.write(a.other, wins);
  if (loser == nullptr || winner == nullptr) return;
  d.cause() = cause_of_choice(d.source(), *loser, *winner);
  arrivals_at_each_other(d, *loser, *winner);
  const std::size_t leaders = d.source().scenario.regions.size();
  if (const ApplyRecord* const met = d.evidence().meeting_of(a.version, a.other, leaders))
    d.arrival(met->version, met->store);
  d.tell_cause();
}

void lost_write(WitnessDraft& d, const Anomaly& a) {
  const AcceptRecord* const write = d.write(a.version, Part::lost);
  const LostRecord* const loss = d.evidence().loss_of(a.version);
  if (write == nullptr || loss == nullptr) return;
  Cause& cause = d.cause();
  cause.kind = CauseKind::failover;
  if (loss->fault.index() < d.source().scenario.faults.size()) cause.fault = loss->fault;
  // What is lost at the return of an old primary was accepted after another one had taken its place.
  const RoleRecord* promoted =
      d.evidence().role_between(RoleEvent::promoted, write->partition, write->time, loss->time);
  if (promoted == nullptr) {
    promoted = d.evidence().role_between(RoleEvent::promoted, write->partition, Time(), loss->time);
    d.event(
        {.kind = Kind::rejoined, .at = loss->time, .region = d.source().scenario.stores[write->store.index()].region});
  }
  if (promoted != nullptr) {
    cause.promoted = promoted->region;
    d.event({.kind = Kind::promoted, .at = promoted->time, .region = promoted->region});
    const Cause missing = cause_of_missing(d.source(), a.version, StoreId(promoted->region.index()), loss->time);
    cause.delivery = missing.delivery;
    cause.usual = missing.usual;
    if (cause.delivery) d.torn(*cause.delivery);
  }
  for (std::size_t s = 0; s < d.source().scenario.regions.size(); ++s)
    if (const ApplyRecord* const there = d.evidence().arrival_of(a.version, StoreId(s));
        there != nullptr && there->time <= loss->time)
      d.arrival(a.version, StoreId(s));
  d.event({.kind = Kind::gone, .at = loss->time, .version = a.version, .to = write->store});
  const RegionId new_primary = std::exchange(cause.promoted, RegionId());  // told already, if anything
  const auto delivery = std::exchange(cause.delivery, std::nullopt);       // never came
  d.tell_cause();
  cause.promoted = new_primary;
  cause.delivery = delivery;
}

// --- rules of the data

std::int64_t taken_by(const WitnessDraft& d, VersionId version) {
  const ServeRecord* const serve = d.evidence().serve_of(version);
  const bool takes = serve != nullptr && (serve->verb == Verb::take || serve->verb == Verb::withdraw);
  return takes ? serve->amount : 0;
}

/// What the change was made on top of, as far back as the history goes: under an ordering policy all that its store
/// counted with.
std::set<VersionId> counted_with(const WitnessDraft& d, const AcceptRecord& change) {
  std::set<VersionId> versions;
  for (const AcceptRecord* a = &change; a != nullptr && versions.insert(a->version).second;)
    a = d.evidence().accept_of(a->previous);
  return versions;
}

/// The store had known `earlier` when it accepted `change`, and did not count with it any more.
void had_been_dropped(WitnessDraft& d, const AcceptRecord& earlier, const AcceptRecord& change) {
  d.cause().kind = CauseKind::policy;
  const ApplyRecord* const instead = d.evidence().successor_of(earlier.version, change.store);
  if (instead == nullptr || instead->time > change.time) return;
  d.write(instead->version, Part::involved);
  d.arrival(instead->version, change.store);
}

/// The change took what others had taken that its store did not count with: it had not arrived, or the policy had
/// dropped it. So many of these, from the latest back, that it would have been declined with them.
void took_too_much(WitnessDraft& d, const Anomaly& a) {
  const AcceptRecord* const change = d.write(a.version, Part::change);
  if (change == nullptr) return;
  const bool merges = d.source().scenario.data.conflicts.merges;
  const std::set<VersionId> counted = counted_with(d, *change);
  const auto is_counted = [&](const AcceptRecord& other) {
    return merges ? known_at(d, other, change->store) <= change->time : counted.contains(other.version);
  };
  std::int64_t hidden = 0;
  const AcceptRecord* latest = nullptr;
  const auto& all = d.evidence().accepts();
  for (auto other = all.rbegin(); other != all.rend() && hidden < a.amount; ++other) {
    const bool before = other->key == a.key && other->time <= change->time && !(other->version == change->version);
    const std::int64_t taken = before ? taken_by(d, other->version) : 0;
    if (taken <= 0 || is_counted(*other)) continue;
    hidden += taken;
    d.write(other->version, Part::rival);
    d.arrival(other->version, change->store);
    if (latest == nullptr) latest = &*other;
  }
  if (latest == nullptr) return;
  if (known_at(d, *latest, change->store) > change->time) {
    d.cause() = cause_of_missing(d.source(), latest->version, change->store, change->time);
  } else {
    had_been_dropped(d, *latest, *change);
  }
  d.tell_cause();
}

/// Two changes that break a rule together, or of which the one undid the other.
void broke_a_rule(WitnessDraft& d, const Anomaly& a) {
  const AcceptRecord* x = d.write(a.version, Part::change);
  const AcceptRecord* y = d.write(a.other, Part::rival);
  if (x == nullptr || y == nullptr) return;
  if (x->time < y->time) std::swap(x, y);
  if (known_at(d, *y, x->store) <= x->time) {
    d.arrival(y->version, x->store);
    if (!counted_with(d, *x).contains(y->version)) had_been_dropped(d, *y, *x);
    return;
  }
  d.cause() = cause_of_missing(d.source(), y->version, x->store, x->time);
  arrivals_at_each_other(d, *x, *y);
  d.tell_cause();
}

void reordered(WitnessDraft& d, const Anomaly& a) {
  const AcceptRecord* const then = d.write(a.version, Part::then_write);
  const AcceptRecord* const first = d.write(a.other, Part::first_write);
  if (first != nullptr && then != nullptr) out_of_order(d, *first, *then);
}

void gather(WitnessDraft& d, const Anomaly& a) {
  switch (a.kind) {
    case AnomalyKind::stale_read: return missed_by_read(d, a, Part::missed);
    case AnomalyKind::read_your_writes: return read_your_writes(d, a);
    case AnomalyKind::monotonic_reads: return monotonic_reads(d, a);
    case AnomalyKind::monotonic_writes: return monotonic_writes(d, a);
    case AnomalyKind::writes_follow_reads: return writes_follow_reads(d, a);
    case AnomalyKind::conflict: return conflict(d, a);
    case AnomalyKind::discarded_write: return one_had_to_go(d, a, Part::loser, Part::winner);
    case AnomalyKind::lost_write: return lost_write(d, a);
    case AnomalyKind::causality: return one_had_to_go(d, a, Part::loser, Part::winner);
    case AnomalyKind::lost_change:
    case AnomalyKind::lost_item: return one_had_to_go(d, a, Part::change, Part::rival);
    case AnomalyKind::resurrected_item:
    case AnomalyKind::double_booking: return broke_a_rule(d, a);
    case AnomalyKind::oversold:
    case AnomalyKind::overdraft: return took_too_much(d, a);
    case AnomalyKind::reordered: return reordered(d, a);
  }
}

/// The write that a read of a contradiction should have known: the last that had ended before the read began.
const RegisterOp* should_have_seen(const Contradiction& c, const RegisterOp& read) {
  const RegisterOp* last = nullptr;
  for (const RegisterOp& op : c.ops)
    if (op.kind == OpKind::write && op.completed <= read.invoked && !(op.version == read.version) &&
        (last == nullptr || op.completed > last->completed))
      last = &op;
  return last;
}

}  // namespace

Witness witness_of(const Anomaly& anomaly, const WitnessSource& source) {
  WitnessDraft draft(anomaly, source);
  gather(draft, anomaly);
  return draft.finish();
}

Witness witness_of(const Contradiction& contradiction, const WitnessSource& source) {
  Anomaly about;
  about.key = contradiction.key;
  for (const RegisterOp& op : contradiction.ops)
    if (op.completed != Time::max()) about.time = std::max(about.time, op.completed);
  WitnessDraft draft(about, source);
  for (const RegisterOp& op : contradiction.ops)
    op.kind == OpKind::write ? void(draft.write(op.version, Part::involved)) : void(draft.read(op.op, Part::involved));
  for (const RegisterOp& op : contradiction.ops) {
    const OperationRecord* const read = op.kind == OpKind::read ? source.evidence.operation(op.op) : nullptr;
    const RegisterOp* const missed = read == nullptr ? nullptr : should_have_seen(contradiction, op);
    if (missed == nullptr || draft.cause().delivery) continue;
    draft.cause() = cause_of_missing(source, missed->version, read->store, read->time);
    if (draft.cause().delivery && draft.cause().delivery->arrived <= read->time) draft.cause() = {};
  }
  draft.tell_cause();
  return draft.finish(true);
}

namespace {

void widen(Stretch& stretch, const Evidence& evidence, VersionId version) {
  if (const AcceptRecord* const accept = evidence.accept_of(version)) {
    stretch.from = std::min(stretch.from, accept->time);
    stretch.to = std::max(stretch.to, accept->time);
  }
  const Time last = evidence.last_arrival_of(version);
  stretch.to = std::max(stretch.to, last);
}

}  // namespace

Stretch stretch_of(const Anomaly& anomaly, const Evidence& evidence) {
  Stretch stretch{anomaly.time, anomaly.time};
  for (const VersionId version : {anomaly.version, anomaly.other})
    if (!version.is_initial()) widen(stretch, evidence, version);
  if (anomaly.kind == AnomalyKind::oversold || anomaly.kind == AnomalyKind::overdraft)
    for (const AcceptRecord& accept : evidence.accepts())
      if (accept.key == anomaly.key && accept.time <= anomaly.time &&
          evidence.last_arrival_of(accept.version) >= anomaly.time)
        widen(stretch, evidence, accept.version);
  return stretch;
}

Stretch stretch_of(const Contradiction& contradiction, const Evidence& evidence) {
  Stretch stretch{Time::max(), Time()};
  for (const RegisterOp& op : contradiction.ops) {
    stretch.from = std::min(stretch.from, op.invoked);
    stretch.to = std::max(stretch.to, op.completed == Time::max() ? op.invoked : op.completed);
    if (op.kind == OpKind::write) widen(stretch, evidence, op.version);
  }
  return stretch;
}

}  // namespace bicoastal
