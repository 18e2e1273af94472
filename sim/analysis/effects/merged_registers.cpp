#include "sim/analysis/effects/merged_registers.hpp"

#include <algorithm>

namespace bicoastal {

MergedRegisters::MergedRegisters(const Scenario& scenario, const Limits& limits, const Seen& seen, Anomalies& anomalies)
    : shows_(shows_of(scenario.data.conflicts)),
      stores_(scenario.regions.size()),
      attempt_(limits.attempt),
      seen_(seen),
      anomalies_(anomalies) {}

MergedRegisters::Shows MergedRegisters::shows_of(const ConflictRule& rule) {
  if (rule.policy == "version_vector" && rule.siblings == SiblingRule::newest) return Shows::newest;
  return rule.policy == "crdt" && rule.crdt == Crdt::lww_register ? Shows::one : Shows::all;
}

MergedRegisters::Key& MergedRegisters::key_of(KeyId id) {
  Key& key = keys_[id.value];
  key.shown.resize(stores_);
  return key;
}

bool MergedRegisters::knows(StoreId store, KeyId key, VersionId version) const {
  return version.sequence() <= seen_.at(seen_.partition_of(key), version.origin(), store);
}

void MergedRegisters::accepted(const AcceptedChange& change) {
  Key& key = key_of(change.key);
  switch (shows_) {
    case Shows::all: overwrite_all(change, key); break;
    case Shows::newest: overwrite_newest(change, key); break;
    case Shows::one: overwrite_shown(change, key); break;
  }
  if (key.standing.size() >= key.tidy_at) {
    tidy(key, change.accepted);
    key.tidy_at = std::max<std::size_t>(16, 2 * key.standing.size());
  }
  key.standing[change.version] = {change, {}};
}

void MergedRegisters::overwrite_all(const AcceptedChange& change, Key& key) const {
  std::erase_if(key.standing, [&](const auto& entry) {
    return !entry.second.change.lost && knows(change.store, change.key, entry.first);
  });
}

void MergedRegisters::overwrite_newest(const AcceptedChange& change, Key& key) const {
  Standing* newest = nullptr;
  for (auto& [version, standing] : key.standing) {
    const AcceptedChange& other = standing.change;
    const bool there = !other.lost && knows(change.store, change.key, version) &&
                       std::none_of(standing.ended_by.begin(), standing.ended_by.end(),
                                    [&](VersionId by) { return knows(change.store, change.key, by); });
    if (!there) continue;
    standing.ended_by.push_back(change.version);
    if (newest == nullptr || later({version, other.stamp}, {newest->change.version, newest->change.stamp}))
      newest = &standing;
  }
  if (newest != nullptr) newest->overwritten = true;
}

void MergedRegisters::overwrite_shown(const AcceptedChange& change, Key& key) {
  Stamped& shown = key.shown[change.store.index()];
  key.standing.erase(change.previous);
  const Stamped fresh{change.version, change.stamp};
  if (later(fresh, shown))
    shown = fresh;
  else
    anomalies_.add(anomaly_of(AnomalyKind::causality, change, change.accepted, shown.version));
}

void MergedRegisters::applied(const ApplyRecord& record) {
  if (shows_ != Shows::one) return;
  Stamped& shown = key_of(record.key).shown[record.store.index()];
  const Stamped incoming{record.version, record.stamp};
  if (record.result == ApplyResult::rolled_back || later(incoming, shown)) shown = incoming;
}

MergedRegisters::Standing* MergedRegisters::find(const AcceptedChange& change) {
  auto& standing = key_of(change.key).standing;
  const auto found = standing.find(change.version);
  return found == standing.end() ? nullptr : &found->second;
}

void MergedRegisters::met(const AcceptedChange& change) {
  if (Standing* const standing = find(change)) standing->change.rival = change.rival;
}

void MergedRegisters::acknowledged(const AcceptedChange& change, const OperationRecord& /*op*/) {
  if (Standing* const standing = find(change)) standing->change.acknowledged = true;
}

void MergedRegisters::lost(const AcceptedChange& change) {
  if (Standing* const standing = find(change)) standing->change.lost = true;
}

/// Whether no store will ever show it again.
bool MergedRegisters::is_over(const Standing& standing, const Key& key) const {
  const AcceptedChange& c = standing.change;
  const std::size_t partition = seen_.partition_of(c.key);
  if (c.lost || !seen_.seen_everywhere(partition, c.version)) return false;
  if (shows_ == Shows::one)
    return std::all_of(key.shown.begin(), key.shown.end(), [&](const Stamped& shown) {
      return later(shown, {c.version, c.stamp});
    });
  return std::any_of(standing.ended_by.begin(), standing.ended_by.end(),
                     [&](VersionId by) { return seen_.seen_everywhere(partition, by); });
}

void MergedRegisters::tidy(Key& key, Time now) {
  std::erase_if(key.standing, [&](const auto& entry) {
    const AcceptedChange& c = entry.second.change;
    const bool in_doubt = !c.acknowledged && c.accepted + attempt_ >= now;
    if (!is_over(entry.second, key) || (in_doubt && !entry.second.overwritten)) return false;
    if (c.acknowledged && !entry.second.overwritten) discard(c, now);
    return true;
  });
}

void MergedRegisters::discard(const AcceptedChange& change, Time now) {
  anomalies_.add(anomaly_of(AnomalyKind::discarded_write, change, now, change.rival));
}

void MergedRegisters::came_to(KeyId id, const Document& document, Time now) {
  const Key& key = key_of(id);
  for (const auto& [version, standing] : key.standing)
    if (standing.change.acknowledged && !standing.change.lost && !standing.overwritten &&
        document.at(version.value) == 0)
      discard(standing.change, now);
  if (shows_ != Shows::all) return;
  for (const Document::Entry& e : document) {
    const VersionId shown(e.item);
    if (shown.is_initial() || key.standing.contains(shown)) continue;
    AcceptedChange change;
    change.version = shown;
    change.key = id;
    change.accepted = now;
    anomalies_.add(anomaly_of(AnomalyKind::resurrected_item, change, now, VersionId(), 1));
  }
}

}  // namespace bicoastal
