// N - 1: what was asked for while a fault had taken replicas away, against what the replicas left can work on.
//
// Capacity of the survivors: their number times the requests that one works on at a time over the mean time of the
// work. Offered: operations by the time of their invocation, first attempts only; retries of an overloaded system would
// count its own echo. Both are of the second half of the fault (of what the run has of it), when routing has followed.
// By region asked, too: routing to the nearest may give all users of a lost region to one other.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"

#include <cstdint>
#include <vector>

namespace bicoastal {

class SurvivorMeter {
 public:
  explicit SurvivorMeter(const Scenario& scenario);

  void on(const EndedOperation& op) {
    for (Watch& watch : watches_)
      if (op.record.invoked >= watch.from && op.record.invoked < watch.until && op.record.asked.has_value())
        ++watch.asked[op.record.asked.index()];
  }
  /// Needs analysis.faults.
  void finish(Analysis& analysis) const;

 private:
  struct Watch {
    std::size_t fault;
    Time from, until;
    std::vector<std::uint32_t> slots;  // by region: requests that the replicas left work on at a time
    std::vector<std::uint64_t> asked;  // by region
  };

  const Scenario& scenario_;
  std::vector<Watch> watches_;  // of faults that take replicas away
};

}  // namespace bicoastal
