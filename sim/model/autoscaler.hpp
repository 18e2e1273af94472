// How many replicas a region has follows its load: target tracking.
//
// Each `interval` the mean share of the slots that were busy since the last look is compared with the target; wanted
// are then ceil(replicas * utilisation / target), within bounds (the rule of Kubernetes' horizontal pod autoscaler and
// of AWS's target tracking). Within a tenth of the target nothing is changed: without that tolerance of theirs a steady
// load whose need is near a whole number makes the last replica come and go for ever. More are started at once, and
// answer when their machines have booted and their processes started; what is too much leaves the rotation, finishes
// what it has, and is given back, but not within `cooldown` after the last change. The replicas counted are those that
// answer; the slots of one that came in between count from then on. Nothing is changed in a region whose replicas a
// deploy exchanges.
#pragma once

#include "sim/model/world.hpp"

#include <vector>

namespace bicoastal {

class Autoscaler {
 public:
  explicit Autoscaler(World& world);

  void begin();
  void on_look(RegionId region);

 private:
  struct Load {
    std::uint32_t ready = 0;
    double utilisation = 0;  ///< 0..1
  };
  Load look(RegionId region);
  void shrink(RegionId region, std::uint32_t to);

  World& world_;
  std::vector<Time> changed_;      // by region
  std::vector<Time> work_before_;  // by replica: slot time worked until the last look
};

}  // namespace bicoastal
