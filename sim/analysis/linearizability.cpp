#include "sim/analysis/linearizability.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

Verdict verdict_of(const Zones& zones) {
  return zones.violated() ? Verdict::violated : zones.undecided() ? Verdict::unknown : Verdict::valid;
}

RegisterOp register_op(const OperationRecord& record) {
  return {record.invoked, record.time, record.kind, record.version, record.op, record.session};
}

}  // namespace

RegisterVerdict judge_register(std::span<const RegisterOp> ops) {
  Zones zones;
  std::vector<std::uint32_t> order;
  order.reserve(ops.size());
  for (std::size_t i = 0; i < ops.size(); ++i) {
    if (ops[i].completed != Time::max()) {
      order.push_back(static_cast<std::uint32_t>(i));
    } else if (ops[i].kind == OpKind::write) {
      zones.maybe_written(ops[i]);
    }
  }
  const auto sooner = [&](std::uint32_t a, std::uint32_t b) { return ops[a].completed < ops[b].completed; };
  if (!std::is_sorted(order.begin(), order.end(), sooner)) std::stable_sort(order.begin(), order.end(), sooner);
  for (const std::uint32_t i : order) {
    if (ops[i].kind == OpKind::write) {
      zones.written(ops[i]);
    } else {
      zones.read(ops[i]);
    }
  }
  return {verdict_of(zones), zones.contradiction(), zones.delta()};
}

LinearizabilityCheck::LinearizabilityCheck(const Scenario& scenario)
    : registers_(scenario.keys.type == DataType::reg && !scenario.data.conflicts.merges),
      slot_of_(scenario.keys.count, kNone) {}

void LinearizabilityCheck::on(const AcceptRecord& record) {
  if (!registers_) return;
  Key& key = open(record.key);
  const bool before = key.zones.violated();
  key.written = true;
  const Stamped id{record.version, record.stamp};
  const auto late = late_.empty() ? late_.end() : late_.find(record.op.value);
  if (late == late_.end()) {
    key.zones.accepted(id, record.op);
  } else {
    const Begun& begun = late->second;
    key.zones.maybe_written({begun.invoked, Time::max(), OpKind::write, id.version, record.op, begun.session},
                            id.stamp);
  }
  note(record.key, key, before);
}

void LinearizabilityCheck::on(const OperationRecord& record) {
  if (!registers_) return;
  const bool ok = record.outcome == Outcome::ok;
  if (record.kind == OpKind::read) {
    if (!ok) return;
    Key* key = find(record.key);
    if (key == nullptr) {
      if (record.version.is_initial()) return;  // nobody has written: nothing can contradict it
      key = &open(record.key);
    }
    const bool before = key->zones.violated();
    key->zones.read(register_op(record), record.stamp);
    return note(record.key, *key, before);
  }
  const bool answered = ok && !record.version.is_initial();
  if (record.attempts > 1 || record.outcome == Outcome::timeout || record.outcome == Outcome::in_flight)
    late_.emplace(record.op.value, Begun{record.invoked, record.session});
  Key* key = answered ? &open(record.key) : find(record.key);
  if (key == nullptr) return;
  const bool before = key->zones.violated();
  if (answered) {
    key->written = true;
    key->zones.written(register_op(record), record.stamp);
  }
  if (!ok || record.attempts > 1) key->zones.gave_up(register_op(record));
  note(record.key, *key, before);
}

void LinearizabilityCheck::forget(const AcceptRecord& record, const std::optional<Stamped>& settled) {
  if (!registers_) return;
  Key* const key = find(record.key);
  if (key == nullptr) return;
  if (!settled) {
    if (key->zones.size() > 1) key->zones.forget([&](const Stamped& id) { return id.version == record.previous; });
  } else if (key->zones.size() >= key->enough) {
    key->zones.forget([&](const Stamped& id) { return !later(*settled, id); });
    key->enough = std::max<std::size_t>(8, 2 * key->zones.size());
  }
}

void LinearizabilityCheck::finish(Analysis& analysis) const {
  Linearizability& result = analysis.linearizability;
  result.checked = true;
  if (!registers_) return;
  std::optional<Time> delta = Time();
  for (std::size_t slot = 0; slot < keys_.size(); ++slot) {
    const Key& key = keys_[slot];
    if (key.written) ++result.keys;
    if (key.zones.violated())
      ++result.violated;
    else if (key.zones.undecided())
      ++result.undecided;
    if (const auto of_key = key.zones.delta(); delta && (!of_key || *of_key > *delta)) {
      delta = of_key;
      result.delta_key = key_of_[slot];
    }
  }
  if (delta) result.delta_s = delta->in_seconds();
  for (const std::uint32_t slot : contradicted_) {
    if (result.examples.size() == kAnomaliesKept) break;
    if (keys_[slot].zones.violated()) result.examples.push_back({key_of_[slot], keys_[slot].zones.contradiction()});
  }
  result.verdict = result.violated > 0                          ? Verdict::violated
                   : analysis.complete && result.undecided == 0 ? Verdict::valid
                                                                : Verdict::unknown;
}

std::size_t LinearizabilityCheck::kept() const {
  std::size_t sum = 0;
  for (const Key& key : keys_) sum += key.zones.size();
  return sum;
}

LinearizabilityCheck::Key* LinearizabilityCheck::find(KeyId key) {
  const std::uint32_t slot = slot_of_[key.index()];
  return slot == kNone ? nullptr : &keys_[slot];
}

LinearizabilityCheck::Key& LinearizabilityCheck::open(KeyId key) {
  std::uint32_t& slot = slot_of_[key.index()];
  if (slot == kNone) {
    slot = static_cast<std::uint32_t>(keys_.size());
    keys_.emplace_back();
    key_of_.push_back(key);
  }
  return keys_[slot];
}

void LinearizabilityCheck::note(KeyId id, const Key& key, bool before) {
  if (!before && key.zones.violated()) contradicted_.push_back(slot_of_[id.index()]);
}

}  // namespace bicoastal
