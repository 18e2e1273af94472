// What if another policy had been in force? The same users on the same seed, simulated in the background under each
// policy that the scenario allows (`bicoastal compare SCENARIO --policy …`), and what became of the anomalies.
#pragma once

#include "gui/app/child.hpp"
#include "gui/data/run_view.hpp"
#include "sim/scenario/load.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

/// What became of the anomalies of a kind under another policy.
struct PolicyFate {
  std::string policy;
  std::uint64_t before = 0, after = 0;  ///< operations with such an anomaly, under the run's policy and the other
  std::uint64_t vanish = 0;             ///< of `before`, gone under the other
};

class WhatIf {
 public:
  /// Begins; `scenario` is what `bicoastal` is given.
  void ask(const std::string& program, const RunView& run, const std::string& scenario,
           const std::vector<Override>& changes);
  void tick();
  void forget();

  bool busy() const { return child_ != nullptr; }
  /// The answer is about this run file.
  bool is_about(const RunView& run) const { return path_ == run.path; }
  bool answered() const { return answer_.has_value(); }
  const std::string& trouble() const { return trouble_; }
  /// By policy, for one kind.
  std::vector<PolicyFate> fates(AnomalyKind kind) const;

 private:
  std::string path_, trouble_;
  std::unique_ptr<Child> child_;
  std::optional<Figures> answer_;
};

}  // namespace bicoastal::gui
