// What is read from a history of services: percentiles, dependencies, replicas, deploys. Parts of an Analysis.
#pragma once

#include <bicoastal/ids.hpp>

#include <cstdint>
#include <optional>

namespace bicoastal {

struct Percentiles {
  std::uint64_t count = 0;
  double mean_s = 0, p50_s = 0, p90_s = 0, p99_s = 0, p999_s = 0, max_s = 0;  ///< seconds; 0 where count is 0
};

/// What replicas had of a dependency, in all regions, from samples after the warm-up.
struct DependencyFigures {
  DependencyId dependency;
  std::uint64_t needed = 0;                     ///< times that an operation needed it
  std::uint64_t ok = 0;                         ///< of these: it gave what was needed, from its cache or itself
  std::uint64_t hits = 0;                       ///< of these: without a call of their own
  std::uint64_t attempts = 0;                   ///< calls that were made, retries and hedges too
  std::uint64_t timeouts = 0, errors = 0;       ///< of these
  std::uint64_t not_called = 0;                 ///< kept from being made by a breaker, a bulkhead or a switch
  std::uint64_t served = 0;                     ///< operations answered with what it gave as a fallback, or stale
  std::uint64_t opened = 0;                     ///< times that a replica's breaker opened
  std::uint64_t switched_off = 0;               ///< times that it was switched off, by a replica or by operators
  std::uint64_t busy_max = 0, waiting_max = 0;  ///< calls sampled in one region
  /// Calls for each time that it was needed; above 1 through retries and hedges, below through the cache.
  std::optional<double> amplification() const {
    return needed == 0 ? std::nullopt : std::optional(static_cast<double>(attempts) / static_cast<double>(needed));
  }
  /// Share of what needed it that it gave.
  std::optional<double> answered() const {
    return needed == 0 ? std::nullopt : std::optional(static_cast<double>(ok) / static_cast<double>(needed));
  }
};

/// Replicas of a region, where they do more than what faults make of them (Scenario::fleet, deploys, standby).
struct FleetFigures {
  std::uint32_t ready_least = 0, ready_most = 0;  ///< that answered, over the measured time
  double ready_mean = 0;
  std::uint64_t restarts = 0;  ///< processes that ended and were started again where they were
  std::uint64_t replaced = 0;  ///< machines that took the place of others
  Percentiles outage;          ///< end of a process until it, or the machine that took its place, answered
};

struct DeployFigures {
  DeployId deploy;
  std::optional<double> begun_s;
  std::optional<double> took_s;            ///< until it was done, or taken back; nothing where it was neither
  bool undone = false;                     ///< it was taken back
  std::uint64_t answered = 0, failed = 0;  ///< by the new version while it was under way; of these, failed
};

}  // namespace bicoastal
