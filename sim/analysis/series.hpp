// The series: what happened in each window of time, by home region of the clients, and where these were sent.
// Operations of the warm-up are included, so that a picture of the run has no gap.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"
#include "sim/base/histogram.hpp"

#include <array>
#include <vector>

namespace bicoastal {

class Series {
 public:
  explicit Series(const Scenario& scenario)
      : by_home_(scenario.regions.size()), sent_(scenario.regions.size() * scenario.regions.size()) {}

  void on(const EndedOperation& op, bool stale) {
    if (op.window != current_) close_window(op.window);
    Home& home = by_home_[op.home];
    if (op.window >= home.windows.size()) home.windows.resize(op.window + 1);
    ++home.windows[op.invoked_window].issued;
    if (!op.ended()) return;
    if (const RegionId asked = op.record.asked; asked.value < by_home_.size()) {  // none is greater than any
      std::vector<std::uint32_t>& sent = sent_[op.home * by_home_.size() + asked.index()];
      if (op.window >= sent.size()) sent.resize(op.window + 1);
      ++sent[op.window];
    }
    Window& window = home.windows[op.window];
    if (!op.ok()) {
      ++window.failed;
      return;
    }
    ++window.ok;
    window.degraded += op.degraded() ? 1 : 0;
    window.stale += stale ? 1 : 0;
    home.latency[static_cast<std::size_t>(op.record.kind)].add((op.record.time - op.record.invoked).ns);
  }
  /// Needs the number of windows until the end of the stream.
  void finish(Analysis& analysis, std::size_t windows);

 private:
  struct Home {
    std::vector<Window> windows;
    std::array<Histogram, 2> latency;  // of the current window, by kind
  };
  void close_window(std::size_t next);

  std::size_t current_ = 0;
  std::vector<Home> by_home_;
  std::vector<std::vector<std::uint32_t>> sent_;  // by home, then region asked; by window
};

}  // namespace bicoastal
