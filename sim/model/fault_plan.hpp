// The scripted faults: onset and end as events, and everybody who must hear of them.
#pragma once

#include "sim/model/world.hpp"

namespace bicoastal {

class FaultPlan {
 public:
  explicit FaultPlan(World& world) : world_(world) {}
  void start();
  void on_fault(FaultId fault, bool begins);
  /// Begins or ends it now, and tells everybody. From sync events.
  void act(FaultId fault, bool begins);
  /// Whether no onset or end is still to come.
  bool quiet() const { return pending_ == 0; }

 private:
  bool leaves_enough(const Fault& fault) const;

  World& world_;
  std::vector<bool> skipped_;  // by fault: would have left too few replicas
  std::size_t pending_ = 0;
};

}  // namespace bicoastal
