// The queue of our own events: plain 24-byte values in a 4-ary heap, ordered by (time, order).
//
// `order` never leaves a tie to luck. Ordinary events carry the number of their posting. Events that may be posted at
// different moments in different engine modes (the end of a transfer) carry a key of their own instead, which sorts
// before every ordinary event of that instant, so that the history does not depend on when they were posted.
#pragma once

#include <bicoastal/time.hpp>

#include "sim/base/uint128.hpp"

#include <cstddef>
#include <cstdint>
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
  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  /// REQUIRES: !empty().
  const Event& top() const { return heap_.front(); }

  /// Posts an ordinary event, after all others of that instant.
  void post(Time at, std::uint8_t kind, std::uint32_t a, std::uint32_t b = 0) {
    push({at.ns, kOrdinary | (sequence_++ << 8) | kind, a, b});
  }
  /// Posts an event with a key of its own: at most one event may be queued for a (key, kind) and instant.
  void post_keyed(Time at, std::uint8_t kind, std::uint64_t key, std::uint32_t a, std::uint32_t b = 0) {
    push({at.ns, (key << 8) | kind, a, b});
  }

  void pop() {
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

 private:
  static constexpr std::uint64_t kOrdinary = std::uint64_t{1} << 63;

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
  }

  std::vector<Event> heap_;
  std::uint64_t sequence_ = 0;
};

}  // namespace bicoastal
