#include "sim/analysis/effects/lineage.hpp"

#include <algorithm>

namespace bicoastal {

Lineage::Lineage(const Scenario& scenario, const Limits& limits, const Seen& seen, Anomalies& anomalies)
    : stores_(scenario.regions.size()),
      attempt_(limits.attempt),
      seen_(seen),
      anomalies_(anomalies),
      slots_(scenario.keys.count) {}

Lineage::Tree& Lineage::tree_of(KeyId key) {
  if (slots_.find(key) == ActiveKeys::kNone) {
    trees_.resize(slots_.open(key) + 1);
    trees_.back().shown.resize(stores_);
  }
  return trees_[slots_.find(key)];
}

Lineage::Node* Lineage::find(Tree& tree, VersionId version) {
  const auto found = place_of_.find(version.value);
  if (found == place_of_.end() || found->second >= tree.nodes.size()) return nullptr;
  Node& node = tree.nodes[found->second];
  return node.change.version == version ? &node : nullptr;
}

void Lineage::accepted(const AcceptedChange& change) {
  Tree& tree = tree_of(change.key);
  if (tree.nodes.size() >= tree.prune_at) {
    prune(tree, change.key, change.accepted);
    tree.prune_at = std::max<std::size_t>(32, 2 * tree.nodes.size());
  }
  place_of_[change.version.value] = static_cast<std::uint32_t>(tree.nodes.size());
  Node node;
  node.change = change;
  const std::size_t partition = seen_.partition_of(change.key);
  for (std::size_t s = 0; s < stores_; ++s) node.seen.push_back(seen_.at(partition, StoreId(s), change.store));
  if (change.shadowed) {
    node.winner = change.previous;
    node.gone = change.accepted;
  } else {
    tree.shown[change.store.index()] = change.version;
  }
  tree.nodes.push_back(node);
}

void Lineage::acknowledged(KeyId key, VersionId version) {
  if (Node* const node = find(tree_of(key), version)) node->change.acknowledged = true;
}

void Lineage::lost(KeyId key, VersionId version) {
  if (Node* const node = find(tree_of(key), version)) node->change.lost = true;
}

/// Whether what `version` made has in it what `from` made.
bool Lineage::descends(Tree& tree, VersionId version, const Node& from) {
  const VersionId wanted = from.change.version;
  while (!(version == wanted)) {
    const Node* const node = find(tree, version);
    if (node == nullptr || node->seen[wanted.origin().index()] < wanted.sequence()) return false;
    version = node->change.previous;
  }
  return true;
}

void Lineage::beaten(Tree& tree, VersionId loser, VersionId winner, Time when) {
  Node* const node = find(tree, loser);
  if (node == nullptr || !node->winner.is_initial() || descends(tree, winner, *node)) return;
  node->winner = winner;
  node->gone = when;
}

void Lineage::applied(const ApplyRecord& record) {
  Tree& tree = tree_of(record.key);
  switch (record.result) {
    case ApplyResult::applied: beaten(tree, record.displaced, record.version, record.time); break;
    case ApplyResult::superseded: beaten(tree, record.version, record.displaced, record.time); return;
    case ApplyResult::rolled_back:
      if (Node* const node = find(tree, record.displaced)) node->gone = record.time;
      break;
    case ApplyResult::merged: break;
  }
  tree.shown[record.store.index()] = record.version;
}

void Lineage::prune(Tree& tree, KeyId key, Time now) {
  mark_alive(tree, key);
  drop_dead(tree, now);
  drop_safe(tree);
}

void Lineage::mark_alive(Tree& tree, KeyId key) {
  const std::size_t partition = seen_.partition_of(key);
  for (Node& node : tree.nodes) {
    const AcceptedChange& c = node.change;
    node.open = !c.lost && !c.shadowed && !seen_.seen_everywhere(partition, c.version);
    node.alive = false;
    node.children = 0;
  }
  for (const VersionId version : tree.shown)
    if (Node* const node = find(tree, version)) node->open = true;
  for (std::size_t i = tree.nodes.size(); i > 0; --i) {  // children before parents
    Node& node = tree.nodes[i - 1];
    node.alive = node.alive || node.open;
    if (!node.alive) continue;
    if (Node* const parent = find(tree, node.change.previous)) {
      parent->alive = true;
      ++parent->children;
    }
  }
}

/// Reports what was acknowledged; keeps what may still be.
void Lineage::drop_dead(Tree& tree, Time now) {
  for (std::size_t i = tree.nodes.size(); i > 0; --i) {  // who beat a document beat all that was in it alone
    const Node& node = tree.nodes[i - 1];
    if (node.alive || node.winner.is_initial()) continue;
    Node* const parent = find(tree, node.change.previous);
    if (parent == nullptr || parent->alive || !parent->winner.is_initial()) continue;
    parent->winner = node.winner;
    parent->gone = node.gone;
  }
  std::vector<Node> kept;
  for (Node& node : tree.nodes) {
    const AcceptedChange& c = node.change;
    if (node.alive || (!c.acknowledged && c.accepted + attempt_ >= now)) {
      kept.push_back(node);
      continue;
    }
    place_of_.erase(c.version.value);
    if (!c.acknowledged) continue;
    const Time gone = node.gone == Time() ? now : node.gone;
    anomalies_.add(anomaly_of(AnomalyKind::lost_change, c, gone, node.winner, c.amount));
  }
  tree.nodes = std::move(kept);
  for (std::size_t i = 0; i < tree.nodes.size(); ++i)
    place_of_[tree.nodes[i].change.version.value] = static_cast<std::uint32_t>(i);
}

/// What all open versions have on their way back, but for the last of it.
void Lineage::drop_safe(Tree& tree) {
  const auto is_root = [&](const Node& node) { return node.alive && find(tree, node.change.previous) == nullptr; };
  if (std::count_if(tree.nodes.begin(), tree.nodes.end(), is_root) != 1) return;
  if (std::any_of(tree.shown.begin(), tree.shown.end(), [&](VersionId v) { return find(tree, v) == nullptr; })) return;
  std::vector<Node> kept;
  bool safe = true;
  for (Node& node : tree.nodes) {
    if (node.alive && safe && node.children == 1 && !node.open) {
      place_of_.erase(node.change.version.value);
      continue;
    }
    if (node.alive) safe = false;  // in the order of acceptance, and one line up to here
    kept.push_back(node);
  }
  tree.nodes = std::move(kept);
  for (std::size_t i = 0; i < tree.nodes.size(); ++i)
    place_of_[tree.nodes[i].change.version.value] = static_cast<std::uint32_t>(i);
}

void Lineage::finish(Time now) {
  for (std::size_t slot = 0; slot < trees_.size(); ++slot)
    prune(trees_[slot], slots_.key_of(static_cast<Slot>(slot)), now);
}

}  // namespace bicoastal
