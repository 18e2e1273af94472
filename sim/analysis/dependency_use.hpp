// What replicas had of their dependencies: calls for each need (the amplification that retries make), what came of
// them, and the share of needs that each step of a chain of fallbacks served.
//
// The figures are sums of samples: a sample tells of the window before it, and counts if it was taken after the
// warm-up. What an operation was answered with is in its own record.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"

#include <vector>

namespace bicoastal {

class DependencyUse {
 public:
  explicit DependencyUse(const Scenario& scenario);

  void on(const EndedOperation& op) {
    if (figures_.empty() || !op.measured || !op.ok() || op.record.answer < kAnswerFrom) return;
    const std::size_t d = op.record.answer - kAnswerFrom;
    if (d < figures_.size()) ++figures_[d].served;
  }
  void on(const DependencyRecord& record);
  void on(const ChangeRecord& record);
  void finish(Analysis& analysis) const { analysis.dependencies = figures_; }

 private:
  Time warmup_;
  std::vector<DependencyFigures> figures_;
};

}  // namespace bicoastal
