#include "gui/app/what_if.hpp"

#include "gui/data/other_policies.hpp"
#include "sim/base/anomaly_names.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal::gui {

void WhatIf::ask(const std::string& program, const RunView& run, const std::string& scenario,
                 const std::vector<Override>& changes) {
  forget();
  path_ = run.path;
  std::vector<std::string> arguments = {program, "compare", scenario, "--seeds", "1", "--json", "--quiet"};
  arguments.emplace_back("--policy");
  arguments.push_back(policy_of(run));
  for (const std::string& policy : policies_for(run)) {
    arguments.emplace_back("--policy");
    arguments.push_back(policy);
  }
  for (const Override& change : changes) {
    arguments.emplace_back("--set");
    arguments.push_back(fmt::format("{}={}", change.pointer, change.value));
  }
  child_ = std::make_unique<Child>(arguments);
}

void WhatIf::tick() {
  if (!child_ || child_->poll()) return;
  answer_ = Figures::parse(child_->out());
  if (!answer_ || answer_->size("/policies") == 0) {
    answer_.reset();
    trouble_ = !child_->trouble().empty() ? child_->trouble() : child_->err();
    if (trouble_.empty()) trouble_ = "The comparison ended without an answer.";
  }
  child_.reset();
}

void WhatIf::forget() {
  child_.reset();
  answer_.reset();
  trouble_.clear();
  path_.clear();
}

std::vector<PolicyFate> WhatIf::fates(AnomalyKind kind) const {
  std::vector<PolicyFate> fates;
  if (!answer_) return fates;
  for (std::size_t p = 1; p < answer_->size("/policies"); ++p) {  // the first is the run's own
    const std::string at = fmt::format("/policies/{}", p);
    PolicyFate fate{answer_->text(fmt::format("{}/name", at)).value_or("?")};
    for (std::size_t a = 0; a < answer_->size(fmt::format("{}/anomalies", at)); ++a) {
      const std::string anomaly = fmt::format("{}/anomalies/{}", at, a);
      if (answer_->text(fmt::format("{}/kind", anomaly)) != anomaly_name(kind)) continue;
      fate.before = answer_->count(fmt::format("{}/before", anomaly));
      fate.after = answer_->count(fmt::format("{}/after", anomaly));
      fate.vanish = answer_->count(fmt::format("{}/vanish", anomaly));
    }
    fates.push_back(fate);
  }
  return fates;
}

}  // namespace bicoastal::gui
