// Failover of the single-writer patterns: who is the primary of each partition, and who believes so.
//
// The other regions watch each primary: it counts as alive while it is up and belongs to a majority, that is reaches
// (both ways), itself counted, more than half of the regions that are up. So of two regions that cannot reach each
// other neither is promoted; that takes a third. From the moment their checker holds it to be dead: decide (a pause),
// promote (a pause), redirect (each region learns of the new primary within its TTL). The new primary is the reachable
// region that has most of the old one's log. Its history takes precedence: what it lacks is lost, and taken back
// elsewhere when the old primary follows again.
//
// With fencing the old primary refuses writes from the decision on, wherever it is (a lease that ran out by then).
// Without, it accepts them until it can talk to the new one: split brain.
#pragma once

#include "sim/model/checkers.hpp"
#include "sim/model/world.hpp"

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

  void conditions_changed();
  void batch_arrived(RegionId from, RegionId to);

  // Events.
  void on_check(RegionId region, std::uint32_t flip);
  void on_role(PartitionId partition, std::uint32_t generation);
  void on_redirect(PartitionId partition, RegionId region, std::uint32_t generation);

  bool quiet() const;

 private:
  enum class Phase : std::uint8_t { steady, deciding, promoting, waiting_to_return, returning };
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
    int redirects = 0;  // under way
  };

  bool alive(RegionId region) const;
  bool found_alive(RegionId region) const;
  bool reaches(RegionId a, RegionId b) const;
  RegionId choose_candidate(const Role& role) const;
  void suspect(std::size_t partition);
  void decide(std::size_t partition);
  void promote(std::size_t partition, RegionId next);
  void reunite(std::size_t partition);
  void plan_return(std::size_t partition);
  void begin_return(std::size_t partition);
  void try_return(std::size_t partition);
  void step(std::size_t partition, Phase phase, Time after);
  void write(std::size_t partition, RoleEvent event, RegionId region);

  World& world_;
  bool enabled_;
  std::vector<Checkers> checkers_;  // by region
  std::vector<Role> roles_;         // by partition
};

}  // namespace bicoastal
