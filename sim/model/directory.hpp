// The name service: which region a session is sent to.
//
// Checkers outside the regions watch each region's front door; a region is in while they hold it to be up. Where they
// hold every region to be down, all count as in: answering nothing helps nobody (as Route 53 does). Sessions keep an
// answer for its TTL and ask again with the first operation after that; at time 0 each holds an answer of random age.
#pragma once

#include "sim/model/checkers.hpp"
#include "sim/model/world.hpp"

#include <vector>

namespace bicoastal {

class Directory {
 public:
  explicit Directory(World& world);

  /// Region for an operation of `session` (of all sessions) of `population` now, none where the name service is down
  /// and the session's answer has expired. Writes a MoveRecord when it changed.
  RegionId answer(PopulationId population, SessionId session) {
    Cached& cached = cache_[session.index()];
    if (world_.now < cached.expires) return cached.region;
    return ask(population, session, cached);
  }

  /// The region's front door changed: called whenever that may be so.
  void region_changed(RegionId region);
  void on_check(RegionId region, std::uint32_t flip);
  bool region_in(RegionId region) const { return checkers_[region.index()].reported_up(); }

 private:
  struct Cached {
    Time expires;
    RegionId region;
    std::uint32_t asked = 0;
  };

  RegionId ask(PopulationId population, SessionId session, Cached& cached);
  RegionId choose(PopulationId population, SessionId session, std::uint32_t asked) const;
  void recompute_preferred();

  World& world_;
  std::vector<Checkers> checkers_;                    // by region
  std::vector<Cached> cache_;                         // by session
  std::vector<RandomStream> streams_;                 // by population
  std::vector<std::vector<RegionId>> by_preference_;  // by population; latency and failover
  std::vector<RegionId> preferred_;                   // by population: first that is in
  std::vector<bool> counts_as_in_;
};

}  // namespace bicoastal
