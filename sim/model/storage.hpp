// The stores: what each keeps, reads, writes that they accept, writes that they are sent.
#pragma once

#include <bicoastal/conflict.hpp>

#include "sim/model/values.hpp"
#include "sim/model/world.hpp"

#include <deque>
#include <memory>
#include <vector>

namespace bicoastal {

class Storage {
 public:
  explicit Storage(World& world);

  /// A replica has done its work: the request goes to a store.
  void arrive(std::uint32_t request);
  // Events.
  void on_at_store(std::uint32_t request);
  void on_copy_apply(StoreId copy);

  /// A replicated write reached a leader store.
  void apply(StoreId at, StoreId from, KeyId key, const Stamped& incoming, const Payload& change);
  /// Takes back `withdrawn` where `at` still shows it; what `reference` keeps takes its place.
  void roll_back(StoreId at, StoreId reference, KeyId key, VersionId withdrawn);

  const Stamped& at(StoreId store, KeyId key) const { return data_[store.index()][key.index()]; }
  /// Partition of a key: its home under `partitioned`, one for all under `global`.
  PartitionId partition_of(KeyId key) const {
    return PartitionId(world_.scenario.data.writes == WritePattern::global ? 0 : home_of(world_.scenario, key).index());
  }
  /// The key will be asked for soon.
  void prefetch(RegionId region, KeyId key) const { __builtin_prefetch(&data_[region.index()][key.index()]); }
  bool copies_are_quiet() const;
  /// Leaderless: the request's region gives its write an identity, having looked at what `member` shows.
  Stamped accept_for_others(Request& r, StoreId member);
  /// A majority let the request's write pass: its store accepts it. Initial where it was declined.
  Stamped accept_agreed(std::uint32_t request);
  /// The store's answer goes back to the client.
  void answer(std::uint32_t request);
  /// A client learnt that its write was accepted.
  void acknowledged(const Request& write);

 private:
  struct Pending {
    Time due;
    KeyId key;
    Stamped version;
    bool rolled_back;
    Payload value;  // where values are kept
  };
  /// What a session knows of what it wrote last.
  struct Memory {
    Time since;
    StoreId where;
    VersionId version;
  };

  StoreId choose_for_read(const Request& r) const;
  StoreId near(const Request& r) const;
  StoreId written_at(const Request& r, const Memory& memory) const;
  bool heard_of(StoreId store, VersionId version) const {
    return version.sequence() <= heard_[store.index() * world_.regions() + version.origin().index()];
  }
  void hear(StoreId store, VersionId version);
  ZoneId zone_of(StoreId store) const;
  bool cross(std::uint32_t request, RegionId from, RegionId to, unsigned leg_delay, unsigned leg_loss, Time& delay);
  bool reaches_store(Request& r);
  void read(std::uint32_t request);
  bool can_read(Request& r, VersionId data);
  bool write(std::uint32_t request);
  Stamped next_version(const Request& r, const Stamped& current, PartitionId partition);
  void record_apply(ApplyResult result, StoreId at, StoreId from, KeyId key, const Stamped& version,
                    const Stamped& displaced);
  bool change_value(Request& r, const Stamped& next, Payload& payload);
  void accept(const Request& r, const Stamped& current, PartitionId partition);
  void record_accept(const Request& r, std::uint8_t shadowed, VersionId previous, PartitionId partition);
  void change(StoreId leader, KeyId key, const Stamped& version, bool rolled_back);
  void inform_copies(StoreId leader, KeyId key, const Stamped& version, bool rolled_back);

  World& world_;
  std::unique_ptr<Stamper> stamper_;
  std::vector<PathDelay> wan_;                // by pair
  std::vector<std::vector<Stamped>> data_;    // by store, by key
  std::vector<std::uint64_t> sequence_;       // by store
  std::vector<std::vector<StoreId>> copies_;  // by region
  std::vector<std::deque<Pending>> pending_;  // by store; read copies only
  std::vector<RandomStream> lag_;             // by store; read copies only
  std::vector<Memory> memory_;                // by session, where sessions are guarded
  std::vector<std::uint64_t> heard_;          // by store, origin: last sequence; where sessions are guarded
  bool one_writer_;
};

/// The delay of a whole route: bases and excesses of its links add up.
PathDelay delay_of(const Scenario& scenario, const Route& route);

}  // namespace bicoastal
