#include "sim/analysis/effects/sums.hpp"

#include <algorithm>
#include <cstdlib>

namespace bicoastal {

Sums::Sums(const Scenario& scenario, const Limits& limits, const Seen& seen, Anomalies& anomalies)
    : type_(scenario.keys.type),
      initial_(scenario.keys.initial),
      items_(type_ == DataType::accounts ? 2 : 1),
      anomalies_(anomalies),
      slots_(scenario.keys.count) {
  if (!scenario.data.conflicts.merges) lineage_.emplace(scenario, limits, seen, anomalies);
}

Sums::Key& Sums::key_of(KeyId key) {
  if (slots_.find(key) == ActiveKeys::kNone) {
    keys_.resize(slots_.open(key) + 1);
    keys_.back().level = initial_ * static_cast<std::int64_t>(items_);
  }
  return keys_[slots_.find(key)];
}

void Sums::accepted(const AcceptedChange& change) {
  Key& key = key_of(change.key);
  Item& item = key.items[std::min<std::size_t>(change.item, items_ - 1)];
  (change.amount < 0 ? item.doubt_low : item.doubt_high) += change.amount;
  take(change, key);
  if (lineage_) lineage_->accepted(change);
}

/// In the order of acceptance: whether there was enough.
void Sums::take(const AcceptedChange& change, Key& key) {
  key.level += change.amount;
  if (type_ == DataType::counter || change.amount >= 0 || key.level >= 0) return;
  const std::int64_t beyond = std::min(-change.amount, -key.level);
  const AnomalyKind kind = type_ == DataType::inventory ? AnomalyKind::oversold : AnomalyKind::overdraft;
  beyond_ += static_cast<std::uint64_t>(beyond);
  anomalies_.add(anomaly_of(kind, change, change.accepted, change.rival, beyond));
}

void Sums::met(const AcceptedChange& change) {
  if (change.acknowledged && !lineage_) key_of(change.key).witness = change;
}

void Sums::acknowledged(const AcceptedChange& change, const OperationRecord& /*op*/) {
  Key& key = key_of(change.key);
  Item& item = key.items[std::min<std::size_t>(change.item, items_ - 1)];
  (change.amount < 0 ? item.doubt_low : item.doubt_high) -= change.amount;
  item.acknowledged += change.amount;
  const std::int64_t size = std::abs(change.amount);
  key.size = key.size == 0 || key.size == size ? size : -1;
  if (change.lost && change.amount < 0) key.level += change.amount;
  if (lineage_)
    lineage_->acknowledged(change.key, change.version);
  else if (!change.rival.is_initial() || key.witness.version.is_initial())
    key.witness = change;
}

void Sums::lost(const AcceptedChange& change) {
  if (!change.acknowledged && change.amount < 0) key_of(change.key).level -= change.amount;
  if (lineage_) lineage_->lost(change.key, change.version);
}

void Sums::applied(const ApplyRecord& record) {
  if (lineage_) lineage_->applied(record);
}

void Sums::came_to(KeyId id, const Document& document, Time now) {
  const Key& key = key_of(id);
  std::int64_t off = 0;
  std::uint64_t distance = 0;
  for (std::size_t i = 0; i < items_; ++i) {
    const Item& item = key.items[i];
    const std::int64_t expected = initial_ + item.acknowledged;
    const std::int64_t shown = document.at(i);
    const std::int64_t too_much = std::max<std::int64_t>(0, shown - expected - item.doubt_high);
    const std::int64_t too_little = std::max<std::int64_t>(0, expected + item.doubt_low - shown);
    off += too_much - too_little;
    distance += static_cast<std::uint64_t>(too_much + too_little);
  }
  off_by_ += distance;
  if (lineage_ || distance == 0) return;
  const auto size = static_cast<std::uint64_t>(std::max<std::int64_t>(1, key.size));
  const std::uint64_t lost = key.size > 0 ? (distance + size - 1) / size : 1;
  AcceptedChange witness = key.witness;
  witness.key = id;
  if (anomalies_.keeps(AnomalyKind::lost_change))
    anomalies_.keep(anomaly_of(AnomalyKind::lost_change, witness, now, witness.rival, off));
  anomalies_.count(AnomalyKind::lost_change, lost);
}

void Sums::finish(Analysis& analysis, Time now) {
  if (lineage_) lineage_->finish(now);
  analysis.invariants.off_by = off_by_;
  if (type_ == DataType::inventory) analysis.invariants.oversold = beyond_;
  if (type_ == DataType::accounts) analysis.invariants.overdrawn = beyond_;
}

}  // namespace bicoastal
