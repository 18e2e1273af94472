#include "sim/model/actions.hpp"

#include "sim/model/dependencies/dependencies.hpp"
#include "sim/model/directory.hpp"

namespace bicoastal {

void Actions::start() {
  const auto& actions = world_.scenario.actions;
  for (std::uint32_t a = 0; a < actions.size(); ++a) {
    world_.post(actions[a].at, Kind::action, a, 1);
    ++pending_;
    if (actions[a].until < Time::max()) {
      world_.post(actions[a].until, Kind::action, a, 0);
      ++pending_;
    }
  }
}

void Actions::on_action(std::size_t action, bool begins) {
  --pending_;
  const auto& what = world_.scenario.actions[action].what;
  if (const auto* evacuation = std::get_if<EvacuateRegion>(&what))
    world_.directory->evacuate(evacuation->region, begins);
  if (const auto* flag = std::get_if<SwitchOff>(&what)) world_.dependencies->set_switched_off(flag->dependency, begins);
}

}  // namespace bicoastal
