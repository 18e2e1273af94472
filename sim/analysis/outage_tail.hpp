// Outages that outlast their fault, and those that nothing but themselves keeps alive.
//
// Bronson, Aghayev, Charapko and Zhu ("Metastable failures in distributed systems", HotOS 2021) call a failure
// metastable when a trigger brings an open system into a bad state that persists after the trigger is gone, kept up by
// a sustaining effect such as the work that retries add; Huang et al. ("Metastable failures in the wild", OSDI 2022)
// ask for low goodput under a load that the system would otherwise carry. Here that is read from the history alone:
//
//   - the fault (the trigger) is over, and the success of the clients that it hurt has been bad ever since;
//   - what it had ended or put out was back: processes that start slowly, checks that must pass first and a failover
//     that is under way are the rest of the repair and no sustaining effect;
//   - from then on for longer than the longest life of an operation and ten windows more, so that nothing that was
//     begun under the fault is left: what keeps it bad is what has come since;
//   - in that time (from a life after it on) clients asked for no more than what the same clients had been answered
//     before the fault, within a tenth: the load had been carried, under whatever other fault still hurts them, too;
//   - and less than half of it was answered, of thirty operations at least.
//
// Retries of clients are no further operations, so the load that they add does not count as offered.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/fault_spans.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace bicoastal {

/// Operations of the affected clients by window of invocation.
struct WindowCount {
  std::uint32_t ok = 0, failed = 0;
};

struct Outage {
  FaultSpan fault;                                ///< ended
  Time repaired;                                  ///< what it had stopped was back; 0: it had stopped nothing
  std::optional<Time> back;                       ///< when the affected clients' success was back
  Time watched;                                   ///< until then
  Time window;                                    ///< length of one
  Time life;                                      ///< longest life of an operation
  Time measured_from, until;                      ///< since when the load before tells; end of the load
  std::function<WindowCount(std::size_t)> count;  ///< of window n
};

OutageTail tail_of(const Outage& outage);

}  // namespace bicoastal
