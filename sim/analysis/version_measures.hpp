// Everything that is read from the versions of keys, by what decides which of them are shown: an order of versions in
// stores that get each other's writes one after the other (versions.hpp) or in quorums (quorum/quorum_versions.hpp), or
// none, where values merge (merged/merged_versions.hpp). One primary's writes are in order whatever the policy, and of
// a register that merges by taking the last writer's value the order decides, as under that policy.
#pragma once

#include "sim/analysis/merged/merged_versions.hpp"
#include "sim/analysis/quorum/quorum_versions.hpp"
#include "sim/analysis/versions.hpp"

#include <cstddef>
#include <memory>
#include <optional>

namespace bicoastal {

class VersionMeasures {
  template <class Visit>
  auto visit(Visit what) {
    if (stores_) return what(*stores_);
    return merged_ ? what(*merged_) : what(*quorum_);
  }

 public:
  VersionMeasures(const Scenario& scenario, const Limits& limits, Anomalies& anomalies, Wan& wan, Ledger& ledger) {
    const ConflictRule& rule = scenario.data.conflicts;
    const bool by_order = rule.policy == "crdt" && rule.crdt == Crdt::lww_register;
    if (scenario.data.writes == WritePattern::quorum)
      quorum_ = std::make_unique<QuorumVersions>(scenario, limits, anomalies, wan, ledger);
    else if (rule.merges && !by_order && scenario.data.writes == WritePattern::local)
      merged_ = std::make_unique<MergedVersions>(scenario, limits, anomalies, wan);
    else
      stores_.emplace(scenario, limits, anomalies, wan, ledger);
  }

  bool read(const OperationRecord& op, bool measured) {
    return visit([&](auto& versions) { return versions.read(op, measured); });
  }
  void written(const OperationRecord& op) {
    visit([&](auto& versions) { versions.written(op); });
  }
  void on(const AcceptRecord& record) {
    visit([&](auto& versions) { versions.on(record); });
  }
  void on(const ApplyRecord& record) {
    visit([&](auto& versions) { versions.on(record); });
  }
  void on(const LostRecord& record) {
    if (stores_) stores_->on(record);
  }
  void on(const ServeRecord& record) {
    if (merged_) merged_->on(record);
  }
  void on(const StateRecord& record) {
    if (merged_) merged_->on(record);
  }
  void advance(Time now) {
    visit([&](auto& versions) { versions.advance(now); });
  }
  void finish(Analysis& analysis, Time heal, Time end) {
    visit([&](auto& versions) { versions.finish(analysis, heal, end); });
  }

  /// Keys of which something is kept.
  std::size_t active_keys() {
    return visit([](const auto& versions) { return versions.active_keys(); });
  }
  /// Whether there is an order of versions. What needs one has no figures otherwise.
  bool ordered() const { return !merged_; }
  /// A version before which no read still to come returns anything; nothing where none returns anything but what all
  /// stores show, and where there is no order.
  std::optional<Stamped> settled(KeyId key) const {
    return stores_ ? stores_->settled(key) : quorum_ ? quorum_->settled(key) : std::nullopt;
  }

  void prefetch_key(KeyId key) const {
    if (stores_) stores_->prefetch_key(key);
  }
  void prefetch_state(KeyId key, SessionId session) const {
    if (stores_) stores_->prefetch_state(key, session);
  }
  void prefetch_newest(KeyId key) const {
    if (stores_) stores_->prefetch_newest(key);
  }

 private:
  std::optional<Versions> stores_;
  std::unique_ptr<MergedVersions> merged_;
  std::unique_ptr<QuorumVersions> quorum_;
};

}  // namespace bicoastal
