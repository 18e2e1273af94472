// What each leader store has seen: for each store that accepts writes the last of its writes that has arrived.
//
// Replication between two stores is first in, first out, so one number says it all (a vector clock of the region;
// Parker et al., "Detection of mutual inconsistency in distributed systems", IEEE TSE 1983). After a failover the new
// primary passes on what it has of the old one's writes, partition by partition, so that the order holds within a
// partition only; where each partition has a primary of its own there is a number for each of them.
#pragma once

#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <vector>

namespace bicoastal {

class Seen {
 public:
  explicit Seen(const Scenario& scenario);
  /// Of any stores, whose writes all arrive in order.
  explicit Seen(std::size_t stores) : stores_(stores), partitions_(1), seen_(stores * stores), least_(stores) {}

  std::size_t stores() const { return stores_; }
  /// Set of keys whose writes arrive in order.
  std::size_t partition_of(KeyId key) const { return partitions_ == 1 ? 0 : key.value % partitions_; }

  /// Last sequence of `origin` that `store` has seen.
  std::uint64_t at(std::size_t partition, StoreId origin, StoreId store) const {
    return seen_[row(partition, origin) * stores_ + store.index()];
  }
  /// Last sequence of `origin` that all stores have seen.
  std::uint64_t everywhere(std::size_t partition, StoreId origin) const { return least_[row(partition, origin)]; }
  bool seen_everywhere(std::size_t partition, VersionId version) const {
    return version.sequence() <= everywhere(partition, version.origin());
  }

  /// `version` reached `store`. False where it had been seen there before.
  bool advance(std::size_t partition, VersionId version, StoreId store) {
    const std::size_t r = row(partition, version.origin());
    std::uint64_t& last = seen_[r * stores_ + store.index()];
    if (version.sequence() <= last) return false;
    const bool was_least = last == least_[r];
    last = version.sequence();
    if (was_least) least_[r] = least_of(r);
    return true;
  }

 private:
  std::size_t row(std::size_t partition, StoreId origin) const { return partition * stores_ + origin.index(); }
  std::uint64_t least_of(std::size_t row) const;

  std::size_t stores_;
  std::uint32_t partitions_;
  std::vector<std::uint64_t> seen_;   // by partition, origin, store
  std::vector<std::uint64_t> least_;  // by partition, origin
};

}  // namespace bicoastal
