// What anomalies did to the meaning of the data: lost increments, oversold stock, seats given away twice.
//
// Judged are keys of every type but registers, and registers under a policy that merges; quorums keep registers only,
// by their order, and are left to the analyses of versions. One judge for each kind of data has the definitions:
// sums.hpp (counters, stocks, accounts), items.hpp and bookings.hpp (sets, carts, seats), appends.hpp (logs),
// merged_registers.hpp (registers). They know
//
//   - changes in the order of their acceptance: a store's record of what a change does, and the record that accepts it
//   - which of them their clients were told of
//   - what the accepting store had seen then (seen.hpp)
//   - what all leaders show in the end. A key on which they differ then, of which some leader does not know all changes
//     yet, or of a run that did not end, is undecided
//
// What shows at once (oversold stock, overdrafts, double bookings, under ordering policies lost changes) is counted in
// any case.
//
// Causality is judged for registers too (causality.hpp).
#pragma once

#include "sim/analysis/effects/causality.hpp"
#include "sim/analysis/effects/final_states.hpp"
#include "sim/analysis/effects/judge.hpp"
#include "sim/analysis/effects/overheads.hpp"
#include "sim/analysis/effects/recent_changes.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace bicoastal {

class Effects {
 public:
  Effects(const Scenario& scenario, const Limits& limits, Anomalies& anomalies);

  void on(const AcceptRecord& record) {
    causality_.on(record);
    if (judge_ != nullptr) accept(record);
  }
  void on(const ApplyRecord& record) {
    causality_.on(record);
    if (judge_ != nullptr) apply(record);
  }
  /// A successful write.
  void written(const OperationRecord& op) {
    if (judge_ != nullptr) acknowledge(op);
  }
  void on(const LostRecord& record);
  void on(const ServeRecord& record);
  void on(const StateRecord& record);
  /// Needs the counts of the analyses of versions.
  void finish(Analysis& analysis, Time end);

 private:
  void accept(const AcceptRecord& record);
  void apply(const ApplyRecord& record);
  void acknowledge(const OperationRecord& op);
  void came_to(KeyId key, const Document& document, Time now);

  Anomalies& anomalies_;
  Causality causality_;
  Seen seen_;
  std::unique_ptr<MeaningJudge> judge_;  // null where there is nothing to judge
  std::optional<RecentChanges> recent_;  // nothing likewise
  ServeRecord serve_;                    // the last of a write
  std::vector<bool> changed_;            // by key
  std::uint64_t keys_ = 0, decided_ = 0;
  bool merges_;
  FinalStates states_;
  Overheads overheads_;
};

}  // namespace bicoastal
