// What all parts of the model share, and the parts themselves, so that each can call another by its name.
#pragma once

#include <bicoastal/conflict.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/base/random.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/model/conditions.hpp"
#include "sim/model/events.hpp"
#include "sim/model/recorder.hpp"
#include "sim/model/request.hpp"
#include "sim/topology/routes.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class Engine;
class Clients;
class Directory;
class Serving;
class Balancer;
class FleetControl;
class Functions;
class Releases;
class Deploys;
class Storage;
class Values;
class Commits;
class Leaderless;
class Votes;
class Replication;
class Roles;
class FaultPlan;
class Actions;

struct World {
  World(const Scenario& s, const std::vector<Route>& r, RecordSink& sink)
      : scenario(s), routes(r), out(sink), conditions(s, r) {}

  const Scenario& scenario;
  const std::vector<Route>& routes;
  Time now;
  EventQueue queue;
  Recorder out;
  Conditions conditions;
  RequestPool requests;

  Engine* engine = nullptr;
  Clients* clients = nullptr;
  Directory* directory = nullptr;
  Serving* serving = nullptr;
  Balancer* balancer = nullptr;
  FleetControl* fleet = nullptr;
  Functions* functions = nullptr;
  Releases* releases = nullptr;
  Deploys* deploys = nullptr;
  Storage* storage = nullptr;
  Values* values = nullptr;
  Commits* commits = nullptr;
  Leaderless* leaderless = nullptr;
  Votes* votes = nullptr;
  Replication* replication = nullptr;
  Roles* roles = nullptr;
  FaultPlan* faults = nullptr;
  Actions* actions = nullptr;

  std::size_t regions() const { return scenario.regions.size(); }
  std::size_t pair_of(RegionId from, RegionId to) const { return from.index() * regions() + to.index(); }
  RandomStream stream(const std::string& name) const { return {scenario.seed, name}; }

  void post(Time at, Kind kind, std::uint32_t a, std::uint32_t b = 0) { queue.post(at, raw(kind), a, b); }

  RegionId region_of(ReplicaId replica) const {
    return scenario.zones[scenario.replicas[replica.index()].zone.index()].region;
  }

  /// One-way delay inside a region.
  Time hop(ZoneId from, ZoneId to) const {
    return from == to ? scenario.network.intra_zone : scenario.network.inter_zone;
  }

  /// Notes that `fault` touched the request: the first one in its operation's record, others in records of their own.
  void touch(Request& r, FaultId fault);
  void touch(Request& r, const std::vector<FaultId>& by) {
    for (const FaultId fault : by) touch(r, fault);
  }

 private:
  std::unordered_map<std::uint64_t, std::vector<FaultId>> further_touches_;  // looked up only, never iterated
};

}  // namespace bicoastal
