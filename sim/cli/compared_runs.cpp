#include "sim/cli/compared_runs.hpp"

#include "sim/cli/console.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/signals.hpp"
#include "sim/study/forked.hpp"
#include "sim/study/packed.hpp"

#include <bicoastal/run.hpp>

#include <algorithm>
#include <limits>
#include <thread>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Operations of each kind of anomaly that a comparison follows one by one.
constexpr std::size_t kFollowed = 1'000'000;

// --- a run's results on their way from a worker: the digest, a line break, counts, plain values ----------------------

std::string packed(const Taken& taken) {
  std::string bytes = taken.digest + "\n";
  put(bytes, taken.values.size());
  for (const std::optional<double>& value : taken.values)
    put(bytes, value.value_or(std::numeric_limits<double>::quiet_NaN()));
  put(bytes, taken.anomalies.size());
  for (const AnomalySign& sign : taken.anomalies) put(bytes, sign);
  return bytes;
}

Taken unpacked(const std::string& bytes) {
  Taken taken;
  const std::size_t line = bytes.find('\n');
  taken.digest = bytes.substr(0, line);
  std::size_t at = line + 1;
  for (std::size_t n = take<std::size_t>(bytes, at); n > 0; --n) {
    const auto value = take<double>(bytes, at);
    taken.values.push_back(value == value ? std::optional(value) : std::nullopt);
  }
  for (std::size_t n = take<std::size_t>(bytes, at); n > 0; --n)
    taken.anomalies.push_back(take<AnomalySign>(bytes, at));
  return taken;
}

Taken simulate_and_measure(const Scenario& scenario, const RunsWanted& wanted) {
  AnalyserOptions options;
  if (wanted.follow_anomalies) options.anomalies_kept = kFollowed;
  Analyser analyser(scenario, options);
  run(scenario, {}, analyser);
  const Analysis analysis = analyser.finish();
  Taken taken{analysis.digest, take_measures(scenario, analysis, wanted.measures)};
  if (wanted.follow_anomalies) taken.anomalies = signs_of(analysis);
  return taken;
}

struct Work {
  Side* side = nullptr;
  std::size_t seed = 0;  ///< index
};

/// By seeds, so that what is compared runs at about the same time.
std::vector<Work> work_to_do(const std::vector<Side*>& sides) {
  std::size_t seeds = 0;
  for (const Side* side : sides) seeds = std::max(seeds, side->scenarios.size());
  std::vector<Work> work;
  for (std::size_t i = 0; i < seeds; ++i)
    for (Side* side : sides)
      if (!side->stored && i < side->scenarios.size()) work.push_back({side, i});
  return work;
}

ExitCode simulate_all(const RunsWanted& wanted, const std::vector<Work>& work) {
  const HeldSignals held;
  Progress progress(progress_style(wanted.quiet), "compare");
  std::size_t done = 0;
  ExitCode code = kHolds;
  const auto on_end = [&](std::size_t i, JobEnd end) {
    if (end.ended_well) {
      work[i].side->taken[work[i].seed] = unpacked(end.output);
      ++done;
    } else if (code == kHolds) {
      progress.clear();
      complain(fmt::format("the run of {} with seed {} {}", work[i].side->file,
                           work[i].side->scenarios[work[i].seed].seed, end.trouble));
      code = kInternal;
    }
  };
  const auto on_tick = [&]() -> std::optional<int> {
    progress.show(static_cast<double>(done) / static_cast<double>(work.size()),
                  fmt::format("{} of {} runs", done, work.size()));
    if (take_signal(0)) code = kInterrupted;
    return code == kHolds ? std::nullopt : std::optional(SIGKILL);
  };
  run_forked(
      {.count = work.size(),
       .at_once = wanted.jobs.value_or(std::max(1U, std::thread::hardware_concurrency())),
       .job =
           [&](std::size_t i) { return packed(simulate_and_measure(work[i].side->scenarios[work[i].seed], wanted)); },
       .on_end = on_end,
       .on_tick = on_tick});
  progress.clear();
  if (code == kInterrupted) complain("interrupted: nothing is compared");
  return code;
}

}  // namespace

ExitCode take_runs(const RunsWanted& wanted) {
  for (Side* side : wanted.sides) side->taken.resize(side->stored ? 1 : side->scenarios.size());
  if (const std::vector<Work> work = work_to_do(wanted.sides); !work.empty())
    if (const ExitCode code = simulate_all(wanted, work); code != kHolds) return code;
  for (Side* side : wanted.sides)
    if (side->stored)
      side->taken.front() = {side->stored->analysis.digest,
                             take_measures(side->scenario(), side->stored->analysis, wanted.measures)};
  return kHolds;
}

}  // namespace bicoastal
