// A disaster-recovery drill against its plan: what each step took, read from the history alone.
//
//   fail_over   begins with the first onset of a fault, or planned or forced switch, after the step before; done when a
//               primary has been promoted and no partition is without one that is due: suspected, decided on or
//               switching, and not promoted yet
//   verify      begins when the step before is done; done when the primary of each partition has all writes that were
//               acknowledged before, of all those that the stores accepted since time 0. `missing`: that it lacks when
//               the step begins. A write that was lost or set aside is never there
//   recover     runs beside the others from the begin of the last fail_over before it until its users' success is back:
//               to the end of the last window (by invocation, of all users) under the SLO before the next fail_over or
//               fail_back begins. It takes no time where no window is bad
//   fail_back   begins with the first planned switch to a home after the step before; done when all primaries are at
//   home
//
// What a store has is told by the records of what it accepted, was sent, took back and lost: the model's own idea of a
// store is not asked.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace bicoastal {

class Drill {
 public:
  explicit Drill(const Scenario& scenario);

  bool used() const { return !steps_.empty(); }
  void on(const EndedOperation& op);
  void on(const AcceptRecord& record);
  void on(const ApplyRecord& record);
  void on(const LostRecord& record);
  void on(const RoleRecord& record);
  void on(const FaultRecord& record);
  void finish(Analysis& analysis, Time end) const;

 private:
  struct Step {
    std::optional<Time> began, done;
    std::uint64_t missing = 0;
  };
  /// A write, by its origin and sequence.
  struct Write {
    std::uint16_t partition = 0;
    bool acknowledged = false, gone = false;
    bool wanted = false;   // by the step verify under way
    std::vector<bool> at;  // by store
  };
  struct Count {
    std::uint32_t ok = 0, failed = 0;
  };

  Write& write(VersionId version);
  bool is_there(const Write& write) const { return !write.gone && write.at[primary_[write.partition].index()]; }
  void begin(Time now);
  void complete(Time now);
  void begin_verify(Time now);
  void found(Write& write, Time now);
  bool is_home() const { return primary_ == home_; }
  std::optional<Time> recovered(std::size_t step, Time end) const;

  const Scenario& scenario_;
  std::vector<Step> steps_;
  std::size_t at_ = 0;                      // the step that is due or under way
  std::vector<RegionId> primary_, home_;    // by partition
  std::vector<bool> due_;                   // by partition: a promotion
  bool promoted_ = false;                   // since the step began
  std::vector<std::vector<Write>> writes_;  // by origin, sequence
  std::uint64_t wanted_ = 0;
  std::vector<Count> windows_;  // by window of invocation
};

}  // namespace bicoastal
