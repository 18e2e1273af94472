// PN-counter: a g-counter of what was added and one of what was taken (Shapiro et al., INRIA RR-7506, 2011,
// specification 7).
//
// Keeps counters, stocks, and accounts as a counter for each balance. A change that the type's rules forbid by what the
// region shows is declined; but two regions may each take the last piece: stock and sum of balances can fall below 0,
// and are then shown below 0. A delta is the writing region's two counts of the item.
#pragma once

#include "sim/conflict/state_value.hpp"

#include <vector>

namespace bicoastal {

class PnCounter {
 public:
  struct Count {
    std::uint32_t item;
    RegionId region;
    std::int64_t added;
    std::int64_t taken;
    bool operator==(const Count&) const = default;
  };

  static PnCounter initial(const Setup& /*setup*/) { return {}; }

  std::optional<PnCounter> write(const Write& write, const Setup& setup);
  void merge(const PnCounter& other);
  Reading read(const Setup& setup) const;
  bool operator==(const PnCounter&) const = default;
  /// 16 an item and region that counted.
  std::size_t metadata_bytes() const { return 16 * counts_.size(); }
  std::size_t payloads() const { return 1; }

  /// By item and region.
  const std::vector<Count>& counts() const { return counts_; }
  /// Counts a change whatever it leads to, and returns the delta.
  PnCounter count(const Write& write);

 private:
  Count& of(std::uint32_t item, RegionId region);

  std::vector<Count> counts_;
};

/// By how much a change of a counter, stock or account alters its item.
std::int64_t signed_amount(const Change& change);

}  // namespace bicoastal
