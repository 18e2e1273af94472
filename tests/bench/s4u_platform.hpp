// The three regions of workload W as a SimGrid platform, for both S4U programs.
#pragma once

#include <simgrid/s4u.hpp>

#include <array>

#include "workload.hpp"

namespace bicoastal::bench {

inline constexpr double kLan = 10e9 / 8, kWanBandwidth = 1e9 / 8;       // bytes per second
inline constexpr std::uint64_t kRequestBytes = 200, kWriteBytes = 200;  // on the wire

struct RegionHosts {
  simgrid::s4u::Host* clients;
  std::array<simgrid::s4u::Host*, kServers> servers;
  simgrid::s4u::Host* store;  // where replicated writes of other regions arrive
};
using Platform = std::array<RegionHosts, kRegions>;

// Every server half a millisecond from its region's clients; every pair of regions on a full-duplex link of its own.
Platform build_platform();

}  // namespace bicoastal::bench
