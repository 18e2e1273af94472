// What operators do, as the scenario says: each action, and its end, as an event.
#pragma once

#include "sim/model/world.hpp"

namespace bicoastal {

class Actions {
 public:
  explicit Actions(World& world) : world_(world) {}
  void start();
  /// Event: the action is done, or taken back.
  void on_action(std::size_t action, bool begins);
  /// Whether nothing is still to come.
  bool quiet() const { return pending_ == 0; }

 private:
  World& world_;
  std::size_t pending_ = 0;
};

}  // namespace bicoastal
