#include "sim/model/placement.hpp"

#include <algorithm>

namespace bicoastal {

std::uint64_t mixed_hash(std::uint64_t a, std::uint64_t b) {
  std::uint64_t z = a + 0x9E3779B97F4A7C15u * (b + 1);
  for (int round = 0; round < 2; ++round) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
  }
  return z;
}

Placement::Placement(const Shards& rule, const std::vector<std::uint16_t>& nodes) : nodes_(nodes) {
  if (rule.placement == Shards::Placement::modulo) return;
  for (const std::uint16_t node : nodes)
    for (std::uint64_t v = 0; v < rule.virtual_nodes; ++v) ring_.push_back({mixed_hash(node, v + (1u << 20)), node});
  std::ranges::sort(ring_, [](const Point& a, const Point& b) { return a.at != b.at ? a.at < b.at : a.node < b.node; });
}

std::uint16_t Placement::node_of(KeyId key) const {
  const std::uint64_t hash = mixed_hash(key.value, 0);
  if (ring_.empty()) return nodes_[hash % nodes_.size()];
  const auto at = std::ranges::lower_bound(ring_, hash, {}, &Point::at);
  return at == ring_.end() ? ring_.front().node : at->node;
}

}  // namespace bicoastal
