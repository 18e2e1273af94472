// Failover of the single-writer patterns: who is the primary of each partition, and who believes so.
//
// Voting. A region counts as alive while it is up, its store answers, and it belongs to a majority, that is reaches
// (both ways), itself counted, more than half of the voters. Voters are the regions that are up: somebody knows who is.
// With a lease or with witnesses voters are all regions and witnesses, up or not, as in every system without such an
// oracle. So of two regions that cannot reach each other neither is promoted; that takes a third voter.
//
// Detection, decision, promotion. The other regions watch each primary. From the moment their checker holds it to be
// dead: decide (a pause), catch up (where the old primary can still send), promote (a pause), redirect (each region
// learns of the new primary within its TTL). The new primary is the region alive that has most of the old one's log, if
// it is no further behind than `max_lag`: behind what was accepted until the old primary was last seen alive
// (`maximum_lag_on_failover` of Patroni), and unless it was a primary itself that has not followed anybody since. Its
// history takes precedence; what becomes of what it lacks says `stranded`.
//
// What keeps the old primary from accepting writes beside the new one:
//   lease     It stops by itself when its lease has run out (lease.hpp), and nobody is promoted before: the others look
//             at their first check after its end. While it holds there are never two primaries.
//   fencing   Without a lease: from the decision on the old primary's storage refuses its writes, wherever it is. That
//             assumes a way to its storage or its power switch that no partition cuts (a disk array that knows who may
//             write, a management network).
//   nothing   It accepts writes until it can talk to the new one: split brain.
//
// Planned switches (a return home, `fail_over`): writes pause until the next primary has everything, and nothing is
// lost. A forced one does not wait: the old primary stops if it can be told, and what is on its way is stranded.
#pragma once

#include "sim/model/checkers.hpp"
#include "sim/model/lease.hpp"
#include "sim/model/world.hpp"

#include <optional>
#include <vector>

namespace bicoastal {

class Roles {
 public:
  explicit Roles(World& world);

  /// Where `from` sends writes of the partition now.
  RegionId primary_for(PartitionId p, RegionId from) const { return roles_[p.index()].view[from.index()]; }
  /// Whether `region` takes writes of the partition as its primary.
  bool accepts(PartitionId p, RegionId region) const { return roles_[p.index()].accepts[region.index()]; }
  /// Epoch in which `region` is (or was last) primary.
  std::uint64_t epoch(PartitionId p, RegionId region) const { return roles_[p.index()].epoch_of[region.index()]; }
  /// When `region` was last replaced as primary.
  Time deposed_at(PartitionId p, RegionId region) const { return roles_[p.index()].deposed[region.index()]; }
  /// Faults that led to the failover under way.
  const std::vector<FaultId>& causes(PartitionId p) const { return roles_[p.index()].causes; }
  RegionId primary(PartitionId p) const { return roles_[p.index()].primary; }

  void conditions_changed();
  void batch_arrived(RegionId from, RegionId to);
  /// People move the role of `from` to `to`. Nothing happens where `from` does not have it, or another change is under
  /// way; where `to` has no majority, or cannot be reached by a planned switch, it is refused.
  void fail_over(PartitionId partition, RegionId from, RegionId to, bool catch_up);

  // Events.
  void on_check(RegionId region, std::uint32_t flip);
  void on_role(PartitionId partition, std::uint32_t generation);
  void on_redirect(PartitionId partition, RegionId region, std::uint32_t generation);
  void on_lease(RegionId region, std::uint32_t generation);

  bool quiet() const;

 private:
  enum class Phase : std::uint8_t {
    steady,
    deciding,
    waiting_for_lease,  // of the old primary, to run out
    catching_up,        // the candidate takes what the old primary can still send
    promoting,
    waiting_to_return,
    switching,  // planned: writes pause until `candidate` has everything
  };
  struct Role {
    RegionId home, primary, candidate;
    Phase phase = Phase::steady;
    std::uint32_t generation = 0;  // of the pending event
    std::uint16_t epoch = 0;
    std::vector<RegionId> view;           // by region
    std::vector<bool> accepts;            // by region
    std::vector<std::uint16_t> epoch_of;  // by region
    std::vector<Time> deposed;            // by region
    std::vector<RegionId> strays;         // replaced primaries that do not follow yet
    std::vector<FaultId> causes;
    std::uint64_t wanted = 0;      // entries of the old primary's log that the candidate waits for
    std::uint64_t decisions = 0;   // draws of the pause before one
    bool refused = false;          // told already that no candidate will do
    bool forced = false;           // by people: the candidate is theirs
    bool moved_by_people = false;  // it does not return home by itself
    int redirects = 0;             // under way
  };
  struct Watched {
    Checkers checkers;
    std::optional<Lease> lease{};
    std::uint32_t lease_generation = 0;
    bool alive = true;
    Time lost{};  // when it was last alive, where it is not
  };

  void conditions_seen();

  // Votes.
  bool alive(RegionId region) const;
  bool found_alive(RegionId region) const;
  bool reaches(RegionId a, RegionId b) const;
  bool held_up(RegionId region) const { return watched_[region.index()].checkers.reported_up(); }

  // Leases.
  bool may_accept(RegionId region) const;
  void watch_lease(RegionId region);
  void stop(std::size_t partition);
  void resume(std::size_t partition);

  // Failover.
  void suspect(std::size_t partition);
  static bool is_stray(const Role& role, RegionId region);
  RegionId choose_candidate(const Role& role) const;
  bool too_far_behind(std::size_t partition, RegionId candidate) const;
  void decide(std::size_t partition);
  void look_again(std::size_t partition);
  void give_up_force(std::size_t partition);
  void wait_for_lease(std::size_t partition);
  void take_over(std::size_t partition);
  void try_promotion(std::size_t partition);
  void promote(std::size_t partition, RegionId next);
  void reunite(std::size_t partition);

  // Planned.
  void plan_return(std::size_t partition);
  void begin_return(std::size_t partition);
  void begin_switch(std::size_t partition, RegionId to);
  void try_switch(std::size_t partition);
  void call_off_switch(std::size_t partition);

  void step(std::size_t partition, Phase phase, Time after);
  void write(std::size_t partition, RoleEvent event, RegionId region);

  World& world_;
  const Failover& rule_;
  bool enabled_;
  std::vector<Watched> watched_;  // by region
  std::vector<Role> roles_;       // by partition
};

}  // namespace bicoastal
