// Event queue of the bare loop: a 4-ary heap whose sift-down chooses among four children without branches.
//
// An event is 16 bytes: its time in nanoseconds, then sequence number and payload in one word, so that equal times keep
// the order in which they were pushed and one 128-bit comparison orders two events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bicoastal::bench {

struct Event {
  std::uint64_t
      rest;  // sequence << kPayloadBits | payload. First, so that the pair is one little-endian 128-bit number
  std::uint64_t time;  // ns

  static constexpr int kPayloadBits = 24;
  std::uint32_t payload() const { return static_cast<std::uint32_t>(rest & ((1U << kPayloadBits) - 1)); }
};
inline bool earlier(const Event& a, const Event& b) {
  __extension__ using Key = unsigned __int128;
  return (Key{a.time} << 64 | a.rest) < (Key{b.time} << 64 | b.rest);
}

class Heap4 {
 public:
  bool empty() const { return size_ == 0; }
  const Event& top() const { return nodes_[kRoot]; }

  void push(Event e) {
    if (nodes_.size() < kRoot + size_ + 1 + 4) nodes_.resize(2 * nodes_.size() + 64, kNever);
    std::size_t i = kRoot + size_++;
    while (i > kRoot && earlier(e, nodes_[parent(i)])) {
      nodes_[i] = nodes_[parent(i)];
      i = parent(i);
    }
    nodes_[i] = e;
  }

  void pop() {
    const Event last = nodes_[kRoot + --size_];
    nodes_[kRoot + size_] = kNever;
    if (size_ == 0) return;
    const std::size_t end = kRoot + size_;
    std::size_t i = kRoot;
    // Beyond the end stand events that never come: four children can always be compared.
    for (std::size_t c = child(i); c < end; c = child(i)) {
      const std::size_t left = c + earlier(nodes_[c + 1], nodes_[c]);
      const std::size_t right = c + 2 + earlier(nodes_[c + 3], nodes_[c + 2]);
      const std::size_t least = earlier(nodes_[right], nodes_[left]) ? right : left;
      if (!earlier(nodes_[least], last)) break;
      nodes_[i] = nodes_[least];
      i = least;
    }
    nodes_[i] = last;
  }

 private:
  // The root stands at 3, so that four siblings start at a multiple of four: one cache line.
  static constexpr std::size_t kRoot = 3;
  static constexpr Event kNever{~std::uint64_t{0}, ~std::uint64_t{0}};
  static std::size_t child(std::size_t i) { return 4 * (i - kRoot) + kRoot + 1; }
  static std::size_t parent(std::size_t i) { return (i - kRoot - 1) / 4 + kRoot; }

  std::vector<Event> nodes_;
  std::size_t size_ = 0;
};

}  // namespace bicoastal::bench
