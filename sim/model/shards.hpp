// The nodes that each region's leader store is spread over, and keys on their way from one to another.
//
// When a node comes or goes, the keys whose node changes (placement.hpp) are moved, one after another in an order that
// is random, at data.shards.moves_per_second. Until its turn a key is asked for where it was, which costs a way between
// nodes and back more (forward), or is not there (forward false). What was on a node that is lost is not there before
// its turn in either case: it is made anew from what the region's other zones have, since leader copies are durable. So
// nothing is lost for good.
//
// Modelling choices: nodes are not stations with queues; the copy itself slows nobody; a key's turn takes no time. A
// change while another one is under way starts from where each key is then. Read copies are not sharded.
#pragma once

#include "sim/model/world.hpp"

#include <vector>

namespace bicoastal {

class ShardedStores {
 public:
  explicit ShardedStores(World& world);

  bool used() const { return !regions_.empty(); }
  /// What it costs now that the request's key is still under way in the region; touches the request.
  struct Way {
    bool there = true;
    Time detour;
  };
  Way way_to(Request& r, RegionId region) const;

  void fault(FaultId fault, bool begins);
  void add_nodes(const AddNodes& what, bool begins);
  /// Event: the last key of a move has arrived.
  void on_moved(RegionId region, std::uint32_t generation);
  bool quiet() const;

 private:
  static constexpr std::uint16_t kNowhere = 0xFFFF;
  struct Key {
    std::uint16_t from = 0, node = 0;  // from: where it is until `arrives`
    Time arrives;                      // max: it never left `node`; then `from` means nothing
  };
  struct Region {
    std::vector<std::uint16_t> nodes;  // that there are
    std::vector<std::uint16_t> lost;   // one entry for each fault that holds a node down
    std::uint16_t made = 0;            // so many names are used up
    std::vector<Key> keys;             // empty: none has moved
    FaultId fault;                     // that made the last change; none: people did
    std::uint32_t generation = 0;
    bool moving = false;
  };

  void rearrange(RegionId region, std::uint16_t lost);
  void write(ChangeEvent event, RegionId region, std::int64_t value);

  World& world_;
  std::vector<Region> regions_;  // empty where stores are not sharded
};

}  // namespace bicoastal
