#include "sim/analysis/effects/effects.hpp"

#include "sim/analysis/effects/appends.hpp"
#include "sim/analysis/effects/items.hpp"
#include "sim/analysis/effects/merged_registers.hpp"
#include "sim/analysis/effects/seats.hpp"
#include "sim/analysis/effects/sums.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

std::unique_ptr<MeaningJudge> make_judge(const Scenario& s, const Limits& limits, const Seen& seen,
                                         Anomalies& anomalies) {
  if (s.data.writes == WritePattern::quorum) return nullptr;
  switch (s.keys.type) {
    case DataType::reg:
      if (!s.data.conflicts.merges) return nullptr;
      return std::make_unique<MergedRegisters>(s, limits, seen, anomalies);
    case DataType::counter:
    case DataType::inventory:
    case DataType::accounts: return std::make_unique<Sums>(s, limits, seen, anomalies);
    case DataType::set:
    case DataType::cart: return std::make_unique<Items>(s, limits, seen, anomalies);
    case DataType::seats: return std::make_unique<Seats>(s, limits, seen, anomalies);
    case DataType::log: return std::make_unique<Appends>(anomalies);
  }
  return nullptr;
}

}  // namespace

Effects::Effects(const Scenario& scenario, const Limits& limits, Anomalies& anomalies)
    : anomalies_(anomalies),
      causality_(scenario, anomalies),
      seen_(scenario),
      judge_(make_judge(scenario, limits, seen_, anomalies)),
      changed_(judge_ != nullptr ? scenario.keys.count : 0),
      merges_(scenario.data.conflicts.merges),
      states_(scenario.regions.size()) {
  if (judge_ != nullptr) recent_.emplace(scenario, limits, seen_);
}

void Effects::on(const ServeRecord& record) {
  overheads_.on(record);
  if (record.kind == OpKind::write && record.declined == 0) serve_ = record;
}

void Effects::accept(const AcceptRecord& record) {
  const std::size_t partition = seen_.partition_of(record.key);
  if (serve_.version == record.version && serve_.key == record.key) {
    AcceptedChange change;
    change.version = record.version;
    change.previous = record.previous;
    change.op = record.op;
    change.accepted = record.time;
    change.stamp = record.stamp;
    change.amount = signed_amount_of(serve_.verb, serve_.amount);
    change.key = record.key;
    change.session = record.session;
    change.item = serve_.item;
    change.store = record.store;
    change.verb = serve_.verb;
    change.shadowed = record.shadowed == 1;
    recent_->add(change, [this](const AcceptedChange& earlier) { judge_->met(earlier); });
    judge_->accepted(change);
    if (!changed_[record.key.index()]) ++keys_;
    changed_[record.key.index()] = true;
  }
  seen_.advance(partition, record.version, record.store);
}

void Effects::apply(const ApplyRecord& record) {
  if (record.store.index() >= seen_.stores()) return;  // a read copy
  judge_->applied(record);
  if (record.result != ApplyResult::rolled_back && !record.version.is_initial())
    seen_.advance(seen_.partition_of(record.key), record.version, record.store);
}

void Effects::acknowledge(const OperationRecord& op) {
  if (op.version.is_initial()) return;
  AcceptedChange* const change = recent_->find(op.key, op.version);
  if (change == nullptr || change->acknowledged) return;
  change->acknowledged = true;
  judge_->acknowledged(*change, op);
}

void Effects::on(const LostRecord& record) {
  if (judge_ == nullptr) return;
  AcceptedChange* const change = recent_->find(record.key, record.version);
  if (change == nullptr || change->lost) return;
  change->lost = true;
  judge_->lost(*change);
}

void Effects::came_to(KeyId key, const Document& document, Time now) {
  if (!changed_[key.index()] || !recent_->known_everywhere(key)) return;
  changed_[key.index()] = false;  // a damaged file may tell it twice
  ++decided_;
  judge_->came_to(key, document, now);
}

void Effects::on(const StateRecord& record) {
  if (judge_ == nullptr) return;
  states_.on(record, [&](KeyId key, const Document& document) { came_to(key, document, record.time); });
}

void Effects::finish(Analysis& analysis, Time end) {
  overheads_.finish(analysis);
  if (judge_ == nullptr) return;
  states_.close([&](KeyId key, const Document& document) {
    if (analysis.complete) came_to(key, document, end);
  });
  judge_->finish(analysis, end);
  analysis.invariants.judged = true;
  analysis.invariants.keys = keys_;
  analysis.invariants.undecided = keys_ - decided_;
  if (!merges_) return;
  analysis.conflicts.discarded = anomalies_.counted(AnomalyKind::discarded_write);
}

}  // namespace bicoastal
