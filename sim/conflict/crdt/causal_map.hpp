// Entries by item, each with the dot of the change that made it, and the context of all changes that are known.
//
// The common ground of add-wins sets and maps, multi-value registers and remove-wins sets. An entry that one side has
// and the other one lacks is new to the other if its context does not know the dot, and has been covered (overwritten,
// removed) if it does: no tombstones are needed. This is the join of dot stores of Almeida, Shoker, Baquero, "Delta
// state replicated data types", JPDC 111, 2018; for sets that of Bieniusa et al., "An optimized conflict-free
// replicated set", INRIA RR-8083, 2012.
//
// A delta has the new entry, and a context of the new dot and of the dots that it covers; it is a CausalMap too.
#pragma once

#include "sim/conflict/crdt/context.hpp"

#include <algorithm>
#include <compare>
#include <iterator>
#include <span>
#include <utility>

namespace bicoastal {

template <class Payload>
class CausalMap {
 public:
  struct Entry {
    std::uint64_t item;
    VersionId dot;
    Payload payload;  ///< one dot always has the same
    bool operator==(const Entry&) const = default;
  };

  /// Entries by item, then by dot.
  std::span<const Entry> entries() const { return entries_; }
  std::span<const Entry> of(std::uint64_t item) const {
    const auto [first, last] = std::equal_range(entries_.begin(), entries_.end(), item, ByItem{});
    return {first, last};
  }
  const Context& context() const { return context_; }

  /// Drops the item's entries that `covered` picks and returns the delta.
  template <class Covered>
  CausalMap cover(std::uint64_t item, Covered covered) {
    CausalMap delta;
    drop(item, [&](const Entry& e) {
      if (!covered(e)) return false;
      delta.context_.add(e.dot);
      return true;
    });
    return delta;
  }
  /// As cover, with a new entry in the place of those that are dropped.
  template <class Covered>
  CausalMap put(std::uint64_t item, VersionId dot, Payload payload, Covered covered) {
    CausalMap delta = cover(item, covered);
    context_.extend(dot, delta.context_);
    const Entry entry{item, dot, std::move(payload)};
    delta.entries_.push_back(entry);
    entries_.insert(std::lower_bound(entries_.begin(), entries_.end(), entry, in_order), entry);
    return delta;
  }
  /// Drops the item's entries that `unwanted` picks; their dots stay known.
  template <class Unwanted>
  void drop(std::uint64_t item, Unwanted unwanted) {
    const auto [first, last] = std::equal_range(entries_.begin(), entries_.end(), item, ByItem{});
    entries_.erase(std::remove_if(first, last, unwanted), last);
  }

  void merge(const CausalMap& other) {
    std::vector<Entry> merged;
    merged.reserve(entries_.size() + other.entries_.size());
    auto a = entries_.begin();
    auto b = other.entries_.begin();
    while (a != entries_.end() || b != other.entries_.end()) {
      if (b == other.entries_.end() || (a != entries_.end() && in_order(*a, *b))) {
        if (!other.context_.knows(a->dot)) merged.push_back(std::move(*a));
        ++a;
      } else if (a == entries_.end() || in_order(*b, *a)) {
        if (!context_.knows(b->dot)) merged.push_back(*b);
        ++b;
      } else {
        merged.push_back(std::move(*a));
        ++a, ++b;
      }
    }
    entries_ = std::move(merged);
    context_.merge(other.context_);
  }

  bool operator==(const CausalMap&) const = default;
  /// 8 for each entry's dot, and the context.
  std::size_t metadata_bytes() const { return 8 * entries_.size() + context_.metadata_bytes(); }

 private:
  struct ByItem {
    bool operator()(const Entry& e, std::uint64_t item) const { return e.item < item; }
    bool operator()(std::uint64_t item, const Entry& e) const { return item < e.item; }
  };
  static bool in_order(const Entry& x, const Entry& y) { return x.item != y.item ? x.item < y.item : x.dot < y.dot; }

  std::vector<Entry> entries_;
  Context context_;
};

/// For cover and put: whatever is there.
inline constexpr auto kAllEntries = [](const auto&) { return true; };

/// Payload of entries that need none.
struct NoPayload {
  bool operator==(const NoPayload&) const = default;
};

}  // namespace bicoastal
