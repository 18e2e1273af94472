#include "sim/model/actions.hpp"

#include "sim/model/directory.hpp"
#include "sim/model/roles.hpp"
#include "sim/model/shards.hpp"

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
  if (const auto* fail_over = std::get_if<FailOver>(&what); fail_over != nullptr && begins)
    for (std::size_t p = 0; p < partition_count(world_.scenario); ++p)
      if (!fail_over->partition || fail_over->partition->index() == p)
        world_.roles->fail_over(PartitionId(p), fail_over->from, fail_over->to, fail_over->catch_up);
  if (const auto* nodes = std::get_if<AddNodes>(&what)) world_.shards->add_nodes(*nodes, begins);
  if (const auto* evacuation = std::get_if<EvacuateRegion>(&what))
    world_.directory->evacuate(evacuation->region, begins);
}

}  // namespace bicoastal
