// The dependencies themselves: how long calls take there, and how many it works on at once.
//
// A dependency has a station in each region, or one for all of them: `concurrency` slots and a queue, first come, first
// served. It does not know whether its caller still waits. While it is down it is silent: what it had is gone, and what
// comes is lost. Whoever waits then has nothing but its timeout.
#pragma once

#include "sim/model/world.hpp"

#include <deque>
#include <vector>

namespace bicoastal {

/// Who waits for a call: a request, in a step of its work.
struct Waiter {
  std::uint32_t request = 0, step = 0;
};

struct Call {
  Waiter caller;
  std::vector<Waiter> joined;  ///< others that need the same answer
  DependencyId dependency;
  RegionId region;  ///< of the caller
  KeyId key;
  Time work;                  ///< at normal speed
  double luck = 0;            ///< errors hit it where this is below their share
  Time finish = Time::max();  ///< known once it is worked on
  std::uint32_t serial = 0;   ///< an event of another serial is void; 0: nothing is here
};

class Stations {
 public:
  explicit Stations(World& world);

  static constexpr std::uint32_t kLost = ~std::uint32_t{0}, kRefused = kLost - 1;
  /// Its number; kLost where nobody will ever answer; kRefused where the queue is full.
  std::uint32_t call(Call call);
  /// The end of a call's work, unless the event is void.
  struct Ended {
    Call call;
    bool well = false;
  };
  std::optional<Ended> on_done(std::uint32_t call, std::uint32_t serial);

  const Call& at(std::uint32_t call) const { return calls_[call]; }
  /// Whether the number still means this call.
  bool is(std::uint32_t call, std::uint32_t serial) const { return serial != 0 && calls_[call].serial == serial; }
  void join(std::uint32_t call, Waiter waiter) { calls_[call].joined.push_back(waiter); }

  /// Faults changed: work in progress goes on at the new speed; what a silent station had is gone, and returned.
  std::vector<Call> conditions_changed();

  std::uint32_t busy(DependencyId d, RegionId caller) const { return busy_[at_caller(d, caller)]; }
  std::uint32_t waiting(DependencyId d, RegionId caller) const { return waiting_[at_caller(d, caller)]; }
  bool quiet() const { return free_.size() == calls_.size(); }

 private:
  struct Station {
    std::uint32_t busy = 0;
    std::deque<std::uint32_t> queue;
    double slow = 1;  // as last applied
  };
  std::size_t at_caller(DependencyId d, RegionId r) const { return d.index() * world_.regions() + r.index(); }
  std::size_t station_of(const Call& c) const {
    const bool shared = world_.scenario.service.dependencies[c.dependency.index()].shared;
    return at_caller(c.dependency, shared ? RegionId(std::size_t{0}) : c.region);
  }
  std::uint32_t add(Call call);
  void start(std::uint32_t call);
  Call remove(std::uint32_t call);

  World& world_;
  std::vector<Station> stations_;              // by dependency, region
  std::vector<std::uint32_t> busy_, waiting_;  // by dependency, region of the caller
  std::vector<Call> calls_;
  std::vector<std::uint32_t> free_;
  std::uint32_t serial_ = 0;
};

}  // namespace bicoastal
