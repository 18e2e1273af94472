// Availability: the share of operations answered correctly within the timeout, and the share of windows that meet the
// SLO; by home region of the clients, and overall. Degraded answers are answers: they are counted apart, and nothing of
// them is missing in availability.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"

#include <cstdint>
#include <vector>

namespace bicoastal {

class Availability {
 public:
  explicit Availability(const Scenario& scenario);

  void on(const EndedOperation& op, bool stale) {
    if (!op.measured) return;
    if (op.window != window_) close_window(op.window);
    Clients& c = by_home_[op.home];
    ++c.requests.issued;
    ++c.requests.by_outcome[static_cast<std::size_t>(op.record.outcome)];
    c.requests.retried += op.record.attempts > 1 ? 1 : 0;
    if (!op.ended()) return;
    ++c.ended;
    if (!op.ok()) return;
    ++c.ok;
    c.requests.degraded += op.degraded() ? 1 : 0;
    c.reads += op.record.kind == OpKind::read ? 1 : 0;
    c.stale_reads += stale ? 1 : 0;
  }
  /// Fills in everything of ClientFigures but the latencies.
  void finish(Analysis& analysis);

 private:
  struct Clients {
    Requests requests;
    std::uint64_t ended = 0, ok = 0;  // in this window
    std::uint64_t windows = 0, good_windows = 0;
    std::uint64_t reads = 0, stale_reads = 0;
  };
  void close_window(std::size_t next);
  bool is_good(std::uint64_t ok, std::uint64_t ended) const {
    return static_cast<double>(ok) >= slo_ * static_cast<double>(ended);
  }

  double slo_;
  std::size_t window_ = 0;
  std::vector<Clients> by_home_;
  std::uint64_t windows_ = 0, good_windows_ = 0;
};

}  // namespace bicoastal
