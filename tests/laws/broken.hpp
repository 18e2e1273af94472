// Policies that break the laws as people do, so that the laws can be seen to fail.
#pragma once

#include "sim/conflict/state_value.hpp"

#include <algorithm>
#include <set>

namespace bicoastal {

/// Last writer wins, where of equal stamps the one that arrives last is kept.
struct TiesByArrival {
  VersionId version;
  std::int64_t stamp = -1;

  static TiesByArrival initial(const Setup& /*setup*/) { return {}; }
  std::optional<TiesByArrival> write(const Write& write, const Setup& /*setup*/) {
    const TiesByArrival delta{write.version, write.stamp};
    merge(delta);
    return delta;
  }
  void merge(const TiesByArrival& other) {
    if (other.stamp >= stamp) *this = other;
  }
  Reading read(const Setup& /*setup*/) const {
    Reading shown;
    shown.value.set(version.value, 1);
    return shown;
  }
  bool operator==(const TiesByArrival&) const = default;
  std::size_t metadata_bytes() const { return 16; }
  std::size_t payloads() const { return 1; }
};

/// A set of which the one that was received last is kept.
struct LastReceivedSet {
  std::set<std::uint32_t> members;

  static LastReceivedSet initial(const Setup& /*setup*/) { return {}; }
  std::optional<LastReceivedSet> write(const Write& write, const Setup& /*setup*/) {
    if (write.change.verb == Verb::add)
      members.insert(write.change.item);
    else
      members.erase(write.change.item);
    return *this;
  }
  void merge(const LastReceivedSet& other) { *this = other; }
  Reading read(const Setup& /*setup*/) const {
    Reading shown;
    for (const std::uint32_t member : members) shown.value.set(member, 1);
    return shown;
  }
  bool operator==(const LastReceivedSet&) const = default;
  std::size_t metadata_bytes() const { return 0; }
  std::size_t payloads() const { return members.size(); }
};

/// A counter that adds what it hears: right as long as nothing comes twice and whole values are never sent.
struct AddingCounter {
  std::int64_t count = 0;

  static AddingCounter initial(const Setup& /*setup*/) { return {}; }
  std::optional<AddingCounter> write(const Write& write, const Setup& /*setup*/) {
    count += write.change.amount;
    return AddingCounter{write.change.amount};
  }
  void merge(const AddingCounter& other) { count += other.count; }
  Reading read(const Setup& /*setup*/) const {
    Reading shown;
    shown.value.set(0, count);
    return shown;
  }
  bool operator==(const AddingCounter&) const = default;
  std::size_t metadata_bytes() const { return 8; }
  std::size_t payloads() const { return 1; }
};

/// The greatest increment, but a value that is greater by one alone is overheard; and it says that all is equal.
struct EqualToAll : AddingCounter {
  static EqualToAll initial(const Setup& /*setup*/) { return {}; }
  std::optional<EqualToAll> write(const Write& write, const Setup& /*setup*/) {
    count = std::max(count, write.change.amount);
    return *this;
  }
  void merge(const EqualToAll& other) {
    if (other.count > count + 1) count = other.count;
  }
  bool operator==(const EqualToAll& /*other*/) const { return true; }
};

}  // namespace bicoastal
