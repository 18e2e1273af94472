#include "sim/cli/compare_command.hpp"

#include "sim/cli/console.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/signals.hpp"
#include "sim/cli/sources.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/numbers.hpp"
#include "sim/study/forked.hpp"
#include "sim/study/measures.hpp"

#include <bicoastal/run.hpp>

#include <unistd.h>

#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <thread>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::uint32_t kSeedsByDefault = 5;

using Values = std::vector<std::optional<double>>;

/// One run of one side.
struct Taken {
  std::string digest;
  Values values;
};

/// One side: its scenario for each seed, and what its runs gave.
struct Side {
  std::string file;
  std::vector<Scenario> scenarios;
  std::optional<StoredRun> stored{};  ///< in place of a simulation
  std::vector<Taken> taken{};

  const Scenario& scenario() const { return stored ? *stored->scenario : scenarios.front(); }
};

// --- a run's values on their way from a worker: the digest, a line break, doubles with NaN for nothing ---------------

std::string packed(const Taken& taken) {
  std::string bytes = taken.digest + "\n";
  for (const std::optional<double>& value : taken.values) {
    const auto raw =
        std::bit_cast<std::array<char, sizeof(double)>>(value.value_or(std::numeric_limits<double>::quiet_NaN()));
    bytes.append(raw.data(), raw.size());
  }
  return bytes;
}

Taken unpacked(const std::string& bytes) {
  Taken taken;
  const std::size_t line = bytes.find('\n');
  taken.digest = bytes.substr(0, line);
  for (std::size_t at = line + 1; at + sizeof(double) <= bytes.size(); at += sizeof(double)) {
    double value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    taken.values.push_back(value == value ? std::optional(value) : std::nullopt);
  }
  return taken;
}

Taken simulate_and_measure(const Scenario& scenario, const std::vector<Measure>& measures) {
  Analyser analyser(scenario);
  run(scenario, {}, analyser);
  const Analysis analysis = analyser.finish();
  return {analysis.digest, take_measures(scenario, analysis, measures)};
}

// --- simulating ------------------------------------------------------------------------------------------------------

struct Work {
  Side* side = nullptr;
  std::size_t seed = 0;  ///< index
};

std::vector<Work> work_to_do(Side& a, Side& b) {
  std::vector<Work> work;
  for (std::size_t i = 0; i < std::max(a.scenarios.size(), b.scenarios.size()); ++i)
    for (Side* side : {&a, &b})
      if (!side->stored) work.push_back({side, i});
  for (Side* side : {&a, &b}) side->taken.resize(side->stored ? 1 : side->scenarios.size());
  return work;
}

/// Runs all that is to be simulated. kHolds, or why there is no result.
ExitCode simulate_all(const CompareCommand& command, std::vector<Work> work, const std::vector<Measure>& measures) {
  const HeldSignals held;
  Progress progress(progress_style(command.quiet), "compare");
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
       .at_once = command.jobs.value_or(std::max(1U, std::thread::hardware_concurrency())),
       .job =
           [&](std::size_t i) { return packed(simulate_and_measure(work[i].side->scenarios[work[i].seed], measures)); },
       .on_end = on_end,
       .on_tick = on_tick});
  progress.clear();
  if (code == kInterrupted) complain("interrupted: nothing is compared");
  return code;
}

// --- loading ---------------------------------------------------------------------------------------------------------

std::vector<std::string> joined(std::vector<std::string> both, const std::vector<std::string>& one) {
  both.insert(both.end(), one.begin(), one.end());
  return both;
}

/// Loads one side for `count` seeds from `first` on.
Result<Side> load_side(const std::string& file, const std::vector<Override>& overrides,
                       std::optional<std::uint64_t> first, std::size_t count) {
  Side side{file, {}};
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t seed = first.value_or(side.scenarios.empty() ? 0 : side.scenarios.front().seed) + i;
    const bool own = !first && i == 0;  // the scenario's own seed is the first
    Result<Scenario> scenario = load_scenario(file, overrides, own ? std::nullopt : std::optional(seed));
    if (!scenario) return scenario.faults();
    side.scenarios.push_back(*std::move(scenario));
  }
  return side;
}

Result<Side> load_stored(const std::string& file) {
  Result<StoredRun> run = read_run(file);
  if (!run) return run.faults();
  Side side{file, {}};
  side.stored = *std::move(run);
  return side;
}

