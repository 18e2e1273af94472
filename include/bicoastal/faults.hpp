// What breaks, when, and for how long. Random failures (rates, chaos) are drawn when a scenario is read, so that a run
// knows scripted faults only.
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/time.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace bicoastal {

// --- places ---
struct ReplicaDown {
  ReplicaId replica;
};  ///< process gone: connections are refused
struct Crash {
  std::vector<ReplicaId> replicas;
};  ///< processes end at once, whatever watches over them may start them again
struct Hang {
  std::vector<ReplicaId> replicas;
};  ///< processes take requests and never answer, nor do they answer checks
struct Errors {
  std::vector<ReplicaId> replicas;
  double share = 1;
};  ///< gray: this share of requests is answered with an error; shallow checks pass
struct Slow {
  std::vector<ReplicaId> replicas;
  double factor = 1;
};  ///< service takes `factor` times as long
struct ZoneDown {
  ZoneId zone;
};  ///< power gone: packets vanish
struct RegionDown {
  RegionId region;
};  ///< likewise, with its stores; data survive
struct StoreDown {
  RegionId region;
};  ///< the region's leader store answers nobody; replicas live
struct StoreSlow {
  RegionId region;
  Time add;
};  ///< its disks are slow: each operation on the leader store takes this much longer
struct BalancerDown {
  RegionId region;
};  ///< the region's balancer is silent; replicas and stores live

// --- links between regions ---
struct LinkDown {
  std::vector<LinkId> links;
};
struct Partition {
  std::vector<std::vector<RegionId>> groups;
  std::vector<LinkId> links;
};  ///< links between the groups
struct LinkDelay {
  std::vector<LinkId> links;
  Time extra;
};
struct LinkLoss {
  std::vector<LinkId> links;
  double share = 0;
};
struct LinkBandwidth {
  std::vector<LinkId> links;
  double limit = 0;
};  ///< bytes per second

// --- what users see of the world ---
struct NameServiceDown {};  ///< nobody gets an answer: sessions keep what they hold, and fail once that has expired
struct AccessDown {
  std::vector<PopulationId> populations;
  std::vector<RegionId> regions;
};  ///< these users do not reach these regions
struct AccessDelay {
  std::vector<PopulationId> populations;
  std::vector<RegionId> regions;
  Time extra;
};  ///< added one way

// --- watchers and clocks ---
struct CheckLies {
  enum class Watcher : std::uint8_t { name_service, balancer, failover } watcher{};
  std::vector<RegionId> regions;  ///< checked
  bool says_up = false;
};  ///< checks find this, whatever is true
struct ClockJump {
  RegionId region;
  Time by;
};  ///< the region's wall clock is off by so much while it lasts
struct ClockDrift {
  RegionId region;
  double rate = 0;
};  ///< seconds per second, while it lasts; what it has come to stays

// --- dependencies ---
struct DependencyFault {
  DependencyId dependency;
  std::vector<RegionId> regions;  ///< whose dependency; ignored where it is shared
  bool down = false;              ///< silent
  double slow = 1;                ///< factor on its time
  double errors = 0;              ///< share of calls that are answered with an error
};
struct CacheLost {
  DependencyId dependency;
  std::vector<RegionId> regions;
};  ///< the dependency's cache is empty

// --- changes that people make ---
struct Deployed {
  DeployId deploy;
};  ///< a deploy of the scenario: begins when that does (sim/model/deploys.hpp). Nobody writes it, each deploy makes
    ///< one

struct Fault {
  std::string name;  ///< given, or made from kind and target
  std::string kind;  ///< its key in the scenario file, e.g. "region_down"
  Time at;
  Time until;  ///< Time::max() = to the end of the run
  std::variant<ReplicaDown, ZoneDown, RegionDown, LinkDown, Partition, LinkDelay, LinkLoss, LinkBandwidth, Slow, Crash,
               Hang, Errors, StoreDown, StoreSlow, BalancerDown, NameServiceDown, AccessDown, AccessDelay, CheckLies,
               ClockJump, ClockDrift, DependencyFault, CacheLost, Deployed>
      what;
  std::uint32_t keep = 0;  ///< not carried out where it would leave fewer replicas of a region up than this
};

}  // namespace bicoastal
