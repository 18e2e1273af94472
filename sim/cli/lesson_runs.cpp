#include "sim/cli/lesson_runs.hpp"

#include "sim/cli/planned_runs.hpp"
#include "sim/cli/signals.hpp"
#include "sim/study/forked.hpp"

#include <algorithm>
#include <csignal>
#include <thread>

namespace bicoastal {

std::vector<RunValues> run_for_lesson(const std::vector<PlannedRun>& runs) {
  std::vector<RunValues> outcomes(runs.size());
  const HeldSignals held;
  bool interrupted = false;
  run_forked({.count = runs.size(),
              .at_once = std::max(1U, std::thread::hardware_concurrency()),
              .job = [&](std::size_t job) { return simulate_planned(runs[job], std::nullopt); },
              .on_end =
                  [&](std::size_t job, JobEnd end) {
                    if (end.ended_well)
                      outcomes[job] = unpacked(end.output);
                    else
                      outcomes[job] = std::move(end.trouble);
                  },
              .on_tick = [&]() -> std::optional<int> {
                interrupted = interrupted || take_signal(0);
                return interrupted ? std::optional(SIGKILL) : std::nullopt;
              }});
  if (interrupted) throw Interrupted();
  return outcomes;
}

}  // namespace bicoastal
