// Changes that people make: releases of new versions and of configurations, and what operators do by hand.
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bicoastal {

/// What replicas that run a version do otherwise than before.
struct Version {
  double errors = 0;  ///< share of requests that it answers with an error
  double slow = 1;    ///< factor on the service time
  /// What it writes, versions before it cannot read: they answer with an error. Until a deploy has reached every
  /// region, this hurts.
  bool incompatible = false;
};

/// A new version goes out, region by region, in the order of `regions`.
struct Deploy {
  enum class Strategy : std::uint8_t {
    rolling,     ///< `batch` replicas at a time leave, stop, start with the new version, come back
    blue_green,  ///< a second set of replicas starts beside the first, traffic is switched to it at once
    canary,      ///< `steps`: shares of the traffic go to new replicas, each for `bake`
    push,        ///< all replicas of a region at once, without restart: a configuration
  };
  std::string name;
  Time at;
  Strategy strategy = Strategy::rolling;
  std::vector<RegionId> regions;  ///< in this order
  bool all_regions_at_once = false;
  Time pause;                           ///< between two regions
  std::uint32_t batch = 1;              ///< rolling
  std::vector<double> steps{};          ///< canary: shares of the traffic, increasing to 1
  Time bake;                            ///< canary: how long each step is watched; others: how long a region is
  std::optional<double> abort_above{};  ///< share of failed requests of the new version that takes it back everywhere
  Version version;
  FaultId fault;  ///< that it is, too: what it hits is found and counted like what faults hit
};

/// What operators do.
struct SwitchOff {
  DependencyId dependency;
};  ///< a feature flag: the dependency is not called, answers are degraded
struct EvacuateRegion {
  RegionId region;
};  ///< the name service sends nobody there any more
struct FailOver {
  std::optional<PartitionId> partition;  ///< nothing = all of which `from` is the primary
  RegionId from, to;
  bool catch_up = true;  ///< planned: writes pause until `to` has everything
};

struct Action {
  std::string name;  ///< given, or made from kind and target
  std::string kind;  ///< its key in the scenario file
  Time at;
  Time until;  ///< when it is taken back; Time::max() = never
  std::variant<SwitchOff, EvacuateRegion, FailOver> what;
};

}  // namespace bicoastal
