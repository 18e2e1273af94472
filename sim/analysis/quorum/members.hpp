// Which regions keep a key under a quorum: its home and those named after it.
#pragma once

#include <bicoastal/scenario.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>

namespace bicoastal {

class QuorumMembers {
 public:
  explicit QuorumMembers(const Scenario& scenario)
      : regions_(scenario.regions.size()),
        count_(std::clamp<std::size_t>(scenario.data.quorum.n, 1, regions_)),
        reads_(std::clamp<std::size_t>(scenario.data.quorum.r, 1, count_)) {}

  std::size_t regions() const { return regions_; }
  std::size_t count() const { return count_; }
  /// So many must show a version before no read can miss it.
  std::size_t enough_for_all_reads() const { return count_ - reads_ + 1; }
  StoreId home(KeyId key) const { return StoreId(key.index() % regions_); }
  /// Which of the key's members a store is; nothing where it is none.
  std::optional<std::size_t> find(KeyId key, StoreId store) const {
    if (store.index() >= regions_) return std::nullopt;
    const std::size_t i = (store.index() + regions_ - home(key).index()) % regions_;
    return i < count_ ? std::optional(i) : std::nullopt;
  }

 private:
  std::size_t regions_, count_, reads_;
};

}  // namespace bicoastal
