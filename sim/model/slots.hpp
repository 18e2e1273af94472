// Values that are referred to by number for a while: places are used again, so memory follows what is under way.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace bicoastal {

template <class T>
class Slots {
 public:
  /// The number of its place. References to other values end.
  std::uint32_t add(T value) {
    if (free_.empty()) {
      slots_.push_back(std::move(value));
      return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    slots_[slot] = std::move(value);
    return slot;
  }
  /// What is there stays readable until the place is used again.
  void release(std::uint32_t slot) { free_.push_back(slot); }
  T take(std::uint32_t slot) {
    release(slot);
    return std::move(slots_[slot]);
  }
  T& operator[](std::uint32_t slot) { return slots_[slot]; }
  bool empty() const { return free_.size() == slots_.size(); }

 private:
  std::vector<T> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace bicoastal
