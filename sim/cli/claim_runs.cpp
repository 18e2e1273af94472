#include "sim/cli/claim_runs.hpp"

#include "sim/base/check.hpp"
#include "sim/claims/plan.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/planned_runs.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/signals.hpp"
#include "sim/study/forked.hpp"

#include <algorithm>
#include <csignal>
#include <thread>

#include <fmt/format.h>

namespace bicoastal {

namespace {

using Values = std::vector<std::optional<double>>;

/// Values by planned run and seed.
class ClaimRuns {
 public:
  ClaimRuns(const ClaimRunsWanted& wanted, const ClaimPlan& plan)
      : wanted_(wanted), plan_(plan), values_(plan.runs.size(), std::vector<Values>(wanted.seeds.size())) {}

  const Values& of(std::size_t run, std::size_t seed) const { return values_[run][seed]; }

  ExitCode simulate() {
    const HeldSignals held;
    Progress progress(progress_style(wanted_.quiet), "validate");
    const std::size_t seeds = wanted_.seeds.size(), count = plan_.runs.size() * seeds;
    std::size_t done = 0;
    ExitCode code = kHolds;
    const auto on_end = [&](std::size_t job, JobEnd end) {
      if (end.ended_well) {
        values_[job / seeds][job % seeds] = unpacked(end.output);
        ++done;
      } else if (code == kHolds) {
        progress.clear();
        complain(fmt::format("the run of {} with seed {} {}", printable(shown_path(plan_.runs[job / seeds].scenario)),
                             wanted_.seeds[job % seeds], end.trouble));
        code = kInternal;
      }
    };
    const auto on_tick = [&]() -> std::optional<int> {
      progress.show(static_cast<double>(done) / static_cast<double>(count), fmt::format("{} of {} runs", done, count));
      if (take_signal(0)) code = kInterrupted;
      return code == kHolds ? std::nullopt : std::optional(SIGKILL);
    };
    run_forked(
        {.count = count,
         .at_once = wanted_.jobs.value_or(std::max(1U, std::thread::hardware_concurrency())),
         .job = [&](std::size_t job) { return simulate_planned(plan_.runs[job / seeds], wanted_.seeds[job % seeds]); },
         .on_end = on_end,
         .on_tick = on_tick});
    progress.clear();
    if (code == kInterrupted) complain("interrupted: nothing is judged");
    return code;
  }

 private:
  const ClaimRunsWanted& wanted_;
  const ClaimPlan& plan_;
  std::vector<std::vector<Values>> values_;
};

}  // namespace

ExitCode measure_claims(const ClaimRunsWanted& wanted, std::vector<ClaimJudgement>& judgements) {
  const ClaimPlan plan = plan_claims(wanted.claims);
  ClaimRuns runs(wanted, plan);
  if (const ExitCode code = runs.simulate(); code != kHolds) return code;
  for (std::size_t c = 0; c < wanted.claims.size(); ++c) {
    const Claim& claim = wanted.claims[c];
    std::vector<Values> measured(claim.figures.size());
    for (std::size_t f = 0; f < claim.figures.size(); ++f) {
      const ClaimPlan::Source source = plan.sources[c][f];
      for (std::size_t seed = 0; seed < wanted.seeds.size() && !claim.figures[f].formula; ++seed)
        measured[f].push_back(runs.of(source.run, seed)[source.metric]);
    }
    judgements.push_back(judge_claim(claim, std::move(measured)));
  }
  return kHolds;
}

}  // namespace bicoastal
