#include "sim/cli/compare_command.hpp"

#include "sim/cli/compare_policies.hpp"
#include "sim/cli/compared_runs.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/cli/sources.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/numbers.hpp"
#include "sim/study/measures.hpp"

#include <unistd.h>

#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::uint32_t kSeedsByDefault = 5;

using Values = std::vector<std::optional<double>>;

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
    Result<Scenario> scenario =
        load_scenario(file, overrides, own ? std::nullopt : std::optional(seed), {.plugins = loaded_plugins()});
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
  const ExitCode code =
      take_runs({.sides = {&a, &b}, .measures = measures, .jobs = command.jobs, .quiet = command.quiet});
  if (code != kHolds) return code;
  const Comparison comparison = compared(a, b, measures);
  print(command.json ? comparison_json(comparison) : comparison_text(comparison, ink_for(STDOUT_FILENO)));
  const auto incomplete = [](const Side& side) { return side.stored && !side.stored->analysis.complete; };
  return incomplete(a) || incomplete(b) ? kUnknown : kHolds;
}

/// What of the command line does not go together; empty where all does.
std::string misuse(const CompareCommand& command) {
  if (command.policies.empty()) return command.b.empty() ? "compare needs B, or --policy twice or more" : "";
  if (!command.b.empty()) return "--policy compares policies on one scenario: leave B out";
  if (command.policies.size() == 1) return "--policy needs a second one to compare with";
  if (!command.sets_a.empty() || !command.sets_b.empty()) return "--set-a and --set-b have no effect with --policy";
  const std::set<std::string> names(command.policies.begin(), command.policies.end());
  if (names.size() < command.policies.size()) return "--policy names one policy twice";
  if (is_run_file(command.a)) return "--policy needs a scenario file: a run file is one run under one policy";
  return "";
}

}  // namespace

ExitCode execute(const CompareCommand& command) {
  if (const std::string what = misuse(command); !what.empty()) {
    complain(what);
    return kUsage;
  }
  if (!command.policies.empty()) return compare_policies(command);
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
