// What each fault actually hit: requests, sessions, writes, replication batches; and its blast radius.
//
// A request counts when its operation has been recorded: touched is what the operation names as its first fault, and
// what further records name. All requests count here, those of the warm-up too.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"
#include "sim/analysis/fault_spans.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class FaultTouches {
 public:
  FaultTouches(const Scenario& scenario, const FaultSpans& spans, Time memory);

  void on(const TouchRecord& record);
  void on(const BatchRecord& record);
  /// Calls `touched(fault)` for each fault that touched the operation.
  template <class Touched>
  void on(const EndedOperation& op, Touched touched) {
    for (const std::size_t f : spans_.recent())
      if (spans_[f].covers(op.record.invoked)) ++figures_[f].issued_meanwhile;
    if (op.record.fault.has_value()) {
      touch(op.record.fault, op);
      touched(op.record.fault);
    }
    if (further_.empty()) return;
    for (const FaultId fault : take_further(op.record)) {
      touch(fault, op);
      touched(fault);
    }
  }
  /// Needs the onsets in analysis.faults.
  void finish(Analysis& analysis) const;

 private:
  struct Figures {
    std::uint64_t requests = 0, writes = 0, failed = 0, batches = 0, sessions = 0;
    std::uint64_t touched_meanwhile = 0, issued_meanwhile = 0;  // requests invoked while the fault lasted
    std::vector<bool> is_touched;                               // by session
  };
  struct Further {
    Time since;
    std::vector<FaultId> faults;
  };
  struct TouchedBatch {
    std::uint32_t number = 0;
    std::vector<FaultId> faults;
  };

  void touch(FaultId fault, const EndedOperation& op);
  void touch_batch(std::size_t pair, std::uint64_t number, FaultId fault);
  std::vector<FaultId> take_further(const OperationRecord& op);
  void forget_old(Time now);

  const FaultSpans& spans_;
  Time memory_;
  std::size_t regions_;
  std::size_t sessions_ = 0;
  std::vector<Figures> figures_;                        // by fault
  std::unordered_map<std::uint64_t, Further> further_;  // by operation; its order reaches nothing
  std::size_t forget_at_ = 1024;                        // size of further_ at which to look for old ones
  std::vector<std::vector<TouchedBatch>> batches_;      // by pair: touched and not arrived
};

}  // namespace bicoastal
