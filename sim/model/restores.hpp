// Stores that have lost their data, and how they come by data again.
//
// Where there are other regions, from one of them: the nearest whose store answers and can be reached. All keys are
// copied at the rate of the route (nobody else's traffic slows it, nor is slowed by it; a modelling choice); the store
// answers again when the copy is there, and is as that region's is then. What only the lost store had is gone; of what
// had left it, the region with the most passes it on. A loss of way or source meanwhile makes it start anew.
// Where no region has its data any more, all that was ever accepted is gone.
//
// Where there is no other region, from the last backup, taken at every multiple of data.backup.every: all that was
// accepted since is gone, and the store answers again after data.backup.restore. Without a backup it never does.
//
// The fault that destroyed a store ends when the store answers again.
#pragma once

#include <bicoastal/conflict.hpp>

#include "sim/model/values.hpp"
#include "sim/model/world.hpp"

#include <vector>

namespace bicoastal {

class Restores {
 public:
  explicit Restores(World& world);

  void start();
  /// The fault, a StoreLost, has begun; all parts know.
  void lost(FaultId fault);
  void conditions_changed();
  /// Whether what is accepted has to be told.
  bool keeps_journal() const { return journals_; }
  void accepted(KeyId key, const Stamped& version) { journal_.push_back({key, version, world_.now}); }

  // Events.
  void on_backup();
  void on_restored(RegionId region, std::uint32_t generation);  // sync

  bool quiet() const;

 private:
  struct Lost {
    std::vector<FaultId> faults;  // empty: it has its data
    RegionId source;              // that it is copied from; none where it is a backup, or there is none
    bool coming = false;          // it will be restored if nothing comes between
    std::uint32_t generation = 0;
  };
  struct Accepted {
    KeyId key;
    Stamped version;
    Time at;
  };
  bool usable(RegionId source, RegionId region) const;
  void try_copy(RegionId region);
  void forget_journal(FaultId fault);
  void put_back(RegionId region);
  void write(ChangeEvent event, RegionId region, std::int64_t value);

  World& world_;
  std::vector<Lost> lost_;         // by region
  bool journals_ = false;          // every region loses its store some time
  std::vector<Accepted> journal_;  // since the last backup, or ever
  std::vector<Stamped> backup_;    // by key; empty: the initial values
  std::vector<Payload> backup_values_;
};

}  // namespace bicoastal
