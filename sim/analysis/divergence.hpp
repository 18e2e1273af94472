// Divergence: the time-weighted share of keys on which leader stores differ, in all and by window, and when they last
// agreed.
//
// Of each active key one version and the number of leaders that show it: the key differs where these are not all. With
// every accepted write the new version becomes the one looked at, shown by one; so each update is a comparison and an
// addition, and only when nobody shows the version any more (a conflict was resolved, a write taken back) are the
// leaders counted again.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/keys.hpp"
#include "sim/analysis/order.hpp"
#include "sim/base/uint128.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace bicoastal {

/// How many keys differ, all through the run.
class DifferingKeys {
 public:
  explicit DifferingKeys(const Scenario& scenario)
      : warmup_(scenario.warmup), keys_(scenario.keys.count), window_(std::max<std::int64_t>(1, scenario.window.ns)) {}

  /// One more key differs, or one less.
  void change(bool differs, Time now) {
    integral_ = integral_until(now);
    if (now.ns >= window_end_) close_windows(now);
    in_window_ += static_cast<double>(differing_) * static_cast<double>((now - since_).ns);
    since_ = now;
    differs ? ++differing_ : --differing_;
  }
  void finish(Analysis& analysis, Time heal, Time end);

 private:
  uint128 integral_until(Time now) const;
  /// Closes those that end by `now`; afterwards `since_` lies in the window of `now`.
  void close_windows(Time now);

  Time warmup_;
  std::size_t keys_;
  std::uint64_t differing_ = 0;
  Time since_;  // when that last changed
  uint128 integral_ = 0;

  std::int64_t window_;
  std::int64_t window_end_ = window_;
  double in_window_ = 0;         // key nanoseconds of the current window, until `since_`
  std::vector<double> windows_;  // mean number of differing keys
};

class KeyDivergence {
 public:
  /// `holders`: how many of the leaders hold each key.
  KeyDivergence(const Scenario& scenario, std::size_t holders)
      : leaders_(scenario.regions.size()), holders_(holders), differing_(scenario) {}
  explicit KeyDivergence(const Scenario& scenario) : KeyDivergence(scenario, scenario.regions.size()) {}

  void open(Slot slot);
  /// `leader`, which showed `before`, shows something else; a version that was `accepted` just now, so that nobody else
  /// shows it, or not. `shown`: what each store shows after the change, leaders first.
  void change(Slot slot, StoreId leader, VersionId before, bool accepted, std::span<const Stamped> shown, Time now);
  void finish(Analysis& analysis, Time heal, Time end) { differing_.finish(analysis, heal, end); }

 private:
  struct Agreement {
    VersionId version;
    std::size_t holders = 0;
  };

  std::size_t leaders_, holders_;
  std::vector<Agreement> agreements_;  // by slot
  DifferingKeys differing_;
};

}  // namespace bicoastal
