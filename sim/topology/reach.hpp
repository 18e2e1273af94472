// Who is served, and who can write, while parts of the deployment are lost: the state that a run comes to rest in when
// checks, name service and failover have done their work. Nothing here takes time; what the way there costs is what a
// run is for.
//
// The rules are those of the model: a session goes to the region that the routing policy prefers among those whose
// entry answers; a region answers while its balancer and one replica do; a read ends at its leader store; a write goes
// on to the primary of its partition, over the static route, both ways. A primary that is lost, or is cut off from the
// majority, is replaced where failover is enabled and there is another region with a majority. Of several the one with
// most of the old primary's log is promoted, which only a run can know: here it is the one nearest to it.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/topology/graph.hpp"
#include "sim/topology/routes.hpp"

#include <vector>

namespace bicoastal {

/// What is lost.
struct Losses {
  std::vector<bool> regions, zones, replicas;
  std::vector<bool> links;              ///< by direction
  std::vector<bool> mute;               ///< links that are up and lose every message: nobody fails over for these
  std::vector<bool> stores, balancers;  ///< by region: its leader store, its entry
  std::vector<bool> access;             ///< by population and region: users who do not get there, unnoticed
  bool name_service = false;

  explicit Losses(const Scenario& scenario);
  void add(const Part& part);  ///< REQUIRES: a region, zone, replica or link
  void add(const Fault& fault);
};

struct AskedRegion {
  RegionId region;
  double share = 1;  ///< of the population's operations
};

struct Outlook {
  std::vector<std::vector<AskedRegion>> asked;  ///< by population: where its sessions are sent
  std::vector<RegionId> primary;                ///< by partition: who accepts its writes; empty under `local`
  std::vector<double> reads, writes;            ///< by population: share of its reads, of its writes, that succeeds
};

class Reach {
 public:
  /// Both must outlive this object.
  Reach(const Scenario& scenario, const std::vector<Route>& routes);

  Outlook under(const Losses& losses) const;

  /// Share of the population's writes that go to keys of the partition.
  double write_share(const Population& population, PartitionId partition) const;

 private:
  class Situation;

  const Scenario& scenario_;
  const std::vector<Route>& routes_;
  bool connected_ = false;      // there is a route from every region to every other
  std::vector<double> shares_;  // by partition, under `partitioned`: of operations without locality
};

}  // namespace bicoastal
