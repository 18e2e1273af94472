// Recovery time (RTO) of each fault, read twice: from what the affected clients got, and from what the machinery did.
//
// Affected clients: the populations of which at least one operation was touched by the fault and failed. Their success
// rate is taken per window of *invocation*: an operation counts where its user asked. (By windows of completion a loss
// that is over would show until the last attempt of the last unlucky operation has timed out, an operation's life
// later.) A bad window (below the SLO) belongs to the fault where an operation of it failed by its touch, or where it
// follows such a window without a good one between. Total: from the onset to the end of the last bad window, if a good
// one follows before another fault hits the same populations. Where most of the ten windows before the onset were bad
// already (refused conflicts, another fault that goes on), a bad window tells nothing by itself: only those with
// operations that the fault made fail belong to it then, and a window without any of them ends it. Where service was
// back before the role of primary returned home, what that return costs is no part of the recovery, though the fault
// is why it was made (NIST SP 800-34 and ISO 22301 tell the return to normal from the recovery).
//
// The parts come from what checkers, failover and routing recorded, and know nothing of success: onset until the last
// needed checker noticed, until the decision to promote, until the promotion, until the last region was told and the
// last user of a lost region was sent elsewhere. The last of these is the last invocation of an operation that was
// still sent to the lost region. (Not the last session's first request elsewhere: who asks nothing needs no answer, and
// an idle session moves long after its cached name has expired.) What nobody noticed ends with the fault, or before it:
// that counts as detection. What happened after the users were served again is no part of it. So for the loss of a
// region total and sum of parts agree within one window.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"
#include "sim/analysis/fault_spans.hpp"
#include "sim/analysis/outage_tail.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace bicoastal {

class Recovery {
 public:
  Recovery(const Scenario& scenario, const FaultSpans& spans);

  void on(const EndedOperation& op) {
    if (!op.ended()) return;
    auto& windows = windows_[op.record.population.index()];
    if (op.window >= windows.size()) windows.resize(op.window + 1);
    ++(op.ok() ? windows[op.invoked_window].ok : windows[op.invoked_window].failed);
    if (spans_.recent().empty()) return;
    for (const std::size_t f : spans_.recent())
      if (lost_region_[f] == op.record.asked && lost_region_[f].has_value() && spans_[f].covers(op.record.invoked))
        marks_[f].last_sent = std::max(marks_[f].last_sent, op.record.invoked);
  }
  /// The fault touched the operation.
  void touched(FaultId fault, const EndedOperation& op);
  void on(const HealthRecord& record);
  void on(const RoleRecord& record);
  void on(const FaultRecord& record);
  void on(const ChangeRecord& record);

  /// Needs analysis.faults; `end`: of the stream.
  void finish(Analysis& analysis, Time end) const;

 private:
  /// What the machinery did about a fault.
  struct Marks {
    Time suspected, decided, promoted, told, last_sent;  // 0: never; suspected: by those who decide
    Time returned;                                       // the role began to go home; 0: never
    Time repaired;                                       // the last of what it had ended or put out was back
    std::vector<Time> noticed;                           // by checkers of the name service or of balancers
    bool was_out = false;                                // the name service held the region for lost before
  };
  struct Effect {
    std::vector<bool> met, hurt;     // by population: touched at all; touched and failed
    std::vector<bool> hurt_windows;  // by window of invocation
  };
  /// A failover under way in a partition.
  struct Failover {
    std::optional<std::size_t> fault;
    Time detected;
    RegionId fenced;
  };

  /// Of each thing that stopped: under which faults it did, until it is back.
  using Stopped = std::vector<std::vector<std::size_t>>;
  void back(std::vector<std::size_t>& faults, Time now);

  bool is_bad(const WindowCount& count) const;
  bool was_bad_before(std::size_t fault) const;
  std::optional<std::size_t> cause_of(RegionId region, Time now) const;
  bool meets(std::size_t fault, const std::vector<bool>& populations) const;
  Time horizon_of(std::size_t fault, Time end) const;
  WindowCount count_of(std::size_t fault, std::size_t window) const;
  std::optional<Rto> rto_of(std::size_t fault, Time end) const;
  /// `back`: when its users were served again; max: never.
  void parts_of(std::size_t fault, Time end, Time back, Rto& rto) const;
  std::optional<OutageTail> tail_of_fault(std::size_t fault, Time end, const std::optional<Rto>& rto) const;

  const Scenario& scenario_;
  const FaultSpans& spans_;
  std::vector<std::vector<WindowCount>> windows_;  // by population, window of invocation
  std::vector<RegionId> lost_region_;              // by fault: the region that it takes down; none
  std::vector<Marks> marks_;                       // by fault
  std::vector<Effect> effects_;                    // by fault
  std::vector<Failover> failovers_;                // by partition
  std::vector<bool> region_is_out_;                // as the name service sees it
  Stopped ended_, out_, region_out_;               // processes and balancers' views, by replica; by region
};

}  // namespace bicoastal
