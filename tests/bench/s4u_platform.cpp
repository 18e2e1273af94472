#include "s4u_platform.hpp"

namespace bicoastal::bench {

namespace s4u = simgrid::s4u;

namespace {

void join_clients(s4u::NetZone& zone, const RegionHosts& region) {
  for (s4u::Host* server : region.servers) {
    const auto* link = zone.create_split_duplex_link("access " + server->get_name(), kLan)->set_latency(kHop)->seal();
    zone.add_route(region.clients->get_netpoint(), server->get_netpoint(), nullptr, nullptr,
                   {{link, s4u::LinkInRoute::Direction::UP}}, false);
    zone.add_route(server->get_netpoint(), region.clients->get_netpoint(), nullptr, nullptr,
                   {{link, s4u::LinkInRoute::Direction::DOWN}}, false);
  }
}

void join_regions(s4u::NetZone& zone, const RegionHosts& a, const RegionHosts& b, double latency) {
  const auto* link =
      zone.create_split_duplex_link("wan " + a.store->get_name() + " " + b.store->get_name(), kWanBandwidth)
          ->set_latency(latency)
          ->seal();
  for (std::size_t s = 0; s < kServers; ++s) {
    zone.add_route(a.servers[s]->get_netpoint(), b.store->get_netpoint(), nullptr, nullptr,
                   {{link, s4u::LinkInRoute::Direction::UP}}, false);
    zone.add_route(b.servers[s]->get_netpoint(), a.store->get_netpoint(), nullptr, nullptr,
                   {{link, s4u::LinkInRoute::Direction::DOWN}}, false);
  }
}

}  // namespace

Platform build_platform() {
  Platform platform;
  s4u::NetZone& zone = *s4u::create_full_zone("world");
  for (std::size_t r = 0; r < kRegions; ++r) {
    const std::string name = kRegionNames[r];
    platform[r].clients = zone.create_host(name + "/clients", 1e9)->seal();
    platform[r].store = zone.create_host(name + "/store", 1e9)->seal();
    for (std::size_t s = 0; s < kServers; ++s)
      platform[r].servers[s] = zone.create_host(name + "/" + std::to_string(s), 1e9)->seal();
    join_clients(zone, platform[r]);
  }
  for (std::size_t a = 0; a < kRegions; ++a)
    for (std::size_t b = a + 1; b < kRegions; ++b) join_regions(zone, platform[a], platform[b], kWan[a][b]);
  zone.seal();
  return platform;
}

}  // namespace bicoastal::bench
