// The balancers of the regions: which replica a request goes to.
//
// A regional balancer spreads requests over the replicas that are in: its checkers hold them to be up, and nobody took
// them out on purpose. Backups get requests only while no other replica is in. With none in, all that nobody took out
// get their share (fail open, as ALB and Envoy do).
//
// Shares. A replica's weight is what set_share() says (1 unless somebody did), times, for `slow_start` after it came
// in, the part of that time which is over (linear, as ALB's and Envoy's slow start). Under policy weighted a zone's
// weight is divided among its replicas that are in. Where weights differ, round robin and weighted take turns smoothly
// (the algorithm of nginx: everybody gains its weight, the richest is chosen and pays the sum), least_outstanding
// compares (outstanding + 1) / weight, two_choices draws its two by weight. While all weights are equal nothing of this
// is asked.
//
// A sticky session keeps its replica while that is in. Zone-aware: replicas in the zone that the request entered by are
// chosen from first, others where none there is in.
#pragma once

#include "sim/model/checkers.hpp"
#include "sim/model/world.hpp"

#include <functional>
#include <vector>

namespace bicoastal {

class Balancer {
 public:
  explicit Balancer(World& world);

  /// Chooses a replica for the request, and counts it there.
  void assign(Request& r) {
    Door& door = doors_[r.asked.index()];
    r.replica = refined_ || door.weighted ? choose(r, door) : pick(r, door.all);
    r.outstanding = true;
    ++outstanding_[r.replica.index()];
  }
  /// The request no longer counts at its replica.
  void forget(Request& r) {
    if (!r.outstanding) return;
    r.outstanding = false;
    if (--outstanding_[r.replica.index()] == 0 && draining_ > 0) emptied(r.replica);
  }
  /// Whether some replica of the region is in.
  bool any_in(RegionId region) const { return doors_[region.index()].any_in; }
  bool is_in(ReplicaId replica) const { return held_up_[replica.index()] && !taken_out_[replica.index()]; }
  bool held_up(ReplicaId replica) const { return held_up_[replica.index()]; }
  bool taken_out(ReplicaId replica) const { return taken_out_[replica.index()]; }
  bool draining(ReplicaId replica) const { return drain_[replica.index()] != 0; }
  std::uint32_t outstanding(ReplicaId replica) const { return outstanding_[replica.index()]; }
  /// Where a request enters its region; also where its answer leaves.
  ZoneId entry_zone(const Request& r) const;

  /// No new requests for the replica from now on. What it has it may finish for `balancing.drain` at most; then its
  /// connections are closed. When it has nothing any more `drained` is told, in an event of its own.
  void take_out(ReplicaId replica);
  /// It gets requests again, slowly at first where `balancing.slow_start` says so.
  void put_in(ReplicaId replica);
  /// Its weight among the others from now on; 1 is that of everybody, 0 is nothing while others have more.
  void set_share(ReplicaId replica, double weight);
  /// Whoever takes replicas out and waits for them.
  std::function<void(ReplicaId)> drained;

  /// What checks of the replica find may have changed.
  void look_at(ReplicaId replica);

  /// Adds what was sent since the warm-up to a sample of the region.
  void sample(RegionId region, LoadRecord& record);

  // Events.
  void on_check(ReplicaId replica, std::uint32_t flip);
  void on_drained(ReplicaId replica, std::uint32_t generation);

 private:
  /// Replicas to choose from.
  struct Pool {
    std::vector<ReplicaId> replicas;
    std::uint32_t turn = 0;
    std::vector<double> share;   // by place in `replicas`: weight once nobody starts slowly any more
    std::vector<double> credit;  // by place: smooth turns by weight
  };
  struct Door {
    Pool all;
    std::vector<Pool> by_zone;  // in the order of the region's zones; zone_aware only
    bool any_in = true;
    bool weighted = false;  // weights may differ,
    Time even_at;           // until then
  };

  ReplicaId pick(const Request& r, Pool& pool);
  ReplicaId choose(const Request& r, Door& door);
  ReplicaId keep_or_choose(const Request& r, Door& door);
  ReplicaId pick_weighted(const Request& r, Pool& pool);
  Pool& pool_of(const Request& r, Door& door);
  double weigh(const Pool& pool);
  std::size_t draw_by_weight(std::uint64_t luck, double total, std::size_t except) const;
  std::uint32_t load(ReplicaId replica) const { return outstanding_[replica.index()]; }

  void changed(ReplicaId replica, bool was_in);
  void rebuild(RegionId region);
  Pool pool(std::vector<ReplicaId> replicas) const;
  void emptied(ReplicaId replica);

  World& world_;
  std::vector<std::uint32_t> outstanding_;  // by replica
  std::vector<Door> doors_;                 // by region
  bool refined_;                            // sessions or zones have a say, or it is counted who gets how much
  std::size_t draining_ = 0;                // replicas that are taken out and not yet empty
  std::vector<Checkers> checkers_;          // by replica; so are the following
  std::vector<bool> held_up_, taken_out_, backup_;
  std::vector<double> share_;
  std::vector<Time> in_since_;
  std::vector<std::uint32_t> drain_;  // generation of the event that ends it; 0 = none
  std::uint32_t drains_ = 0;
  std::vector<double> weights_;      // by place in the pool that is chosen from, now
  std::vector<std::uint64_t> sent_;  // by replica, since the warm-up
  bool warm_ = false;                // the warm-up is over
  std::vector<ReplicaId> kept_;      // by session, sticky only: the one it keeps
};

}  // namespace bicoastal
