// Bounded counter: a stock that never falls below 0, because nobody takes what he has no right to (Balegas et al.,
// "Extending eventually consistent cloud databases for enforcing numeric invariants", SRDS 2015; the rights are those
// of O'Neil, "The escrow transactional method", ACM TODS 11, 1986).
//
// Each region has rights: its part of the initial amount (split evenly, the rest one each to the regions named first),
// what it added, and what others gave it, less what it took and gave away. Taking needs rights and no message; it is
// declined where rights are lacking, even if there is stock elsewhere. Accounts are two balances over one purse of
// rights, so that their sum never falls below 0.
//
// Giving: a region with more than an even share of all rights that it knows of fills up, poorest first, regions that
// have less than half of such a share. The paper leaves this policy open. An even share is rounded up, so the last few
// pieces stay where they are. Only the giver writes down what it gave, so two givers never clash.
#pragma once

#include "sim/conflict/crdt/pn_counter.hpp"

namespace bicoastal {

class BoundedCounter {
 public:
  static BoundedCounter initial(const Setup& /*setup*/) { return {}; }

  std::optional<BoundedCounter> write(const Write& write, const Setup& setup);
  void merge(const BoundedCounter& other);
  Reading read(const Setup& setup) const { return counts_.read(setup); }
  std::optional<BoundedCounter> share_rights(RegionId at, const Setup& setup);
  bool operator==(const BoundedCounter&) const = default;
  /// 16 an item and region that counted, 8 a pair of regions that shared.
  std::size_t metadata_bytes() const { return counts_.metadata_bytes() + 8 * gifts_.size(); }
  std::size_t payloads() const { return 1; }

  /// What each region may take, as far as is known here: its own is exact, another's may lack what others gave it.
  std::vector<std::int64_t> rights(const Setup& setup) const;

 private:
  struct Gift {
    RegionId from;
    RegionId to;
    std::int64_t sum;
    bool operator==(const Gift&) const = default;
  };
  Gift& of(RegionId from, RegionId to);

  PnCounter counts_;
  std::vector<Gift> gifts_;  ///< by giver and taker
};

}  // namespace bicoastal
