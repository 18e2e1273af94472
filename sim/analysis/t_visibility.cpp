#include "sim/analysis/t_visibility.hpp"

#include <algorithm>

namespace bicoastal {

TVisibilityMeter::TVisibilityMeter(const Scenario& scenario, const Limits& limits)
    : scenario_(scenario),
      longest_(limits.operation),
      slot_of_(scenario.keys.count, kNone),
      pair_of_(scenario.regions.size() * scenario.regions.size(), kNone) {}

void TVisibilityMeter::written(const OperationRecord& op) {
  if (op.version.is_initial() || (!lost_.empty() && lost_.contains(op.version.value))) return;
  std::uint32_t& slot = slot_of_[op.key.index()];
  const Newest write{op.time, {op.version, op.stamp}};
  if (slot == kNone) {
    slot = static_cast<std::uint32_t>(keys_.size());
    keys_.push_back({write, {}});
    return;
  }
  Key& key = keys_[slot];
  if (!key.now.lost && !later(write.id, key.now.id)) return;
  key.before.push_back(key.now);
  key.now = write;
  // No read to come began before this: of what was newest by then, only the last is asked for.
  const Time oldest = op.time - longest_;
  const auto kept =
      std::find_if(key.before.begin(), key.before.end(), [&](const Newest& n) { return n.since > oldest; });
  if (kept != key.before.begin()) key.before.erase(key.before.begin(), kept - 1);
}

void TVisibilityMeter::read(const OperationRecord& op) {
  const std::uint32_t slot = slot_of_[op.key.index()];
  if (slot == kNone) return;
  const Key& key = keys_[slot];
  if (key.now.since <= op.invoked) return sample(op, key.now);
  const auto then =
      std::find_if(key.before.rbegin(), key.before.rend(), [&](const Newest& n) { return n.since <= op.invoked; });
  if (then != key.before.rend()) sample(op, *then);
}

void TVisibilityMeter::on(const LostRecord& record) {
  lost_.insert(record.version.value);
  const std::uint32_t slot = slot_of_[record.key.index()];
  if (slot == kNone) return;
  Key& key = keys_[slot];
  if (key.now.id.version == record.version) key.now.lost = true;
  for (Newest& n : key.before) n.lost |= n.id.version == record.version;
}

void TVisibilityMeter::sample(const OperationRecord& op, const Newest& write) {
  if (write.lost) {
    ++left_out_;
    return;
  }
  const Time t = op.invoked - write.since;
  const bool consistent = !later(write.id, {op.version, op.stamp});
  overall_.add(t, consistent);
  if (!op.store.has_value() || op.store.index() >= scenario_.stores.size()) return;
  const std::size_t from = scenario_.stores[write.id.version.origin().index()].region.index();
  const std::size_t to = scenario_.stores[op.store.index()].region.index();
  std::uint32_t& pair = pair_of_[from * scenario_.regions.size() + to];
  if (pair == kNone) {
    pair = static_cast<std::uint32_t>(pairs_.size());
    pairs_.emplace_back();
  }
  pairs_[pair].add(t, consistent);
}

void TVisibilityMeter::finish(Analysis& analysis) const {
  TVisibility& result = analysis.visibility;
  result.measured = true;
  result.overall = overall_;
  result.left_out = left_out_;
  const std::size_t regions = scenario_.regions.size();
  for (std::size_t p = 0; p < pair_of_.size(); ++p)
    if (pair_of_[p] != kNone)
      result.pairs.push_back({RegionId(p / regions), RegionId(p % regions), pairs_[pair_of_[p]]});
}

}  // namespace bicoastal
