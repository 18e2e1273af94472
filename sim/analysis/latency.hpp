// Latency of operations that ended well, from invocation to completion, retries included.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"
#include "sim/base/histogram.hpp"

#include <array>
#include <vector>

namespace bicoastal {

class Latency {
 public:
  explicit Latency(const Scenario& scenario) : by_home_(scenario.regions.size()) {}

  void on(const EndedOperation& op) {
    if (!op.measured || !op.ok()) return;
    by_home_[op.home][static_cast<std::size_t>(op.record.kind)].add((op.record.time - op.record.invoked).ns);
  }
  /// Needs analysis.by_region.
  void finish(Analysis& analysis) const;

 private:
  std::vector<std::array<Histogram, 2>> by_home_;  // by home region, kind
};

}  // namespace bicoastal
