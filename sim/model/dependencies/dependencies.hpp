// What a request needs of other services before it is answered, and what its replica does where they fail.
//
//   own work ──► for each dependency that applies, in order:
//                  switched off? ─────────────────────────────────────────────┐
//                  cache ──► (joins a call under way) ──► bulkhead, breaker ──┤
//                  call, hedge ──► timeout, error ──► retry within budget ────┤
//                                                                             ▼
//                  stale answer ──► fallback, and its own ──► critical: the operation fails, else goes on without it
//            ──► slot released ──► store
//
// The request holds its slot all the while. Nothing here knows whether its client still waits.
//
// An attempt is a call and, where there is one, its hedge; it has one timeout, and breaker and retries look at
// attempts. What a breaker, a bulkhead or a switch keeps from being made is not tried again.
//
// Everything random about a call comes from a block of the dependency's own stream, by operation and attempts.
#pragma once

#include "sim/model/dependencies/answer_cache.hpp"
#include "sim/model/dependencies/gate.hpp"
#include "sim/model/dependencies/stations.hpp"
#include "sim/model/world.hpp"

#include <array>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class Dependencies {
 public:
  explicit Dependencies(World& world);

  /// The replica's own work on the request is done.
  void begin(std::uint32_t request);
  /// The replica is gone, with all that it waited for.
  void stop(ReplicaId replica);
  /// Faults changed; `onset` is one that begins, or none.
  void conditions_changed(FaultId onset);
  /// Operators switch it off, or on again, everywhere.
  void set_switched_off(DependencyId dependency, bool off);
  /// A request waited in vain for its replica: what takes time there has touched it.
  void blame(Request& r);

  // Events. Steps that are over are void.
  void on_call_done(std::uint32_t call, std::uint32_t serial);
  void on_attempt_over(std::uint32_t request, std::uint32_t step);
  void on_hedge(std::uint32_t request, std::uint32_t step);
  void on_retry(std::uint32_t request, std::uint32_t step);
  void on_cached(std::uint32_t request, std::uint32_t step);

  void sample();
  bool quiet() const { return stations_.quiet(); }

 private:
  struct Asked {
    std::uint32_t call = 0, serial = 0;
  };
  /// A request's work on one dependency after another.
  struct Job {
    std::uint32_t step = 0;   // counts on over all requests that use this place
    std::uint16_t head = 0;   // in order: what the operation needs
    std::uint16_t asked = 0;  // the one that is asked now: `head`, or a fallback
    std::uint8_t attempts = 0;
    std::uint8_t calls = 0;      // of this attempt; a hedge is the second one
    std::uint8_t under_way = 0;  // of these
    bool stale = false;          // what comes from the cache is too old
    std::uint32_t breaker_epoch = 0;
    bool passed_breaker = false;
    std::array<Asked, 2> made{};  // of this attempt
    Time deadline;                // of this attempt
  };

  const Dependency& rule(const Job& job) const { return rules_[job.asked]; }
  Gate& gate(const Job& job, const Request& r) { return gates_[job.asked * replicas_ + r.replica.index()]; }
  DependencyRecord& tally(const Job& job, const Request& r) {
    return tallies_[job.asked * world_.regions() + r.asked.index()];
  }
  std::size_t site(const Job& job, const Request& r) const { return job.asked * world_.regions() + r.asked.index(); }
  bool applies(const Dependency& rule, std::size_t d, const Request& r) const;
  RandomStream::Block luck(const Job& job, const Request& r, bool hedge) const;
  bool is_off(const Job& job, const Request& r);

  // Steps of the work. Each ends with an event to come, or by going on to another step.
  void next(std::uint32_t request, std::size_t from);
  void need(std::uint32_t request);
  void attempt(std::uint32_t request);
  bool from_cache(std::uint32_t request);
  void touch(Request& r, const Job& job);
  bool join(std::uint32_t request);
  bool may_call(std::uint32_t request);
  bool call(std::uint32_t request, bool hedge);
  void attempt_failed(std::uint32_t request);
  void give_up(std::uint32_t request, bool try_stale);
  void got(std::uint32_t request);
  void count_end(std::uint32_t request, bool well);
  void fail(std::uint32_t request);
  void leave(std::uint32_t request);

  void answer(const Waiter& waiter, bool well);
  void end_attempt(std::uint32_t request, bool well);
  void await(std::uint32_t request, Time until);
  void end_flight(const Call& call);
  void record(ChangeEvent event, RegionId region, ReplicaId replica, std::size_t dependency);
  void record(CircuitBreaker::Change change, const Request& r, const Job& job);
  void warm_caches();

  World& world_;
  const std::vector<Dependency>& rules_;
  std::size_t replicas_;
  Stations stations_;
  std::vector<RandomStream> luck_;   // by dependency
  std::vector<Job> jobs_;            // by request
  std::vector<Gate> gates_;          // by dependency, replica
  std::vector<AnswerCache> caches_;  // by dependency, region
  // By dependency, region: calls for keys that are being fetched. Looked up only, never iterated.
  std::vector<std::unordered_map<std::uint32_t, Asked>> flights_;
  std::vector<bool> off_;                  // by dependency: operators switched it off
  std::vector<DependencyRecord> tallies_;  // by dependency, region: since the last sample
};

}  // namespace bicoastal
