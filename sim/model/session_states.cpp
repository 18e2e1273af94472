#include "sim/model/session_states.hpp"

#include <numeric>

namespace bicoastal {

SessionStates::SessionStates(World& world) : world_(world), life_(world.scenario.replicas.size()) {
  const Scenario& s = world.scenario;
  if (s.service.sessions == SessionState::none) return;
  known_.resize(std::accumulate(s.clients.begin(), s.clients.end(), std::size_t{0},
                                [](std::size_t sum, const Population& p) { return sum + p.sessions; }));
}

void SessionStates::worked(const Request& r) {
  if (known_.empty()) return;
  Known& known = known_[r.session.index()];
  const Known before = known;
  known = {r.replica, life_[r.replica.index()]};
  if (!before.replica.has_value()) return;
  const bool kept = world_.scenario.service.sessions == SessionState::shared
                        ? world_.region_of(before.replica) == r.asked
                        : before.replica == r.replica && before.life == known.life;
  if (kept) return;
  ChangeRecord record;
  record.time = world_.now;
  record.event = ChangeEvent::session_lost;
  record.region = r.asked;
  record.replica = r.replica;
  record.value = r.session.value;
  world_.out.write(record);
}

}  // namespace bicoastal
