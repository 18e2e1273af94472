// What replicas do with requests, what they need of others for it, and how their number is kept.
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/quantities.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// Retries are paid for by first attempts (Envoy's and gRPC's retry budgets): each first attempt earns `share` of a
/// retry, up to `burst` of them; a retry that cannot be paid for is not made.
struct RetryBudget {
  double share = 0.2;
  double burst = 10;
};

struct Retries {
  std::uint32_t attempts = 1;  ///< in all; 1 = no retry
  Time backoff;                ///< before the first retry; doubled (times `multiplier`) for each further one
  double multiplier = 2;
  Time max_backoff = Time::seconds(30);
  enum class Jitter : std::uint8_t { none, full, equal } jitter = Jitter::full;
  std::optional<RetryBudget> budget{};
};

/// Calls that fail in a row open it: further ones are refused at once for `open_for`; then `trials` calls may pass, and
/// close it if they all end well (Nygard, "Release It!", 2007).
struct Breaker {
  std::uint32_t failures = 5;
  Time open_for = Time::seconds(60);
  std::uint32_t trials = 1;
};

/// Answers of a dependency, kept by key in each region.
struct Cache {
  Distribution time;            ///< of a hit
  Time ttl;                     ///< an answer is good for this long
  std::uint32_t entries = 0;    ///< least recently used ones leave; 0 = room for all
  bool warm = true;             ///< at time 0 it has what it would have after a long time; otherwise nothing
  bool coalesce = false;        ///< calls for a key that is being fetched wait for that one
  bool stale_on_error = false;  ///< where the dependency fails, an answer that is too old is better than none
};

/// A service that replicas call before they answer: third party, search, session store, database behind a cache.
struct Dependency {
  enum class Calls : std::uint8_t {
    all,  ///< each operation, with probability `share`
    reads,
    writes,
    fallback,  ///< only where another one fails
  };
  std::string name;
  Calls calls = Calls::all;
  double share = 1;
  bool shared = false;            ///< one for all regions; otherwise each region has its own
  Distribution time;              ///< of its work on a call, the way there and back included
  std::uint32_t concurrency = 0;  ///< calls that it works on at once; 0 = any number
  std::uint32_t queue = 0;        ///< calls that may wait; more are refused at once. 0 where concurrency is 0
  Time timeout;                   ///< of one attempt
  Retries retries;
  std::optional<Breaker> breaker{};  ///< one in each replica
  std::uint32_t bulkhead = 0;        ///< calls that a replica has under way at once; more fail at once. 0 = any number
  Time hedge_after;                  ///< a second call is made where the first has not answered by then; 0 = never
  bool critical = true;  ///< without it, and without its fallback, the operation fails; otherwise it is degraded
  std::optional<DependencyId> fallback{};  ///< asked where this one fails
  std::optional<Cache> cache{};
  /// Not called while the replica's slots and queue are fuller than this share: a feature that is switched off under
  /// load.
  std::optional<double> off_above{};
};

/// Target tracking: the number of replicas of a region follows its load.
struct Autoscaling {
  std::uint32_t least = 1, most = 1;   ///< replicas of a region
  double target = 0.6;                 ///< utilisation of the slots that is aimed for
  Time interval = Time::seconds(60);   ///< from one look to the next; the load looked at is the mean since the last one
  Time cooldown = Time::seconds(300);  ///< after a change nothing is taken away for this long
};

/// Lives of replicas.
struct Fleet {
  Distribution start{};                   ///< from the start of a process until it answers
  std::optional<Time> restart{};          ///< a process that ended is started again this much later; nothing = never
  std::optional<HealthCheck> liveness{};  ///< of each replica on its machine: one that fails it is restarted
  std::optional<HealthCheck>
      startup{};                  ///< a start that takes longer than interval * fall is broken off, and tried again
  std::optional<Time> replace{};  ///< a replica that its balancer has held for down this long gets a new machine
  Time boot = Time::seconds(60);  ///< until a new machine's process starts
  std::optional<Autoscaling> autoscaling{};
  /// Compute without instances to look after (functions): each request has an instance of its own, a warm one where one
  /// is idle, else a new one after `cold_start`; idle ones live for `keep_warm`. Zones that are down are not used.
  struct Managed {
    Distribution cold_start;
    Time keep_warm;
    std::uint32_t limit = 1;  ///< requests of a region that are worked on at once; more are refused
  };
  std::optional<Managed> managed{};
};

/// Where a replica keeps what it knows of its sessions.
enum class SessionState : std::uint8_t {
  none,       ///< nowhere: requests say all that is needed
  in_memory,  ///< in the replica; a session that comes to another one has lost it
  shared,     ///< in a store of the region
};

struct RateLimit {
  double per_second = 0;  ///< of each region, at its balancers: a token bucket
  double burst = 1;
};

struct Service {
  Distribution time;
  std::uint32_t concurrency = 1;   ///< requests a replica works on at once
  std::uint32_t queue = 0;         ///< requests that may wait at a replica; more are refused at once
  std::optional<Time> max_wait{};  ///< load shedding: refused at once where the wait would be longer
  std::optional<RateLimit> rate_limit{};
  SessionState sessions = SessionState::none;
  std::vector<Dependency> dependencies{};  ///< called in this order, after the replica's own work
};

}  // namespace bicoastal
