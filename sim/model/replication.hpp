// Asynchronous replication between the regions' leader stores.
//
// Each leader keeps a log of the writes that it accepted; each ordered pair of leaders reads it through a cursor of its
// own. What has gathered leaves as one batch, `flush` after the first write that had nothing to wait for; one batch of
// a pair is on the wire at a time, what comes meanwhile is the backlog. A batch takes its size over the bandwidth that
// its links give it (SimGrid's max-min sharing) and then the delay of the route; batches arrive in order. What a fault
// tears is sent again after the repair: nothing is lost on the way.
//
// A batch whose links no other pair uses cannot be slowed by anything, so its end is computed rather than solved for.
// The step mode asks SimGrid for every transfer; histories must be equal.
#pragma once

#include <bicoastal/conflict.hpp>

#include "sim/model/values.hpp"
#include "sim/model/world.hpp"

#include <deque>
#include <vector>

namespace bicoastal {

class Replication {
 public:
  explicit Replication(World& world);

  /// `store` has a write for all others: entry number so and so of its log. `change` comes with it where values are
  /// kept (values.hpp). `accepted` is when it was accepted, by whomever.
  std::uint64_t append(StoreId store, KeyId key, const Stamped& version, Payload change) {
    return append(store, key, version, std::move(change), world_.now);
  }
  std::uint64_t append(StoreId store, KeyId key, const Stamped& version, Payload change, Time accepted);

  // Events.
  void on_flush(StoreId store);
  void on_pair_free(std::uint32_t pair);
  void on_start_transfer(std::uint32_t pair, std::uint32_t batch);  // sync
  void on_batch_arrive(std::uint32_t pair, std::uint32_t batch);
  void transfer_done(std::uint32_t pair, Time end);

  /// Faults have changed the network (`begun`: the one that begins; none where one ends): mirrors it into SimGrid,
  /// tears and resumes streams. From sync events.
  void conditions_changed(FaultId begun);

  // For failover.
  /// How much of `from`'s log has arrived at `to`: larger is fresher.
  std::uint64_t arrived(RegionId from, RegionId to) const { return pairs_[world_.pair_of(from, to)].arrived; }
  bool caught_up(RegionId from, RegionId to) const;
  /// How much there is of `from`'s log.
  std::uint64_t end_of(RegionId from) const { return logs_[from.index()].end(); }
  /// When `from` accepted the oldest write of the partition that `to` lacks; nothing where it lacks none.
  std::optional<Time> oldest_missing(PartitionId partition, RegionId from, RegionId to) const;
  /// `old` is no longer followed. `primary` passes on what it has of the old log and others may lack; the writes of
  /// `partition` that it lacks are stranded.
  void promote(PartitionId partition, RegionId old, RegionId primary, FaultId cause);
  /// `old` follows `primary` again and its stream goes on: with its tail, where stranded writes are merged; otherwise
  /// that is taken back everywhere.
  void rejoin(PartitionId partition, RegionId old, RegionId primary, FaultId cause);

  // For stores that have lost their data.
  /// What `region` had for others is gone with its store, unless another region has it already: the one with the most
  /// passes that on.
  void lose_log(RegionId region, FaultId cause);
  /// `region` has what `source` has: others send it what `source` lacks of theirs.
  void continue_from(RegionId region, RegionId source);

  void sample();
  /// Tells of faults that still keep something back.
  void finish();
  bool quiet() const;

 private:
  struct Entry {
    Stamped version;
    Time accepted;
    KeyId key;  // none: taken back
  };
  struct Log {
    std::deque<Entry> entries;
    std::deque<Payload> changes;  // of the entries, where values are kept
    std::uint64_t base = 0;       // index of entries.front()
    bool flush_posted = false;
    std::uint64_t end() const { return base + entries.size(); }
  };
  struct Batch {
    std::uint64_t number, first, count, bytes;
    std::uint64_t left;  // bytes that the wire has yet to take, as of the last change of its rate
    Time sent;
    Time delay;    // after the wire: route, jitter, faults
    Time arrives;  // unknown (max) while on the wire
    FaultId fault;
    std::uint32_t writes;
  };
  struct Pair {
    StoreId from, to;
    std::uint64_t sent = 0, arrived = 0;  // log indices
    std::uint64_t batches = 0;
    std::deque<Batch> flying;
    bool on_wire = false;      // the last of `flying` has not left yet
    bool free_posted = false;  // somebody waits for the wire
    bool alone = false;        // no other pair uses its links
    bool suspended = false;    // `from` was deposed and has not rejoined
    Time free_at;              // end of the transfer on the wire, where it is known
    Time last_arrival;
    double rate = 0;  // for a transfer that has the links for itself, bytes per second
    bool up = true;
    std::vector<FaultId> held_by;  // what keeps back what is due to be sent
    std::int64_t last_backlog = 0;
  };

  bool solve(const Pair& pair) const;
  double rate_of(std::size_t pair) const;
  void fill(const Pair& pair, Batch& batch);
  std::uint64_t sendable(const Pair& pair) const;
  void try_send(std::uint32_t pair);
  void wait_for_wire(std::uint32_t pair);
  void put_on_wire(std::uint32_t pair, std::uint64_t bytes);
  void left_wire(std::uint32_t pair, Time end);
  void fail(std::uint32_t pair);
  void change_rate(std::uint32_t pair, double rate);
  void write_batch(const Pair& pair, const Batch& batch, BatchEvent event);
  void touch_batch(const Pair& pair, Batch& batch, const std::vector<FaultId>& faults);
  void write_touch(const Pair& pair, std::uint64_t number, FaultId fault);
  void trim(StoreId store);
  /// The entry is gone from every copy that counts, or set aside.
  void lose(const Entry& entry, PartitionId partition, FaultId cause, bool set_aside);
  void strand(const Entry& entry, PartitionId partition, FaultId cause);
  Payload change(StoreId store, std::uint64_t index) const {
    const Log& log = logs_[store.index()];
    return log.changes.empty() ? nullptr : log.changes[index - log.base];
  }
  Entry& entry(StoreId store, std::uint64_t index) {
    Log& log = logs_[store.index()];
    return log.entries[index - log.base];
  }
  const Entry& entry(StoreId store, std::uint64_t index) const {
    const Log& log = logs_[store.index()];
    return log.entries[index - log.base];
  }

  World& world_;
  double bytes_per_write_;
  std::vector<Log> logs_;             // by region
  std::vector<Pair> pairs_;           // by ordered pair
  std::vector<PathDelay> delay_;      // by ordered pair
  std::vector<RandomStream> jitter_;  // by ordered pair
  std::vector<bool> link_up_, region_up_;
  std::vector<double> bandwidth_;
};

}  // namespace bicoastal
