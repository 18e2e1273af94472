#include "sim/analysis/witness/draft.hpp"

#include <algorithm>
#include <tuple>

namespace bicoastal {
namespace {

Time place_of(const WitnessOp& op) { return op.kind == OpKind::write ? op.accepted : op.ended; }

}  // namespace

WitnessDraft::WitnessDraft(const Anomaly& anomaly, const WitnessSource& source) : source_(source) {
  witness_.anomaly = anomaly;
}

const AcceptRecord* WitnessDraft::write(VersionId version, Part part) {
  if (version.is_initial()) return nullptr;
  const AcceptRecord* const accept = evidence().accept_of(version);
  const bool held = accept != nullptr && accept->store.index() < source_.scenario.stores.size();
  if (!held) return nullptr;
  const auto same = [&](const WitnessOp& op) { return op.kind == OpKind::write && op.version == version; };
  if (std::any_of(witness_.ops.begin(), witness_.ops.end(), same)) return accept;
  WitnessOp op;
  op.part = part;
  op.kind = OpKind::write;
  op.op = accept->op;
  op.session = accept->session;
  op.key = accept->key;
  op.version = version;
  op.store = accept->store;
  op.accepted = accept->time;
  op.stamp = accept->stamp;
  if (const OperationRecord* const end = evidence().operation(accept->op)) {
    op.invoked = end->invoked;
    op.verb = end->verb;
    if (end->outcome == Outcome::ok) op.ended = end->time;
  }
  if (const ServeRecord* const serve = evidence().serve_of(version)) {
    op.verb = serve->verb;
    op.item = serve->item;
    op.amount = serve->amount;
  }
  witness_.ops.push_back(op);
  return accept;
}

const OperationRecord* WitnessDraft::read(OpId id, Part part) {
  const OperationRecord* const end = evidence().operation(id);
  if (end == nullptr || end->store.index() >= source_.scenario.stores.size()) return nullptr;
  WitnessOp op;
  op.part = part;
  op.kind = OpKind::read;
  op.op = id;
  op.session = end->session;
  op.key = end->key;
  op.version = end->version;
  op.invoked = end->invoked;
  op.ended = end->time;
  op.store = end->store;
  op.stamp = end->stamp;
  witness_.ops.push_back(op);
  return end;
}

void WitnessDraft::arrival(VersionId version, StoreId store) {
  const ApplyRecord* const there = evidence().arrival_of(version, store);
  if (there == nullptr) return;
  for (const WitnessEvent& e : witness_.events)
    if (e.kind == WitnessEvent::Kind::arrived && e.version == version && e.to == store) return;
  WitnessEvent event;
  event.kind = WitnessEvent::Kind::arrived;
  event.at = there->time;
  event.version = version;
  event.from = there->from;
  event.to = store;
  event.prevails = there->result != ApplyResult::superseded;
  event.displaced = there->displaced;
  if (const BatchRecord* const batch = evidence().batch_at(there->from, store, there->time)) event.sent = batch->sent;
  witness_.events.push_back(event);
}

void WitnessDraft::torn(const Delivery& d) {
  const BatchRecord* const batch = evidence().torn_between(d.from, d.to, d.accepted, d.needed);
  if (batch == nullptr) return;
  event({.kind = WitnessEvent::Kind::torn,
         .at = batch->time,
         .version = d.version,
         .from = d.from,
         .to = d.to,
         .sent = batch->sent,
         .fault = batch->fault});
}

void WitnessDraft::tell_cause() {
  const Cause& cause = witness_.cause;
  if (cause.delivery) arrival(cause.delivery->version, cause.delivery->to);
  if (cause.delivery && cause.kind == CauseKind::fault) torn(*cause.delivery);
  if (cause.fault.index() < source_.scenario.faults.size()) {
    const Fault& fault = source_.scenario.faults[cause.fault.index()];
    event({.kind = WitnessEvent::Kind::fault_begins, .at = fault.at, .fault = cause.fault});
    Time last = witness_.anomaly.time;
    for (const WitnessEvent& e : witness_.events) last = std::max(last, e.at);
    if (fault.until <= last) event({.kind = WitnessEvent::Kind::fault_ends, .at = fault.until, .fault = cause.fault});
  }
  if (!cause.promoted.has_value()) return;
  for (const WitnessOp& op : witness_.ops) {
    const AcceptRecord* const accept = evidence().accept_of(op.version);
    if (op.kind != OpKind::write || accept == nullptr) continue;
    const RoleRecord* const promoted =
        evidence().role_between(RoleEvent::promoted, accept->partition, op.accepted, witness_.anomaly.time);
    if (promoted == nullptr) continue;
    event({.kind = WitnessEvent::Kind::promoted, .at = promoted->time, .region = promoted->region});
    return;
  }
}

Witness WitnessDraft::finish(bool contradiction) {
  auto& ops = witness_.ops;
  std::stable_sort(ops.begin(), ops.end(), [](const WitnessOp& a, const WitnessOp& b) {
    return std::make_tuple(place_of(a), a.kind == OpKind::read) < std::make_tuple(place_of(b), b.kind == OpKind::read);
  });
  char name = 'A';
  for (WitnessOp& op : ops)
    if (op.kind == OpKind::write && name <= 'Z') op.name = name++;
  std::stable_sort(witness_.events.begin(), witness_.events.end(),
                   [](const WitnessEvent& a, const WitnessEvent& b) { return a.at < b.at; });
  witness_.contradiction = contradiction;
  return std::move(witness_);
}

}  // namespace bicoastal
