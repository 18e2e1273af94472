// An operation's record, with what several analyses want to know of it.
#pragma once

#include <bicoastal/history.hpp>

#include <cstddef>

namespace bicoastal {

struct EndedOperation {
  const OperationRecord& record;
  std::size_t home = 0;            ///< home region of its population
  bool measured = false;           ///< invoked in [warmup, duration)
  std::size_t window = 0;          ///< in which it ended
  std::size_t invoked_window = 0;  ///< in which it was invoked

  bool ended() const { return record.outcome != Outcome::in_flight; }
  bool ok() const { return record.outcome == Outcome::ok; }
  /// Answered, but without what some dependency would have given, or from a fallback.
  bool degraded() const { return ok() && record.answer >= kAnswerDefault; }
};

}  // namespace bicoastal
