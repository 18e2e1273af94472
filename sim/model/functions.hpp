// Compute without instances to look after (functions): each request has an instance of its own.
//
// An instance that is idle takes the next request, the one that was used last first; where none is, a new one starts,
// which takes `cold_start`. Idle ones live for `keep_warm`. At most `limit` requests of a region are worked on at once;
// more are refused (throttled). A zone without power is not used: what runs there is lost with it, and nobody notices
// anything else. A zone's instances are told of as its first replica.
#pragma once

#include "sim/model/world.hpp"

#include <deque>
#include <vector>

namespace bicoastal {

class Functions {
 public:
  explicit Functions(World& world);

  bool used() const { return !regions_.empty(); }
  /// When the work ends that the request needs, on an instance for which `r.replica` stands from now on; nothing where
  /// there are too many already.
  std::optional<Time> admit(Request& r, Time work);
  /// The request's work is done, or it was lost with its zone.
  void done(const Request& r, bool lost);

  std::uint32_t running(RegionId region) const { return regions_[region.index()].running; }
  std::uint32_t idle(RegionId region);

 private:
  struct Idle {
    Time since;
    ZoneId zone;
  };
  struct Pool {
    std::deque<Idle> idle;  // oldest first
    std::uint32_t running = 0;
    std::uint32_t started = 0;
  };
  void forget_old(Pool& pool);
  ZoneId zone_for(RegionId region, Pool& pool) const;

  World& world_;
  std::vector<Pool> regions_;              // empty where there are no functions
  std::vector<RandomStream> cold_starts_;  // by region
};

}  // namespace bicoastal
