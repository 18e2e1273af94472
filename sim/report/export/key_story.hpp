// What happened to one key, event by event: what a diagram of one key is drawn from.
//
// Sessions invoke and learn the end, stores accept, receive and show. The records say when all of these happened but
// one: of a plain register nobody records when a store worked on a read. That lies between invocation and end, and
// while the version that was returned was the store's current one; the middle of what both leave is taken.
#pragma once

#include <bicoastal/history.hpp>

#include "sim/report/export/span.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

namespace bicoastal {

struct KeyEvent {
  enum class Kind : std::uint8_t { invoke, accept, apply, show, end };  // at equal times in this order
  Time at;
  Kind kind{};
  Record record;  ///< OperationRecord, AcceptRecord or ApplyRecord
};

/// Collects the records of one key, no more than are needed for `limit` events around a moment.
class KeyStory final : public RecordSink {
 public:
  /// `around`: events before it are kept as well as events after it, so that it comes after two thirds of all.
  KeyStory(KeyId key, Span between, Time around, std::size_t limit);

  void consume(std::span<const Record> records) override;

  /// At most `limit` events, in the order of time.
  std::vector<KeyEvent> events() const;

 private:
  void keep(const Record& record, Time begins);
  Time shown_at(const OperationRecord& read) const;

  KeyId key_;
  Span between_;
  Time around_;
  std::size_t limit_, after_ = 0;
  std::deque<Record> kept_;
  std::map<OpId, Time> served_;  // where the run records it
};

}  // namespace bicoastal
