#include "sim/model/messages.hpp"

#include "sim/model/storage.hpp"

namespace bicoastal {

Messages::Messages(World& world) : world_(world) {
  for (const Route& route : world.routes) paths_.push_back(delay_of(world.scenario, route));
}

std::optional<Time> Messages::arrival(Request* r, RegionId from, RegionId to, const std::optional<Distribution>& delay,
                                      std::uint64_t luck, std::uint64_t luck_of_loss) {
  const std::size_t pair = world_.pair_of(from, to);
  Time takes;
  if (from == to) {
    if (!world_.conditions.region_up(to)) return std::nullopt;
    takes = world_.scenario.network.intra_zone;
  } else {
    const PairCondition& condition = world_.conditions.pair(pair);
    if (r != nullptr) world_.touch(*r, condition.faults);
    if (!condition.up || world_.routes[pair].links.empty()) return std::nullopt;
    if (condition.loss > 0 && to_unit(luck_of_loss) < condition.loss) return std::nullopt;
    takes = condition.extra + (paths_[pair].excess_p99.ns == 0 ? paths_[pair].base : draw(paths_[pair], luck));
  }
  return world_.now + (delay ? draw(*delay, luck) : takes);
}

}  // namespace bicoastal
