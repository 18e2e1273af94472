// The sections of an explanation, each a part of the text.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/topology/reach.hpp"
#include "sim/topology/routes.hpp"
#include "sim/topology/sheet.hpp"

#include <string>
#include <vector>

namespace bicoastal {

/// A scenario and what follows from it. Longer lists are cut after `kShown`.
struct Subject {
  explicit Subject(const Scenario& s)
      : scenario(s), routes(wan_routes(s)), reach(s, routes), calm(reach.under(Losses(s))) {}

  static constexpr std::size_t kShown = 24;

  const Scenario& scenario;
  std::vector<Route> routes;
  Reach reach;
  Outlook calm;  ///< with nothing lost

  const Route& route(RegionId from, RegionId to) const {
    return routes[from.index() * scenario.regions.size() + to.index()];
  }
  const std::string& name(RegionId r) const { return scenario.regions[r.index()].name; }
  /// Median there and back.
  Time round_trip(RegionId a, RegionId b) const { return route(a, b).base + route(b, a).base; }
};

/// Least to most, one figure where they are alike.
std::string span_range(Time least, Time most);
/// How long a checker takes to notice that a silent target is gone, at least and at most: the phase of its checks is
/// any.
std::string detection_text(const HealthCheck& check);
/// Until a primary hears that enough regions have a write, at the median. Time::max() where they cannot be reached.
Time commit_wait(const Subject& subject, RegionId primary);
/// The same for a majority of the regions, `from` itself counted.
Time majority_wait(const Subject& subject, RegionId from);

void explain_places(const Subject& subject, Sheet& sheet);
void explain_network(const Subject& subject, Sheet& sheet);
void explain_clients(const Subject& subject, Sheet& sheet);
/// Lines of explain_clients: what is used of checks, answers, retries, balancing, admission.
void explain_ways(const Subject& subject, Sheet& sheet);
void explain_data(const Subject& subject, Sheet& sheet);
void explain_capacity(const Subject& subject, Sheet& sheet);
void explain_lost_regions(const Subject& subject, Sheet& sheet);
void explain_fleet(const Subject& subject, Sheet& sheet);
void explain_deploys(const Subject& subject, Sheet& sheet);
void explain_weak_points(const Subject& subject, Sheet& sheet);
void explain_actions(const Subject& subject, Sheet& sheet);
void explain_faults(const Subject& subject, Sheet& sheet);

}  // namespace bicoastal
