// Everything that is read from the versions of keys, by what puts them in order: a policy's order of versions
// (versions.hpp), or nothing, where values merge (merged/merged_versions.hpp). One primary's writes are in order
// whatever the policy.
#pragma once

#include "sim/analysis/merged/merged_versions.hpp"
#include "sim/analysis/versions.hpp"

#include <memory>
#include <optional>

namespace bicoastal {

class VersionMeasures {
 public:
  VersionMeasures(const Scenario& scenario, const Limits& limits, Anomalies& anomalies, Wan& wan, Ledger& ledger) {
    const ConflictRule& rule = scenario.data.conflicts;
    const bool by_order = rule.policy == "crdt" && rule.crdt == Crdt::lww_register;
    if (rule.merges && !by_order && scenario.data.writes == WritePattern::local)
      merged_ = std::make_unique<MergedVersions>(scenario, limits, anomalies, wan);
    else
      ordered_.emplace(scenario, limits, anomalies, wan, ledger);
  }

  bool read(const OperationRecord& op, bool measured) {
    return ordered_ ? ordered_->read(op, measured) : merged_->read(op, measured);
  }
  void written(const OperationRecord& op) { ordered_ ? ordered_->written(op) : merged_->written(op); }
  void on(const AcceptRecord& record) { ordered_ ? ordered_->on(record) : merged_->on(record); }
  void on(const ApplyRecord& record) { ordered_ ? ordered_->on(record) : merged_->on(record); }
  void on(const LostRecord& record) {
    if (ordered_) ordered_->on(record);
  }
  void on(const ServeRecord& record) {
    if (merged_) merged_->on(record);
  }
  void on(const StateRecord& record) {
    if (merged_) merged_->on(record);
  }
  void advance(Time now) { ordered_ ? ordered_->advance(now) : merged_->advance(now); }
  void finish(Analysis& analysis, Time heal, Time end) {
    ordered_ ? ordered_->finish(analysis, heal, end) : merged_->finish(analysis, heal, end);
  }

  /// Whether there is an order of versions. What needs one has no figures otherwise.
  bool ordered() const { return !merged_; }
  /// As of Versions; nothing where there is no order.
  std::optional<Stamped> settled(KeyId key) const { return ordered_ ? ordered_->settled(key) : std::nullopt; }

  void prefetch_key(KeyId key) const {
    if (ordered_) ordered_->prefetch_key(key);
  }
  void prefetch_state(KeyId key, SessionId session) const {
    if (ordered_) ordered_->prefetch_state(key, session);
  }
  void prefetch_newest(KeyId key) const {
    if (ordered_) ordered_->prefetch_newest(key);
  }

 private:
  std::optional<Versions> ordered_;
  std::unique_ptr<MergedVersions> merged_;
};

}  // namespace bicoastal