bool complain_if_faulty(const Result<Side>& side) {
  if (!side) complain(side.faults());
  return !side;
}

// --- the answer ------------------------------------------------------------------------------------------------------

ComparedSide described(const Side& side) {
  ComparedSide text{side.file, side.scenario().name, side.scenario().document};
  for (const Taken& taken : side.taken) text.digests.push_back(taken.digest);
  return text;
}

Comparison compared(const Side& a, const Side& b, const std::vector<Measure>& measures) {
  Comparison c{.a = described(a), .b = described(b), .seeds = {}, .measures = measures, .differences = {}};
  for (std::size_t i = 0; i < a.taken.size(); ++i)
    c.seeds.push_back(a.stored ? a.scenario().seed : a.scenarios[i].seed);
  c.same_seeds = a.scenario().seed == b.scenario().seed;
  for (std::size_t m = 0; m < measures.size(); ++m) {
    Values left, right;
    for (const Taken& taken : a.taken) left.push_back(taken.values[m]);
    for (const Taken& taken : b.taken) right.push_back(taken.values[m]);
    c.differences.push_back(compare_paired(left, right, c.confidence));
  }
  for (const Side* side : {&a, &b}) {
    if (!side->stored) continue;
    if (!side->stored->note.empty()) c.notes.push_back(printable(side->file) + ": " + side->stored->note);
    if (!side->stored->analysis.complete)
      c.notes.push_back(fmt::format("{} is INCOMPLETE: its figures are of the first {} only", printable(side->file),
                                    show_seconds(side->stored->analysis.end_s)));
  }
  return c;
}

ExitCode compare_sides(const CompareCommand& command, Side& a, Side& b) {
  const std::vector<Measure> measures = measures_of_interest(a.scenario(), b.scenario());
  const std::vector<Work> work = work_to_do(a, b);
  if (!work.empty())
    if (const ExitCode code = simulate_all(command, work, measures); code != kHolds) return code;
  for (Side* side : {&a, &b})
    if (side->stored)
      side->taken.front() = {side->stored->analysis.digest,
                             take_measures(side->scenario(), side->stored->analysis, measures)};
  const Comparison comparison = compared(a, b, measures);
  print(command.json ? comparison_json(comparison) : comparison_text(comparison, ink_for(STDOUT_FILENO)));
  const auto incomplete = [](const Side& side) { return side.stored && !side.stored->analysis.complete; };
  return incomplete(a) || incomplete(b) ? kUnknown : kHolds;
}

}  // namespace

ExitCode execute(const CompareCommand& command) {
  const bool run_a = is_run_file(command.a), run_b = is_run_file(command.b);
  if ((run_a || run_b) && (command.seed || command.seeds || !command.sets.empty())) {
    complain("--seed, --seeds and --set have no effect on a run file: it is one run with its own seed");
    return kUsage;
  }
  if ((run_a && !command.sets_a.empty()) || (run_b && !command.sets_b.empty())) {
    complain("--set-a and --set-b have no effect on a run file");
    return kUsage;
  }
  const auto overrides_a = parse_overrides(joined(command.sets, command.sets_a));
  const auto overrides_b = parse_overrides(joined(command.sets, command.sets_b));
  if (!overrides_a || !overrides_b) {
    complain(!overrides_a ? overrides_a.faults() : overrides_b.faults());
    return kUsage;
  }
  const std::size_t count = run_a || run_b ? 1 : command.seeds.value_or(kSeedsByDefault);
  // The side that says which seed comes first is loaded first: a run file, else A.
  const bool b_first = run_b && !run_a;
  const auto load = [&](bool is_b, std::optional<std::uint64_t> first) {
    if (is_b ? run_b : run_a) return load_stored(is_b ? command.b : command.a);
    return load_side(is_b ? command.b : command.a, is_b ? *overrides_b : *overrides_a, first, count);
  };
  Result<Side> leader = load(b_first, command.seed);
  Result<Side> other = load(!b_first, leader ? std::optional(leader->scenario().seed) : command.seed);
  if (static_cast<int>(complain_if_faulty(leader)) + static_cast<int>(complain_if_faulty(other)) > 0) return kBadInput;
  return b_first ? compare_sides(command, *other, *leader) : compare_sides(command, *leader, *other);
}

}  // namespace bicoastal
