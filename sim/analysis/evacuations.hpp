// How long users were still sent to regions that operators had evacuated.
//
// Of the operations invoked while an evacuation lasts, those whose last attempt was sent to its region: until the last
// of them the name service's word had not reached everybody.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/ended_operation.hpp"

#include <algorithm>
#include <vector>

namespace bicoastal {

class Evacuations {
 public:
  explicit Evacuations(const Scenario& scenario) {
    for (const Action& action : scenario.actions) {
      const auto* evacuation = std::get_if<EvacuateRegion>(&action.what);
      plans_.push_back({evacuation != nullptr ? evacuation->region : RegionId(), action.at, action.until});
      figures_.emplace_back();
      if (evacuation != nullptr) figures_.back().last_s = 0;
      used_ = used_ || evacuation != nullptr;
    }
  }

  void on(const EndedOperation& op) {
    if (!used_) return;
    for (std::size_t a = 0; a < plans_.size(); ++a) {
      const Plan& plan = plans_[a];
      if (!plan.region.has_value() || plan.region != op.record.asked) continue;
      if (op.record.invoked < plan.at || op.record.invoked >= plan.until) continue;
      ++figures_[a].requests;
      figures_[a].last_s = std::max(*figures_[a].last_s, (op.record.invoked - plan.at).in_seconds());
    }
  }
  void finish(Analysis& analysis) const { analysis.actions = figures_; }

 private:
  struct Plan {
    RegionId region;
    Time at, until;
  };
  std::vector<Plan> plans_;  // by action; no region where it is no evacuation
  std::vector<ActionFigures> figures_;
  bool used_ = false;
};

}  // namespace bicoastal
