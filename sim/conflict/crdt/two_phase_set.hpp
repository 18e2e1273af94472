// 2P-set: a g-set of what was added and one of what was removed (Shapiro et al., INRIA RR-7506, 2011, specification
// 12). What was removed never comes back: a second add is declined where the remove is known, and without effect where
// it is not. Removing what is not there changes nothing and leaves no mark.
//
// Tombstones cannot be collected, not even when everybody knows of them: they are what says that an add comes too late.
// So there is no collect_garbage. What can be forgotten, the member under its tombstone, is never kept.
#pragma once

#include "sim/conflict/state_value.hpp"

#include <vector>

namespace bicoastal {

class TwoPhaseSet {
 public:
  static TwoPhaseSet initial(const Setup& /*setup*/) { return {}; }

  std::optional<TwoPhaseSet> write(const Write& write, const Setup& setup);
  void merge(const TwoPhaseSet& other);
  Reading read(const Setup& setup) const;
  bool operator==(const TwoPhaseSet&) const = default;
  /// 8 a tombstone.
  std::size_t metadata_bytes() const { return 8 * (items_.size() - payloads()); }
  std::size_t payloads() const;

 private:
  struct Item {
    std::uint32_t item;
    bool removed;
    bool operator==(const Item&) const = default;
  };
  static TwoPhaseSet of(Item item);

  std::vector<Item> items_;  ///< ascending
};

}  // namespace bicoastal
