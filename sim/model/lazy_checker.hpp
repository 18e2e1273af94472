// A health checker whose checks are not events.
//
// Checks happen at phase + k * interval. What they find can change only when the target does, so the moment at which
// the checker changes its mind is computed then: the result is that of simulating every check (a test compares the
// two).
//
// Modelling choices: a check finds what is so at its start; success is known at once; failure of a silent target
// (packets vanish) after `timeout`, of one that answers with an error, or refuses, at once. A check that starts at the
// instant of a change sees the new state. REQUIRES: timeout <= interval, so that results come in the order of their
// checks.
#pragma once

#include <bicoastal/scenario.hpp>

#include <optional>

namespace bicoastal {

/// What a check finds.
enum class Finding : std::uint8_t {
  well,
  failing,  ///< an error, or the connection is refused: known at once
  silent,   ///< no answer: known after the timeout
};

class LazyChecker {
 public:
  /// An event to post: at `at`, call fire(generation).
  struct Flip {
    Time at;
    std::uint32_t generation;
  };

  /// Generations count from 1 to this and begin again: by then the event of the first is long over.
  static constexpr std::uint32_t kGenerations = (1u << 22) - 1;

  LazyChecker(const HealthCheck& check, Time phase) : check_(check), phase_(phase) {}

  /// What the checker holds to be true now.
  bool reported_up() const { return reported_; }

  /// From `now` on checks find this. Flips announced before that are void are recognised by fire().
  std::optional<Flip> change(Time now, Finding finding);

  /// True where the flip still holds: reported_up() has changed.
  bool fire(std::uint32_t generation);

  /// The first check that starts at `t` or later.
  Time first_check_from(Time t) const;

 private:
  std::int64_t checks_between(Time from, Time to) const;  // in [from, to)
  Flip announce();

  HealthCheck check_;
  Time phase_;
  Time since_;  // checks before this are accounted for
  Finding finding_ = Finding::well;
  bool decided_ = true;  // what will be reported once all checks started so far have answered
  bool reported_ = true;
  std::uint32_t streak_ = 0;      // consecutive checks that contradict decided_
  Time deciding_check_;           // that makes the pending flip happen
  std::uint32_t generation_ = 0;  // of the pending flip
  bool pending_ = false;
  std::uint32_t committed_ = 0;  // generation of a flip that can no longer be averted; 0 = none
  bool committed_up_ = true;
};

}  // namespace bicoastal
