// The lives of replicas: machines that boot, processes that start, end, and are started again.
//
//   absent -> booting -> starting -> ready -> ended -> starting ...
//
// A replica answers while the fleet has it ready and no fault holds it down; Conditions joins the two. What starts a
// process again after it ended: its service manager, `restart` later (systemd's RestartSec); a liveness check that it
// failed (Kubernetes: kills it where it hangs, starts it where it is gone); the end of what had held it down (power is
// back, somebody has repaired it). A start that takes longer than the startup probe allows is broken off, and tried
// again. A machine that its balancer has held for down as long as `replace` says is given up for a new one
// (auto-healing), in another zone of its region where its own has no power.
//
// Modelling choices. The machine's own watchers, service manager and liveness checks, live and die with the machine.
// Without a startup probe liveness checks count from the start of the process on, so a start that is slower than they
// allow never ends, as in Kubernetes. The startup probe looks each `interval` after the start began; a process counts
// as ready when it was seen to be. A process that was started anew has no memory of what hung it.
//
// A region on standby runs fewer replicas until it is needed: when a session is sent to it, when it is promoted, or
// when the name service has given up a region that is not on standby. It stays at its full size then.
#pragma once

#include "sim/model/lazy_checker.hpp"
#include "sim/model/world.hpp"

#include <vector>

namespace bicoastal {

class FleetControl {
 public:
  explicit FleetControl(World& world);

  /// Before the first event.
  void begin();

  // Events.
  void on_step(ReplicaId replica, std::uint32_t generation);
  void on_liveness(ReplicaId replica, std::uint32_t flip);
  void on_replace(ReplicaId replica, std::uint32_t generation);
  void on_wake(RegionId region);

  /// A fault began; Conditions know of it already.
  void struck(FaultId fault);
  /// Faults hold replicas down, or do so no longer.
  void conditions_changed();
  /// The balancer's checks have changed their mind about the replica.
  void held_up(ReplicaId replica, bool up);
  /// Somebody turns to a region that may be on standby.
  void needed(RegionId region) {
    if (!asleep_.empty() && asleep_[region.index()]) wake(region);
  }
  /// The name service has given up a region.
  void given_up(RegionId region);
  /// The replica has nothing under way any more, and gets nothing.
  void drained(ReplicaId replica);

  // What releases do with replicas.
  bool exists(ReplicaId r) const { return lives_[r.index()].phase != Phase::absent; }
  bool ready(ReplicaId r) const { return lives_[r.index()].phase == Phase::ready; }
  Time since(ReplicaId r) const { return lives_[r.index()].since; }  ///< it is ready
  /// Whether it has a machine that could work, and is not on its way out.
  bool works(ReplicaId r) const { return exists(r) && !lives_[r.index()].leaving && can_run(r); }
  /// Whether its process ends when it has nothing to do any more: nobody waits for it in vain.
  bool ends_gently(ReplicaId r) const { return lives_[r.index()].gently; }
  /// Whether a process can run there: the machine has power, and no fault holds it down.
  bool can_run(ReplicaId r) const { return lives_[r.index()].powered; }
  void restart(ReplicaId replica, bool gently = false);  ///< its process ends, and another one starts
  /// A new machine; its balancer is told of it when its process starts, unless it is not to be `listed`. REQUIRES: it
  /// does not exist.
  void launch(ReplicaId replica, ReplicaId in_place_of, Time boot, bool listed = true);
  void retire(ReplicaId replica);  ///< drained, then its machine is given back
  /// New machines until the region has so many, or room for no more.
  void grow(RegionId region, std::uint32_t to, Time boot);
  /// A place for a new machine in the region: where most room is, and power; none where there is none.
  ReplicaId spare(RegionId region) const;
  /// Machines of the region that work in this sense.
  std::uint32_t machines(RegionId region) const;

 private:
  enum class Phase : std::uint8_t { absent, booting, starting, ready, ended };
  enum class Next : std::uint8_t { boot_ends, start_ends, start_fails, restart };
  struct Life {
    Phase phase = Phase::ready;
    Next next{};
    bool powered = true;
    bool leaving = false;          // drained, and then given back
    bool gently = false;           // its process ends because somebody wants it to
    bool listed = true;            // its balancer hears of it when its process starts
    std::uint32_t generation = 0;  // of what is planned next
    std::uint32_t starts = 0;
    std::uint32_t watch = 0;  // generation of the wait for a replacement
    Time since;               // it was ready last
    ReplicaId place;          // whose place it takes: itself, or the machine that it replaces
  };

  bool watched() const { return world_.scenario.fleet.liveness.has_value(); }
  void plan(ReplicaId replica, Next next, Time after);
  void start(ReplicaId replica);
  void become_ready(ReplicaId replica);
  void end(ReplicaId replica, bool gently = false);
  /// Its machine is gone; `successor`, where there is one, takes its place.
  void vanish(ReplicaId replica, ReplicaId successor = ReplicaId());
  ReplicaId free_place(ZoneId zone) const;
  ReplicaId place_for(ReplicaId replaced) const;
  void tell(ReplicaId replica);
  void recovered(ReplicaId replica);
  void await_replacement(ReplicaId replica);
  void hand_over_crashes(ReplicaId from, ReplicaId to);
  void look(ReplicaId replica);
  void wake(RegionId region);
  void record(ChangeEvent event, RegionId region, ReplicaId replica, std::int64_t value);

  World& world_;
  bool used_;
  std::vector<Life> lives_;            // by replica; so are the next two
  std::vector<RandomStream> starts_;   // durations of starts
  std::vector<LazyChecker> liveness_;  // where there are such checks
  std::vector<Time> phases_;           // of these checks
  std::vector<bool> asleep_;           // by region; empty where none is on standby
  struct Crashed {
    FaultId fault;
    std::vector<ReplicaId> down;  // these, or what takes their places, are not ready yet
  };
  std::vector<Crashed> crashed_;
};

}  // namespace bicoastal
