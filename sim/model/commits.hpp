// Commit over regions: a primary's write is acknowledged when enough other regions have it in their logs.
//
// What a majority has survives the loss of any minority, since the region that is promoted has the most of the old log
// (roles.hpp): consensus as in Raft (Ongaro and Ousterhout 2014), where the log is the primary's replication stream and
// an acknowledgement of an entry is one of all before it. The entry leaves at once rather than with the next batch.
//
// A read at the primary that finds a write which is not committed yet waits for it: what it returned could still be
// lost. Modelling choice: other regions show an entry as soon as they have it, as read-only followers do.
#pragma once

#include "sim/model/world.hpp"

#include <deque>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class Commits {
 public:
  explicit Commits(World& world);

  bool used() const { return needed_ > 0; }
  /// The request's write is entry `index` of `store`'s log; it is answered when that is committed.
  void wait(std::uint32_t request, StoreId store, std::uint64_t index);
  /// Whether the request, a read at `store`, has to wait too.
  bool hold_read(std::uint32_t request, StoreId store);
  /// All entries of the pair's log below `end` are at its far end.
  void arrived(std::uint32_t pair, std::uint64_t end);
  /// `store` is the partition's primary no more: nobody will answer those who wait for it. What it shows may be lost
  /// by now, so reads of that go on waiting, in vain.
  void deposed(PartitionId partition, StoreId store);
  /// It follows the new primary; nothing of its own is left that could be committed.
  void rejoined(PartitionId partition, StoreId store);

  // Events.
  void on_acknowledge(std::uint32_t pair, std::uint32_t end);

 private:
  struct Waiting {
    std::uint64_t index;
    std::uint32_t request, generation;
  };
  struct Log {
    std::vector<std::uint64_t> acknowledged;                  // by region: entries below are there
    std::deque<Waiting> waiting;                              // by index
    std::unordered_map<std::uint32_t, std::uint64_t> newest;  // by key: its last entry that is not committed
  };

  void commit(StoreId store);
  void give_up(PartitionId partition, StoreId store);

  World& world_;
  std::size_t needed_ = 0;            // regions beside the primary
  std::vector<Log> logs_;             // by region
  std::vector<PathDelay> delay_;      // by pair
  std::vector<RandomStream> jitter_;  // by pair
};

}  // namespace bicoastal
