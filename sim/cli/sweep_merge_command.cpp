#include "sim/cli/console.hpp"
#include "sim/cli/output_files.hpp"
#include "sim/cli/sweep_commands.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/sweep_rows.hpp"
#include "sim/sweep/merge.hpp"
#include "sim/sweep/sweep.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kMissingShown = 5;

Diagnostic missing_fault(const SweepPlan& plan, const Missing& missing, const std::string& out) {
  std::string text;
  if (!missing.runs.empty()) {
    text = fmt::format("{} of {} are missing: ", show_count(missing.runs.size()), counted(plan.numbers(), "run"));
    for (std::size_t i = 0; i < std::min(missing.runs.size(), kMissingShown); ++i) {
      const std::size_t number = missing.runs[i];
      text += fmt::format("{}number {} (point {}, seed {})", i == 0 ? "" : ", ", number, number / plan.seeds.size(),
                          plan.seeds[number % plan.seeds.size()]);
    }
    if (missing.runs.size() > kMissingShown) text += " …";
  }
  if (!missing.points.empty())
    text += fmt::format("{}{} of {} are not finished", text.empty() ? "" : "; ", show_count(missing.points.size()),
                        counted(plan.points.size(), "point"));
  return {"E627", out, 0, {}, text, "run their shards, which go on where they were; --partial does without them"};
}

/// Written whole or not at all.
Diagnostics write_merged(const StoredSweep& merged, const std::string& out) {
  const std::string draft = fmt::format("{}.{}.part", out, getpid());
  std::error_code ignored;
  std::filesystem::remove(draft, ignored);
  if (std::filesystem::exists(out, ignored))
    if (const auto there = read_sweep_file(out); !there)
      return {{"E608",
               out,
               0,
               {},
               "exists and is not the result file of a sweep, and is left as it is",
               "choose another name"}};
  Result<SweepFile> file = SweepFile::create(draft, merged.plan);
  if (!file) return file.faults();
  try {
    file->add(merged.runs);
    file->close();
    std::filesystem::rename(draft, out);
  } catch (const std::system_error& error) {
    std::filesystem::remove(draft, ignored);
    return {{"E610", out, 0, {}, error.what(), {}}};
  }
  return {};
}

}  // namespace

ExitCode execute(const SweepMergeCommand& command) {
  std::vector<SweepPart> parts;
  Diagnostics faults;
  for (const std::string& path : command.parts) {
    Result<StoredSweep> stored = read_sweep_file(path);
    if (stored)
      parts.push_back({path, *std::move(stored)});
    else if (!(command.partial && stored.faults().front().code == "E601"))
      faults.insert(faults.end(), stored.faults().begin(), stored.faults().end());
  }
  if (!faults.empty() || parts.empty()) {
    complain(faults.empty() ? Diagnostics{{"E627", command.out, 0, {}, "none of the parts is there", {}}} : faults);
    return exit_code_of(faults);
  }
  const Result<StoredSweep> merged = merge_parts(std::move(parts));
  if (!merged) {
    complain(merged.faults());
    return kBadInput;
  }
  const Missing missing = missing_from(*merged);
  if (!missing.nothing()) complain(Diagnostics{missing_fault(merged->plan, missing, command.out)});
  if (!missing.nothing() && !command.partial) return kBadInput;
  if (const Diagnostics why = write_merged(*merged, command.out); !why.empty()) {
    complain(why);
    return exit_code_of(why);
  }
  const auto failed = static_cast<std::size_t>(
      std::ranges::count_if(merged->runs, [](const SweepRun& run) { return !run.ended_well(); }));
  print(fmt::format("{}: {}{}\n", command.out, counted(merged->runs.size(), "run"),
                    failed == 0 ? "" : fmt::format(", {} of them FAILED", show_count(failed))));
  return missing.nothing() && failed == 0 ? kHolds : kUnknown;
}

ExitCode execute(const SweepExportCommand& command) {
  const Result<StoredSweep> stored = read_sweep_file(command.file);
  if (!stored) {
    complain(stored.faults());
    return exit_code_of(stored.faults());
  }
  const std::string text = command.to == SweepExportCommand::To::csv ? sweep_csv(*stored, command.performance)
                                                                     : sweep_json(*stored, command.performance);
  if (command.out.empty()) {
    print(text);
    return kHolds;
  }
  if (const std::string why = write_file(command.out, text); !why.empty()) {
    complain(why);
    return kInputOutput;
  }
  return kHolds;
}

}  // namespace bicoastal
