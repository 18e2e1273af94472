// What the measured time cost, and what a month of it costs.
//
// Counted from the history, by region, over [warmup, duration):
//   replicas     at the start, and each machine from the moment when its process starts, until it is given back or
//   another
//                machine takes its place. A machine whose process crashed, or whose zone or region is lost, is paid
//                for: it is still rented.
//   functions    samples of how many work, each for the window that it ends.
//   writes       each that a region's leader copy takes, replicated ones too; of a quorum, each that a member gets.
//   reads        each successful one, where it was served; of a quorum, all members that are asked.
//   replication  bytes of batches as they are sent, by the sender. Quorums have no batches: each write that a member
//   gets
//                from another region counts with its value and headers.
//   forwarded    a successful operation that another region served than the one asked: headers each way, and the value
//                where a write goes or a read comes from. Of a quorum's reads: the answers of members elsewhere.
//   users        what is sent for each operation that is answered.
//   zones        stores on instances: each write to the copies in other zones than the leader's, and operations whose
//                replica is in another zone than its store. Twice, as both ends pay.
//   storage      all keys, in each region (of a quorum in N of them); on instances in each copy.
// What the history does not tell is not billed: attempts that failed or were given up, copying of whole stores, calls
// of dependencies, checks.
//
// A month is made of the time before the first fault, where that has ten windows, so that no outage is taken to last a
// month, nor what it leaves behind: a standby that was woken, primaries elsewhere. Where it has less, of the time away
// from faults (sim/analysis/calm.hpp); where that has less, too, of the whole measured time.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/calm.hpp"
#include "sim/analysis/ended_operation.hpp"

#include <cstddef>
#include <vector>

namespace bicoastal {

class Bill {
 public:
  /// REQUIRES: the scenario has prices. It must outlive this object.
  explicit Bill(const Scenario& scenario);

  void on(const EndedOperation& op);
  void on(const AcceptRecord& record);
  void on(const ApplyRecord& record);
  void on(const BatchRecord& record);
  void on(const ChangeRecord& record);
  void on(const LoadRecord& record);
  void on(const FaultRecord& record);
  /// Needs the figures of faults and clients.
  void finish(Analysis& analysis, Time end);

 private:
  /// For a month to be made of it.
  bool enough_calm() const;
  struct Region {
    BilledUse all, calm;
    std::size_t machines = 0;       // paid for now
    std::size_t copies = 0;         // of the data, stores on instances
    std::size_t copies_beside = 0;  // of these, in other zones than the leader's
  };

  bool in_time(Time time) const { return time >= scenario_.warmup && time < scenario_.duration; }
  std::size_t region_of(StoreId store) const { return scenario_.stores[store.index()].region.index(); }
  bool is_leader(StoreId store) const { return store.index() < regions_.size(); }
  /// Time goes on to `now`: what is paid by the hour.
  void advance(Time now);
  void add(std::size_t region, double BilledUse::*part, double amount, Time now);
  void write_taken(std::size_t region, Time now);
  void pass_on(const OperationRecord& op, std::size_t to);
  void ask_members(const OperationRecord& op);
  void pay(ReplicaId replica, bool paid);

  const Scenario& scenario_;
  const Pricing& prices_;
  bool quorum_, instances_;
  double value_, headers_, written_;  // bytes of a value, of a message without one, of a write with all that it has
  double read_units_, write_units_;   // of an operation
  Calm calm_;
  std::vector<Region> regions_;
  std::vector<bool> paid_;  // by replica
  Time now_;
  double calm_s_ = 0;
};

}  // namespace bicoastal
