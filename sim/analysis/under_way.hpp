// Writes under way: accepted, and not yet seen by all leader stores (or not yet known to be acknowledged or not).
//
// One queue for each accepting store, in the order of its sequence. What a record says of a write by its version alone
// (its acceptance, session, acknowledgement) is found here.
#pragma once

#include <bicoastal/history.hpp>

#include "sim/analysis/flat_queue.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/seen.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace bicoastal {

struct WriteUnderWay {
  static constexpr Time kNotYet = Time::max();
  static constexpr std::uint32_t kNothing = std::numeric_limits<std::uint32_t>::max();

  VersionId version;
  std::int64_t stamp = 0;
  Time accepted;
  Time invoked = kNotYet;  ///< its operation's invocation; known once acknowledged
  OpId op;
  KeyId key;
  SessionId session;
  std::uint32_t dependent = kNothing;  ///< what it follows; see session_order.hpp
  std::uint16_t partition = 0;
  bool lost = false;

  bool acknowledged() const { return invoked != kNotYet; }
};

class WritesUnderWay {
 public:
  WritesUnderWay(const Seen& seen, const Limits& limits) : seen_(seen), limits_(limits), queues_(seen.stores()) {}

  WriteUnderWay& add(const AcceptRecord& record, std::size_t partition) {
    WriteUnderWay write;
    write.version = record.version;
    write.stamp = record.stamp;
    write.accepted = record.time;
    write.op = record.op;
    write.key = record.key;
    write.session = record.session;
    write.partition = static_cast<std::uint16_t>(partition);
    auto& queue = queues_[record.version.origin().index()];
    queue.push_back(write);
    return queue.back();
  }

  /// Null where it is not under way.
  WriteUnderWay* find(VersionId version) {
    auto& queue = queues_[version.origin().index()];
    if (queue.empty() || version.sequence() < queue.front().version.sequence()) return nullptr;
    std::size_t i = version.sequence() - queue.front().version.sequence();  // where no sequence is missing
    if (i >= queue.size() || queue[i].version.sequence() != version.sequence()) {
      const auto* at =
          std::lower_bound(queue.begin(), queue.end(), version.sequence(),
                           [](const WriteUnderWay& w, std::uint64_t s) { return w.version.sequence() < s; });
      if (at == queue.end()) return nullptr;
      i = static_cast<std::size_t>(at - queue.begin());
    }
    return queue[i].version == version ? &queue[i] : nullptr;
  }

  /// Forgets what is over; `over(write)` for each.
  template <class Over>
  void trim(StoreId origin, Time now, Over over) {
    auto& queue = queues_[origin.index()];
    while (!queue.empty() && is_over(queue.front(), now)) {
      over(queue.front());
      queue.pop_front();
    }
  }

 private:
  bool is_over(const WriteUnderWay& w, Time now) const {
    return (w.acknowledged() || w.accepted < now - limits_.grace) &&
           (w.lost || seen_.seen_everywhere(w.partition, w.version)) && !limits_.is_at_stake(w.accepted, now);
  }

  const Seen& seen_;
  Limits limits_;
  std::vector<FlatQueue<WriteUnderWay>> queues_;  // by accepting store
};

}  // namespace bicoastal
