// The WAN while it is being resolved: delays, and the links that exist.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/scenario/delays.hpp"
#include "sim/scenario/directory.hpp"

#include <optional>
#include <vector>

namespace bicoastal {

/// One delay from each region to each other, as a link that the user wrote says it.
struct PairTable {
  explicit PairTable(std::size_t regions) : regions_(regions), delay_(regions * regions) {}
  std::optional<PathDelay>& at(RegionId from, RegionId to) { return delay_[from.index() * regions_ + to.index()]; }

 private:
  std::size_t regions_;
  std::vector<std::optional<PathDelay>> delay_;
};

/// Link from one region to another; none where there is none.
LinkId find_link(const Scenario& scenario, RegionId from, RegionId to);

/// Base delay over links from `from` to each region (Dijkstra); nothing where no links lead there.
std::vector<std::optional<Time>> delays_over_links(const Scenario& scenario, RegionId from);

/// Populations: what a client's way to each region takes. Sources in order: a link's own latency, what `delays` knows,
/// the sum over links.
void resolve_clients(const View& document, const PlaceNames& directory, Delays& delays, PairTable& explicit_delays,
                     Scenario& scenario, Faults& faults);

}  // namespace bicoastal
