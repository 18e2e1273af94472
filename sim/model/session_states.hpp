// What is kept of sessions, and where (service.sessions): a session that comes to where nothing is known of it any more
// has lost it, which is recorded.
//
// In memory: known to the replica that worked for the session last, until its process ends. Shared: known in the region
// that worked for it last; what that store takes to be asked is no part of this (a dependency can say it).
#pragma once

#include "sim/model/world.hpp"

#include <vector>

namespace bicoastal {

class SessionStates {
 public:
  explicit SessionStates(World& world);

  /// A replica worked for the request's session.
  void worked(const Request& r);
  /// The replica's process ended, with all it knew.
  void ended(ReplicaId replica) { ++life_[replica.index()]; }

 private:
  struct Known {
    ReplicaId replica;
    std::uint32_t life = 0;
  };
  World& world_;
  std::vector<Known> known_;         // by session; empty where nothing is kept
  std::vector<std::uint32_t> life_;  // by replica: processes so far
};

}  // namespace bicoastal
