// The stores: what each keeps, reads, writes that they accept, writes that they are sent.
#pragma once

#include <bicoastal/conflict.hpp>

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
  void apply(StoreId at, StoreId from, KeyId key, const Stamped& incoming);
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

 private:
  struct Pending {
    Time due;
    KeyId key;
    Stamped version;
    bool rolled_back;
  };

  StoreId choose_for_read(const Request& r) const;
  ZoneId zone_of(StoreId store) const;
  bool cross(std::uint32_t request, RegionId from, RegionId to, unsigned leg_delay, unsigned leg_loss, Time& delay);
  void answer(std::uint32_t request);
  void write(std::uint32_t request);
  void record_apply(ApplyResult result, StoreId at, StoreId from, KeyId key, const Stamped& version,
                    const Stamped& displaced);
  void change(StoreId leader, KeyId key, const Stamped& version, bool rolled_back);

  World& world_;
  std::unique_ptr<Stamper> stamper_;
  std::vector<PathDelay> wan_;                // by pair
  std::vector<std::vector<Stamped>> data_;    // by store, by key
  std::vector<std::uint64_t> sequence_;       // by store
  std::vector<std::vector<StoreId>> copies_;  // by region
  std::vector<std::deque<Pending>> pending_;  // by store; read copies only
  std::vector<RandomStream> lag_;             // by store; read copies only
  bool one_writer_;
};

/// The delay of a whole route: bases and excesses of its links add up.
PathDelay delay_of(const Scenario& scenario, const Route& route);

}  // namespace bicoastal
