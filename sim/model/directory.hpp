// The name service: which region a session is sent to.
//
// Checkers outside the regions watch each region's front door. What they agree on, and what operators say of a region
// that they evacuate, shows in answers after `routing.publish`. A region is in while it is held to be up and not
// evacuated. Where none is, all that are not evacuated count as in, or just all: answering nothing helps nobody (as
// Route 53 does).
//
// Sessions keep an answer for its TTL and ask again with the first operation after that; at time 0 each holds an answer
// of random age. Some keep it longer (`routing.overstay`): resolvers with a least TTL, runtimes that cache for ever.
// With affinity (`routing.stay`) a session is told its own region again while that is in.
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
  /// Operators send users away from the region, or let them come again.
  void evacuate(RegionId region, bool away);
  /// Where an application goes by itself after it had no luck in `region`: the next one of its population's order of
  /// preference, the first one after the last.
  RegionId next_after(PopulationId population, RegionId region) const;

  // Events.
  void on_check(RegionId region, std::uint32_t flip);
  void on_publish(RegionId region, std::uint32_t news);

 private:
  struct Cached {
    Time expires;
    RegionId region;
    bool overstays = false;
    std::uint32_t asked = 0;
  };
  /// What answers say of a region.
  struct Published {
    bool up = true;
    int evacuated = 0;  // by so many at once
  };
  enum News : std::uint32_t { kDown, kUp, kEvacuated, kReadmitted };

  RegionId ask(PopulationId population, SessionId session, Cached& cached);
  RegionId choose(PopulationId population, SessionId session, std::uint32_t asked) const;
  std::vector<RegionId> preference(const Population& population) const;
  void publish(RegionId region, News news);
  void recompute_preferred();

  World& world_;
  std::vector<Checkers> checkers_;                    // by region
  std::vector<Cached> cache_;                         // by session
  std::vector<RandomStream> streams_;                 // by population
  std::vector<std::vector<RegionId>> by_preference_;  // by population
  std::vector<RegionId> preferred_;                   // by population: first that is in
  std::vector<Published> published_;                  // by region
  std::vector<bool> counts_as_in_;                    // by region
};

}  // namespace bicoastal
