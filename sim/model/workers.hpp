// Replicas whose requests wait for others while they hold a slot: a thread a request.
//
// Where replicas call dependencies, nobody knows at admission when a slot will be free, so starts are events. A request
// holds its slot from its start until Dependencies has all that it needs; those that wait start in order of arrival. A
// request whose client gave up keeps its place: work that nobody waits for is what makes retry storms.
//
// Server (server.hpp) is for scenarios without dependencies, where slots are free when the replica's own work is done.
#pragma once

#include "sim/model/world.hpp"

#include <deque>
#include <vector>

namespace bicoastal {

class Workers {
 public:
  explicit Workers(World& world);

  /// A request is at its replica: it starts, waits, or is refused where the queue is full (false).
  bool admit(std::uint32_t request);
  /// It waited as long as requests may.
  void on_waited(std::uint32_t request);
  /// The request leaves the replica; the next one starts.
  void release(std::uint32_t request);
  /// The replica's process is gone. What becomes of its requests is the caller's affair.
  void stop(ReplicaId replica);
  /// The replica's own work takes `slower` times as long as before from now on.
  void change_speed(ReplicaId replica, double slower);

  std::size_t busy(ReplicaId replica) const { return replicas_[replica.index()].busy; }
  std::size_t waiting(ReplicaId replica) const { return replicas_[replica.index()].queue.size(); }
  /// Share of slots and places in the queue that are taken.
  double fullness(ReplicaId replica) const {
    const double places = static_cast<double>(slots_) + static_cast<double>(limit_);
    return static_cast<double>(busy(replica) + waiting(replica)) / places;
  }
  bool quiet() const;
  /// Slot time that the replica has held until now.
  Time worked(ReplicaId replica) const { return worked(replicas_[replica.index()]); }

 private:
  struct Replica {
    std::size_t busy = 0;
    Time worked;                      // by all slots together, until `since`
    Time since;                       // last change of `busy`
    std::deque<std::uint32_t> queue;  // requests, in order of arrival
  };
  void start(std::uint32_t request);
  Time worked(const Replica& replica) const {
    return replica.worked + (world_.now - replica.since) * static_cast<std::int64_t>(replica.busy);
  }
  void set_busy(Replica& replica, std::size_t busy);

  World& world_;
  std::size_t slots_, limit_;
  std::vector<Replica> replicas_;
};

}  // namespace bicoastal
