// Deployments for the tests of topology: made by hand, or drawn at random.
#pragma once

#include <bicoastal/scenario.hpp>

#include "support/scenarios.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace bicoastal::test {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// Leaves only the links between these pairs.
inline void keep_links(Scenario& s, const Pairs& pairs) {
  std::vector<Link> kept;
  for (std::size_t l = 0; l < s.network.links.size(); l += 2) {
    const std::pair ends(s.network.links[l].from.index(), s.network.links[l].to.index());
    if (std::find(pairs.begin(), pairs.end(), ends) == pairs.end()) continue;
    kept.push_back(s.network.links[l]);
    kept.push_back(s.network.links[l + 1]);
  }
  s.network.links = kept;
}

/// `zones` zones with `replicas` replicas each in every region, instead of what is there.
inline void set_places(Scenario& s, std::size_t zones, std::size_t replicas) {
  s.zones.clear();
  s.replicas.clear();
  for (std::size_t r = 0; r < s.regions.size(); ++r) {
    s.regions[r].zones.clear();
    s.stores[r].zone = ZoneId(s.zones.size());
    for (std::size_t z = 0; z < zones; ++z) {
      const ZoneId zone(s.zones.size());
      s.regions[r].zones.push_back(zone);
      s.zones.push_back({s.regions[r].name + static_cast<char>('a' + z), RegionId(r), {}});
      for (std::size_t i = 0; i < replicas; ++i) {
        s.zones.back().replicas.emplace_back(s.replicas.size());
        s.replicas.push_back({s.zones.back().name + "/" + std::to_string(i + 1), zone});
      }
    }
  }
}

/// Three regions in a mesh with users at each: 20, 30 and 40 ms apart.
inline Scenario three_regions(WritePattern writes) {
  Scenario s = make_regions({{0, 20, 30}, {20, 0, 40}, {30, 40, 0}});
  set_places(s, 2, 2);
  s.data.writes = writes;
  if (writes == WritePattern::global) s.data.primary = RegionId(std::size_t{0});
  for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, 100, 0.5);
  return s;
}

/// Any deployment of up to `regions` regions, whose links connect them or need not.
inline Scenario any_scenario(std::size_t regions, bool connected) {
  const auto upto = [](std::size_t most) { return *rc::gen::resize(100, rc::gen::inRange<std::size_t>(0, most + 1)); };
  const std::size_t n = 1 + upto(regions - 1);
  std::vector<std::vector<double>> delay(n, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) delay[i][j] = delay[j][i] = static_cast<double>(1 + upto(9));
  Scenario s = make_regions(delay);
  Pairs pairs;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j)
      if ((connected && j == i + 1) || upto(3) > 0) pairs.emplace_back(i, j);
  keep_links(s, pairs);
  set_places(s, 1 + upto(1), 1 + upto(1));
  s.keys.count = static_cast<std::uint32_t>(n * (1 + upto(5)));
  s.data.writes = static_cast<WritePattern>(upto(2));
  if (s.data.writes == WritePattern::global) s.data.primary = RegionId(upto(n - 1));
  s.data.failover.enabled = upto(1) == 1;
  s.data.failover.fencing = upto(1) == 1;
  s.routing.policy = static_cast<RoutingPolicy>(upto(3));
  for (std::size_t r = 0; r < n; ++r) {
    s.routing.order.insert(s.routing.order.begin() + static_cast<std::ptrdiff_t>(upto(r)), RegionId(r));
    s.routing.weights.push_back(static_cast<double>(upto(2)));
    if (r == 0 || upto(1) == 1) add_clients(s, r, 10, 0.5).locality = static_cast<double>(upto(2)) / 2;
  }
  for (Population& p : s.clients)
    for (std::size_t r = 0; r < n; ++r) p.km_to_region.push_back(static_cast<double>(upto(5000)));
  return s;
}

}  // namespace bicoastal::test
