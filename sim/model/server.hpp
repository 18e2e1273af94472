// A replica's work: `concurrency` requests at once, the others wait in order of arrival.
//
// With first in, first out and a known service time, start and finish are known at admission; no event is needed to
// start a request.
#pragma once

#include <bicoastal/time.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace bicoastal {

class Server {
 public:
  /// Work that would wait for longer than `max_wait` is not admitted.
  Server(std::uint32_t concurrency, std::uint32_t queue_limit, Time max_wait = Time::max())
      : free_at_(concurrency), limit_(queue_limit), max_wait_(max_wait) {}

  /// When work that takes `service` ends, or nothing where the queue is full or the wait too long.
  std::optional<Time> admit(Time now, Time service) {
    const Time free = *earliest();
    if (free > now && (waiting(now) >= limit_ || free - now > max_wait_)) return std::nullopt;
    return place(now, free, service);
  }
  /// The same, whatever waits.
  Time take(Time now, Time service) { return place(now, *earliest(), service); }

  /// Requests that wait for a slot at `now`.
  std::size_t waiting(Time now) {
    while (!starts_.empty() && starts_.front() <= now) starts_.pop_front();
    return starts_.size();
  }
  /// Requests that are worked on at `now`.
  std::size_t busy(Time now) const {
    return static_cast<std::size_t>(std::count_if(free_at_.begin(), free_at_.end(), [&](Time t) { return t > now; }));
  }

  /// Slot time worked until `now`, over all slots. A slot that is not free is busy until then without a pause.
  Time worked(Time now) const {
    Time left;
    for (const Time free : free_at_) left += std::max(Time(), free - now);
    return admitted_ - left;
  }

  /// Forgets all work (the process died, or its work is admitted anew at another speed).
  void reset(Time now) {
    admitted_ = worked(now);
    std::fill(free_at_.begin(), free_at_.end(), now);
    starts_.clear();
  }

 private:
  // Few slots are searched (a vector instruction or two), many are kept as a heap.
  static constexpr std::size_t kSearched = 16;
  bool searched() const { return free_at_.size() <= kSearched; }

  /// `free`: the slot that is free first is so from then on.
  Time place(Time now, Time free, Time service) {
    const Time start = std::max(now, free);
    if (free > now) starts_.push_back(start);
    take_earliest(start + service);
    admitted_ += service;
    return start + service;
  }
  std::vector<Time>::iterator earliest() {
    return searched() ? std::min_element(free_at_.begin(), free_at_.end()) : free_at_.begin();
  }
  void take_earliest(Time until) {
    if (searched()) {
      *earliest() = until;
      return;
    }
    std::pop_heap(free_at_.begin(), free_at_.end(), std::greater<>());
    free_at_.back() = until;
    std::push_heap(free_at_.begin(), free_at_.end(), std::greater<>());
  }

  std::vector<Time> free_at_;  // by slot: when its last admitted request ends
  std::deque<Time> starts_;    // of requests that had to wait, in order
  std::size_t limit_;
  Time max_wait_;
  Time admitted_;  // work of all requests so far
};

}  // namespace bicoastal
