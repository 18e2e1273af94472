// Small scenarios in code, for tests that need every number under control.
#pragma once

#include <bicoastal/scenario.hpp>

#include <string>
#include <vector>

namespace bicoastal::test {

/// `one_way_ms[i][j]` between regions i < j; one zone with `replicas` replicas each; no jitter, no hop inside a region;
/// no clients. Times are small so that tests can add exactly what they look at.
inline Scenario make_regions(const std::vector<std::vector<double>>& one_way_ms, std::uint32_t replicas = 3,
                             double bandwidth = 1.25e8) {
  Scenario s;
  s.name = "test";
  s.seed = 7;
  s.duration = Time::seconds(60);
  s.settle = Time::seconds(600);
  const std::size_t n = one_way_ms.size();
  for (std::size_t r = 0; r < n; ++r) {
    const std::string name = "r" + std::to_string(r);
    Zone zone{name + "a", RegionId(r), {}};
    for (std::uint32_t i = 0; i < replicas; ++i) {
      zone.replicas.emplace_back(s.replicas.size());
      s.replicas.push_back({zone.name + "/" + std::to_string(i + 1), ZoneId(r)});
    }
    s.regions.push_back({name, {}, {ZoneId(r)}});
    s.zones.push_back(zone);
    s.stores.push_back({name + "/leader", RegionId(r), ZoneId(r), true});
    for (std::size_t o = 0; o < r; ++o) {
      Link link{"r" + std::to_string(o) + "->" + name, RegionId(o), RegionId(r), {}, bandwidth};
      link.delay.base = Time::millis(one_way_ms[o][r]);
      s.network.links.push_back(link);
      std::swap(link.from, link.to);
      link.name = name + "->r" + std::to_string(o);
      s.network.links.push_back(link);
    }
  }
  s.network.access.base = Time::millis(1);
  s.service = {Distribution::constant(Time::millis(2)), 8, 1000};
  s.keys = {1000, 0, 1000};
  s.routing.dns_ttl = Time::seconds(60);
  s.data.flush = Time::millis(10);
  s.data.conflicts.clock_offset.assign(n, Time());
  s.data.conflicts.clock_drift.assign(n, 0);
  return s;
}

/// Users at home in `home`; other regions are further away by the WAN delay of `one_way_ms`.
inline Population& add_clients(Scenario& s, std::size_t home, double per_second, double reads,
                               std::uint32_t sessions = 100) {
  Population p;
  p.name = "at-" + s.regions[home].name + "-" + std::to_string(s.clients.size());
  p.home = RegionId(home);
  for (std::size_t r = 0; r < s.regions.size(); ++r) {
    PathDelay path = s.network.access;
    for (const Link& link : s.network.links)
      if (link.from.index() == home && link.to.index() == r) path.base += link.delay.base;
    p.to_region.push_back(path);
  }
  p.sessions = sessions;
  p.arrivals.rate = {{Time(), per_second}};
  p.reads = reads;
  p.timeout = Time::seconds(1);
  s.clients.push_back(p);
  return s.clients.back();
}

template <class Kind>
void add_fault(Scenario& s, double at_s, double for_s, Kind kind) {
  s.faults.push_back({"fault-" + std::to_string(s.faults.size()), "test", Time::seconds(at_s),
                      Time::seconds(at_s + for_s), std::move(kind)});
}

}  // namespace bicoastal::test
