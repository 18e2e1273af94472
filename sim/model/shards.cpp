#include "sim/model/shards.hpp"

#include "sim/model/placement.hpp"

#include <algorithm>
#include <utility>

namespace bicoastal {

ShardedStores::ShardedStores(World& world) : world_(world) {
  const auto& rule = world.scenario.data.shards;
  if (!rule) return;
  regions_.resize(world.regions());
  for (Region& region : regions_)
    while (region.made < rule->nodes) region.nodes.push_back(region.made++);
}

ShardedStores::Way ShardedStores::way_to(Request& r, RegionId where) const {
  const Region& region = regions_[where.index()];
  if (!region.moving) return {};
  const Key& key = region.keys[r.key.index()];
  if (key.arrives <= world_.now) return {};
  if (region.fault.has_value()) world_.touch(r, region.fault);
  if (key.from == kNowhere || !world_.scenario.data.shards->forward) return {false, Time()};
  const Network& network = world_.scenario.network;
  const bool zones = world_.scenario.regions[where.index()].zones.size() > 1;
  return {true, (zones ? network.inter_zone : network.intra_zone) * 2};
}

void ShardedStores::write(ChangeEvent event, RegionId region, std::int64_t value) {
  ChangeRecord record;
  record.time = world_.now;
  record.event = event;
  record.region = region;
  record.value = value;
  world_.out.write(record);
}

/// The nodes are others than before: keys set off for where they belong now.
void ShardedStores::rearrange(RegionId where, std::uint16_t lost) {
  const Scenario& s = world_.scenario;
  Region& region = regions_[where.index()];
  const bool first = region.keys.empty();
  if (first) {
    std::vector<std::uint16_t> at_start(s.data.shards->nodes);
    for (std::uint16_t n = 0; n < at_start.size(); ++n) at_start[n] = n;
    const Placement before(*s.data.shards, at_start);
    for (std::uint32_t k = 0; k < s.keys.count; ++k) {
      const std::uint16_t node = before.node_of(KeyId(std::size_t{k}));
      region.keys.push_back({node, node, Time()});
    }
  }
  if (region.nodes.empty()) {  // keys have nowhere to go
    for (Key& key : region.keys) key = {kNowhere, lost, Time::max()};
    region.moving = true;
    ++region.generation;
    return;
  }
  const Placement now(*s.data.shards, region.nodes);
  ++region.generation;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> leaving;  // in the order of their turns
  for (std::uint32_t k = 0; k < s.keys.count; ++k) {
    Key& key = region.keys[k];
    std::uint16_t at = key.arrives <= world_.now ? key.node : key.from;
    if (at == lost) at = kNowhere;
    key = {at, now.node_of(KeyId(std::size_t{k})), Time()};
    if (at != key.node) leaving.emplace_back(mixed_hash(k, region.generation), k);
  }
  std::ranges::sort(leaving);
  for (std::size_t i = 0; i < leaving.size(); ++i)
    region.keys[leaving[i].second].arrives =
        world_.now + Time::seconds(static_cast<double>(i + 1) / s.data.shards->moves_per_second);
  write(ChangeEvent::shards_moving, where, static_cast<std::int64_t>(leaving.size()));
  region.moving = !leaving.empty();
  if (!region.moving) return write(ChangeEvent::shards_moved, where, 0);
  world_.post(region.keys[leaving.back().second].arrives, Kind::shards_moved, static_cast<std::uint32_t>(where.index()),
              region.generation);
}

void ShardedStores::on_moved(RegionId where, std::uint32_t generation) {
  Region& region = regions_[where.index()];
  if (generation != region.generation) return;
  region.moving = false;
  write(ChangeEvent::shards_moved, where, 0);
}

void ShardedStores::fault(FaultId id, bool begins) {
  const auto* lost = std::get_if<NodeLost>(&world_.scenario.faults[id.index()].what);
  if (lost == nullptr || !used()) return;
  Region& region = regions_[lost->region.index()];
  const auto node = static_cast<std::uint16_t>(lost->node);
  const auto held = [&] { return std::ranges::find(region.lost, node); };
  const bool was_lost = held() != region.lost.end();
  if (begins) {
    region.lost.push_back(node);
    if (was_lost) return;
    region.nodes.erase(std::ranges::find(region.nodes, node));
  } else {
    region.lost.erase(held());
    if (held() != region.lost.end()) return;
    region.nodes.insert(std::ranges::lower_bound(region.nodes, node), node);  // empty
  }
  region.fault = id;
  rearrange(lost->region, begins ? node : kNowhere);
}

void ShardedStores::add_nodes(const AddNodes& what, bool begins) {
  if (!used()) return;
  Region& region = regions_[what.region.index()];
  for (std::uint32_t i = 0; i < what.count; ++i) {
    if (begins) {
      region.nodes.push_back(region.made++);
    } else if (region.nodes.size() > 1) {
      region.nodes.pop_back();  // it still answers for the keys that have not left
    }
  }
  region.fault = FaultId();
  rearrange(what.region, kNowhere);
}

bool ShardedStores::quiet() const {
  return std::ranges::none_of(regions_, [](const Region& r) { return r.moving; });
}

}  // namespace bicoastal
