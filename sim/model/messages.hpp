// Single messages between regions, for protocols that ask each region by itself.
//
// A message takes the route's delay with its jitter, or a draw from a distribution where the scenario gives one, and
// what faults add. It is lost where the route is cut, its ends are down, or loss hits it.
#pragma once

#include "sim/model/world.hpp"

#include <optional>
#include <vector>

namespace bicoastal {

class Messages {
 public:
  explicit Messages(World& world);

  /// When a message that leaves now arrives; nothing where it is lost. `r`, if any, is touched by the faults on the
  /// way. `luck` is 2 words of the message's own.
  std::optional<Time> arrival(Request* r, RegionId from, RegionId to, const std::optional<Distribution>& delay,
                              std::uint64_t luck, std::uint64_t luck_of_loss);

 private:
  World& world_;
  std::vector<PathDelay> paths_;  // by pair
};

}  // namespace bicoastal
