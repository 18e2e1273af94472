// A population of checkers of one target, each with a phase of its own, and what they agree on.
//
// The target counts as up while more than HealthCheck::agree of them hold it to be up (Route 53: more than 18 % of its
// checkers; one checker alone decides by itself; an agreement of 1 asks for all of them). So with fall = k and n
// checkers whose phases are uniform, the loss of a silent target is noticed after (k - 1) * interval + timeout and the
// m-th of n uniform draws from an interval, m being the number of checkers that must change their mind.
#pragma once

#include "sim/base/random.hpp"
#include "sim/model/lazy_checker.hpp"

#include <cstdint>
#include <vector>

namespace bicoastal {

class Checkers {
 public:
  /// The phases are the first draws of `phases`.
  Checkers(const HealthCheck& check, RandomStream phases);
  Checkers(const HealthCheck& check, const std::vector<Time>& phases);

  /// What they agree on now.
  bool reported_up() const { return reported_; }

  /// From `now` on checks find this. `post(Time at, std::uint32_t flip)` is called for each event to post: at `at`,
  /// call fire(flip).
  template <class Post>
  void change(Time now, Finding finding, Post post) {
    for (std::size_t i = 0; i < checkers_.size(); ++i)
      if (const auto flip = checkers_[i].change(now, finding))
        post(flip->at, static_cast<std::uint32_t>(i) | flip->generation << kCheckerBits);
  }

  /// One of them may have changed its mind. True where reported_up() has changed.
  bool fire(std::uint32_t flip);

  /// The first check that any of them starts at `t` or later.
  Time first_check_from(Time t) const;

  static constexpr std::uint32_t kMost = 1000;  ///< checkers of a target

 private:
  static constexpr unsigned kCheckerBits = 10;
  static_assert(kMost <= 1u << kCheckerBits);
  static_assert(LazyChecker::kGenerations < std::uint64_t{1} << (32 - kCheckerBits));

  std::vector<LazyChecker> checkers_;
  std::size_t needed_;  // that must hold it to be up
  std::size_t hold_up_;
  bool reported_ = true;
};

}  // namespace bicoastal
