// The scripted faults: onset and end as events, and everybody who must hear of them.
#pragma once

#include "sim/model/world.hpp"

namespace bicoastal {

class FaultPlan {
 public:
  explicit FaultPlan(World& world) : world_(world) {}
  void start();
  void on_fault(FaultId fault, bool begins);
  /// A fault of which the model itself says when it begins, and when it is over: in an event of its own.
  void strike(FaultId fault) { post(world_.now, fault, true); }
  void over(FaultId fault) {
    if (world_.scenario.faults[fault.index()].until == Time::max()) post(world_.now, fault, false);
  }
  /// Whether no onset or end is still to come.
  bool quiet() const { return pending_ == 0; }

 private:
  bool leaves_enough(const Fault& fault) const;
  void post(Time at, FaultId fault, bool begins);

  World& world_;
  std::vector<bool> skipped_;  // by fault: would have left too few replicas
  std::size_t pending_ = 0;
};

}  // namespace bicoastal
