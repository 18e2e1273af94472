// What the stores hold of keys that are more than an ordered register: a ReplicatedValue for each key and store.
//
// A value that no write has reached is not kept: it is the policy's initial one. What travels between the stores is the
// change that a write made, shared by all who still have to hear of it.
#pragma once

#include <bicoastal/conflict.hpp>

#include "sim/model/world.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace bicoastal {

/// A change on its way.
using Payload = std::shared_ptr<const ReplicatedValue>;

class Values {
 public:
  explicit Values(World& world);

  /// False where a Stamped says all there is to say of a key.
  bool used() const { return merger_ != nullptr; }
  /// Whether values grow together rather than replace each other.
  bool merge() const { return merge_; }
  /// On the wire, bytes.
  std::uint64_t bytes(const ReplicatedValue& value) const;

  /// The change that the request asks for, given what the store shows. Nothing where there is nothing to change.
  std::optional<Change> change_for(const Request& r, StoreId store) const;
  /// Null where the change is declined.
  Payload write(StoreId store, KeyId key, const Write& write);
  void merge(StoreId store, KeyId key, const ReplicatedValue& change);
  /// What the store holds now, to be put elsewhere later; null where values are not kept.
  Payload snapshot(StoreId store, KeyId key) const { return used() ? Payload(at(store, key).clone()) : nullptr; }
  void replace(StoreId store, KeyId key, const ReplicatedValue& value) {
    values_[store.index()][key.index()] = value.clone();
  }
  /// What a snapshot was made of; null: what it held at the start.
  void put_back(StoreId store, KeyId key, const Payload& value) {
    values_[store.index()][key.index()] = value == nullptr ? nullptr : value->clone();
  }
  /// `to` holds what `from` holds.
  void copy(StoreId from, StoreId to, KeyId key);
  /// Leader `store` has all writes of version.origin() up to this one.
  void received(StoreId store, VersionId version);

  /// Hands rights to regions that ran short of them.
  void share_rights();
  /// Forgets what was kept for the sake of stores that know by now. Called now and then: it makes a cut, of all that
  /// was written and what all leaders had of it. Once all leaders have all that was written before the cut, everything
  /// under way is by somebody who had what all had then.
  void forget_known();
  void record_serve(const Request& r, StoreId store, const Change& change, const ReplicatedValue* sent, bool declined);
  /// What every leader shows of every key that was changed.
  void record_states();

 private:
  const ReplicatedValue& at(StoreId store, KeyId key) const {
    const auto& value = values_[store.index()][key.index()];
    return value != nullptr ? *value : *initial_;
  }
  ReplicatedValue& make(StoreId store, KeyId key);
  void touch(KeyId key);

  World& world_;
  std::unique_ptr<MergePolicy> merger_;
  std::unique_ptr<ReplicatedValue> initial_;
  bool merge_;
  std::vector<std::vector<std::unique_ptr<ReplicatedValue>>> values_;  // by store, by key
  std::vector<KeyId> changed_keys_;                                    // in the order of their first change
  std::vector<bool> changed_;                                          // by key
  std::vector<std::uint64_t> seen_;                                    // by leader and origin: the last that it has
  std::vector<std::uint64_t> everywhere_, made_;                       // by origin: as the cut was made
  std::vector<KeyId> touched_, resting_;                               // since the cut; before it
  std::vector<bool> is_touched_;                                       // by key
};

}  // namespace bicoastal
