// A replica's circuit breaker of one dependency (Nygard, "Release It!", 2007; states and names as in Fowler,
// "CircuitBreaker", martinfowler.com, 2014).
//
// Closed: attempts pass; `failures` in a row open it. Open: none passes for `open_for`. Half-open: `trials` attempts
// may pass; it closes when they all ended well, and opens again at the first that did not. It turns half-open when the
// first attempt asks after that time, so no event is needed.
//
// Attempts end after others: a pass carries the breaker's epoch, and what ends in another epoch than it began in counts
// no more. So a call that was made before it opened cannot close it.
#pragma once

#include <bicoastal/service.hpp>

#include <cstdint>
#include <optional>

namespace bicoastal {

class CircuitBreaker {
 public:
  enum class Change : std::uint8_t { none, opened, trial, closed };
  struct Pass {
    std::uint32_t epoch = 0;
    Change change = Change::none;
  };

  /// Whether an attempt may be made now.
  std::optional<Pass> pass(const Breaker& rule, Time now) {
    if (state_ == State::open && now >= until_) enter(State::half_open);
    switch (state_) {
      case State::closed: return Pass{epoch_, Change::none};
      case State::open: return std::nullopt;
      case State::half_open: break;
    }
    if (passed_ == rule.trials) return std::nullopt;
    ++passed_;
    return Pass{epoch_, passed_ == 1 ? Change::trial : Change::none};
  }

  /// An attempt that passed in `epoch` is over.
  Change ended(const Breaker& rule, Time now, std::uint32_t epoch, bool well) {
    if (epoch != epoch_) return Change::none;
    if (!well) {
      if (++failed_ < rule.failures && state_ == State::closed) return Change::none;
      enter(State::open);
      until_ = now + rule.open_for;
      return Change::opened;
    }
    failed_ = 0;
    if (state_ == State::closed || ++succeeded_ < rule.trials) return Change::none;
    enter(State::closed);
    return Change::closed;
  }

  bool closed() const { return state_ == State::closed; }

 private:
  enum class State : std::uint8_t { closed, open, half_open };
  void enter(State state) {
    state_ = state;
    ++epoch_;
    failed_ = passed_ = succeeded_ = 0;
  }

  State state_ = State::closed;
  std::uint32_t epoch_ = 0;
  std::uint32_t failed_ = 0;                  // in a row
  std::uint32_t passed_ = 0, succeeded_ = 0;  // trials
  Time until_;
};

}  // namespace bicoastal
