// The queue of our own events: plain 24-byte values, ordered by (time, order): a 4-ary heap, and lanes beside it.
//
// A lane takes events that are mostly posted in the order of their dates (a constant delay after the clock): in order
// they cost a ring's push and pop; one that is out of order goes to the heap, so lanes never change what comes out.
//
// `order` never leaves a tie to luck. Ordinary events carry the number of their posting. Events that may be posted at
// different moments in different engine modes (the end of a transfer) carry a key of their own instead, which sorts
// before every ordinary event of that instant, so that the history does not depend on when they were posted.
#pragma once

#include <bicoastal/time.hpp>

#include "sim/base/uint128.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace bicoastal {

struct Event {
  std::int64_t t;       ///< nanoseconds
  std::uint64_t order;  ///< bit 63: ordinary; low 8 bits: kind
  std::uint32_t a;
  std::uint32_t b;

  std::uint8_t kind() const { return static_cast<std::uint8_t>(order); }
};
static_assert(sizeof(Event) == 24);

class EventQueue {
 public:
  static constexpr std::size_t kLanes = 2;

  bool empty() const { return least_ == kNothing; }
  /// REQUIRES: !empty().
  const Event& top() const { return least_ == kHeap ? heap_.front() : lanes_[least_].front(); }

  /// Posts an ordinary event, after all others of that instant.
  void post(Time at, std::uint8_t kind, std::uint32_t a, std::uint32_t b = 0) {
    push({at.ns, kOrdinary | (sequence_++ << 8) | kind, a, b});
  }
  /// The same, for events whose dates mostly increase from post to post. REQUIRES: lane < kLanes.
  void post_in_lane(std::size_t lane, Time at, std::uint8_t kind, std::uint32_t a, std::uint32_t b = 0) {
    const Event e{at.ns, kOrdinary | (sequence_++ << 8) | kind, a, b};
    Ring& ring = lanes_[lane];
    if (!ring.empty() && before(e, ring.back())) {
      push(e);
      return;
    }
    ring.push(e);
    if (ring.size() == 1) find_least();
  }
  /// Posts an event with a key of its own: at most one event may be queued for a (key, kind) and instant.
  void post_keyed(Time at, std::uint8_t kind, std::uint64_t key, std::uint32_t a, std::uint32_t b = 0) {
    push({at.ns, (key << 8) | kind, a, b});
  }

  void pop() {
    if (least_ == kHeap) {
      pop_heap();
    } else {
      lanes_[least_].pop();
    }
    find_least();
  }

 private:
  static constexpr std::uint64_t kOrdinary = std::uint64_t{1} << 63;
  static constexpr std::size_t kHeap = kLanes, kNothing = kLanes + 1;

  /// A queue in a power-of-two array that grows.
  class Ring {
   public:
    bool empty() const { return first_ == end_; }
    std::size_t size() const { return end_ - first_; }
    const Event& front() const { return slots_[first_ & mask_]; }
    const Event& back() const { return slots_[(end_ - 1) & mask_]; }
    void pop() { ++first_; }
    void push(const Event& e) {
      if (size() == slots_.size()) grow();
      slots_[end_++ & mask_] = e;
    }

   private:
    void grow() {
      std::vector<Event> larger(slots_.empty() ? 64 : slots_.size() * 2);
      const std::size_t n = size();
      for (std::size_t i = 0; i < n; ++i) larger[i] = slots_[(first_ + i) & mask_];
      slots_ = std::move(larger);
      mask_ = slots_.size() - 1;
      first_ = 0;
      end_ = n;
    }
    std::vector<Event> slots_;
    std::size_t mask_ = 0, first_ = 0, end_ = 0;
  };

  void find_least() {
    least_ = heap_.empty() ? kNothing : kHeap;
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      if (!lanes_[lane].empty() && (least_ == kNothing || before(lanes_[lane].front(), top()))) least_ = lane;
  }

  void pop_heap() {
    const Event last = heap_.back();
    heap_.pop_back();
    const std::size_t n = heap_.size();
    if (n == 0) return;
    Event* const v = heap_.data();
    std::size_t i = 0;
    for (;;) {
      const std::size_t child = i * 4 + 1;
      if (child >= n) break;
      std::size_t least = child;
      if (child + 4 <= n) {  // branch-free: the comparisons of a random heap cannot be predicted
        const std::size_t m1 = child + before(v[child + 1], v[child]);
        const std::size_t m2 = child + 2 + before(v[child + 3], v[child + 2]);
        least = before(v[m2], v[m1]) ? m2 : m1;
      } else {
        for (std::size_t k = child + 1; k < n; ++k)
          if (before(v[k], v[least])) least = k;
      }
      if (!before(v[least], last)) break;
      v[i] = v[least];
      i = least;
    }
    v[i] = last;
  }

  static uint128 key(const Event& e) { return (static_cast<uint128>(static_cast<std::uint64_t>(e.t)) << 64) | e.order; }
  static bool before(const Event& x, const Event& y) { return key(x) < key(y); }

  void push(const Event& e) {
    std::size_t i = heap_.size();
    heap_.push_back(e);
    Event* const v = heap_.data();
    while (i != 0) {
      const std::size_t parent = (i - 1) / 4;
      if (!before(e, v[parent])) break;
      v[i] = v[parent];
      i = parent;
    }
    v[i] = e;
    if (i == 0) find_least();
  }

  std::vector<Event> heap_;
  std::array<Ring, kLanes> lanes_;
  std::size_t least_ = kNothing;  // where the first event is: a lane, the heap, or nowhere
  std::uint64_t sequence_ = 0;
};

}  // namespace bicoastal
