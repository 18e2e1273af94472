// What it cost to spread a region's store over other nodes: keys that moved, how long that took, and what operations of
// the region met meanwhile, beside those before.
//
// Meanwhile: operations that the region was asked for (their last attempt) and that were invoked from the begin of the
// move to its end; those that meet no key under way count, too. Before: those that were invoked since the move before,
// or the start of the run. Latencies are of operations that ended well. A move that another one interrupts ends there.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"
#include "sim/base/histogram.hpp"

#include <optional>
#include <vector>

namespace bicoastal {

class ReshardingMeter {
 public:
  explicit ReshardingMeter(const Scenario& scenario)
      : keys_(scenario.keys.count), used_(scenario.data.shards.has_value()), regions_(scenario.regions.size()) {}

  bool used() const { return used_; }
  void on(const ChangeRecord& record);
  void on(const EndedOperation& op);
  void finish(Analysis& analysis, Time end) const;

 private:
  struct Move {
    RegionId region;
    Time begin;
    std::optional<Time> end;
    bool interrupted = false;
    std::uint64_t keys = 0, requests = 0, failed = 0;
    Histogram latency, before;
  };
  struct Region {
    std::optional<std::size_t> last;  // its last move, in moves_
    Histogram calm;                   // since then
  };
  void end(Region& region, Time now, bool interrupted);

  std::uint64_t keys_;
  bool used_;
  std::vector<Region> regions_;
  std::vector<Move> moves_;
};

}  // namespace bicoastal
