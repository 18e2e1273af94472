#include "sim/base/shell_words.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/cli/sweep_commands.hpp"
#include "sim/cli/sweep_runs.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/numbers.hpp"
#include "sim/sweep/merge.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kFailuresShown = 10;

std::optional<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// A file to add to, and what is in it.
struct Opened {
  SweepFile file;
  std::vector<SweepRun> runs;
};

bool is_there(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) && fs::file_size(path, ignored) != 0;
}

Result<Opened> open_out(const SweepRunCommand& command, const Sweep& sweep, const std::string& out) {
  if (!command.anew && is_there(out)) {
    const Result<StoredSweep> stored = read_sweep_file(out);
    if (!stored) return stored.faults();
    if (Diagnostics foreign = foreign_faults(sweep.plan, out, stored->plan); !foreign.empty()) {
      foreign.front().suggestion += "; --anew replaces it, another --out keeps it";
      return foreign;
    }
    Result<SweepFile> file = SweepFile::open(out);
    if (!file) return file.faults();
    return Opened{*std::move(file), stored->runs};
  }
  if (command.resume)
    return Diagnostic{"E601", out, 0, {}, "there is nothing to go on with", "without --resume the sweep begins"};
  Result<SweepFile> file = SweepFile::create(out, sweep.plan);
  if (!file) return file.faults();
  return Opened{*std::move(file), {}};
}

std::string done_json(const Sweep& sweep, const Shard& shard, const std::string& out, const SweepRunsDone& done) {
  Json failed = Json::array();
  for (const SweepRun& run : done.failed)
    failed.push_back({{"id", run.id},
                      {"point", run.point},
                      {"seed", run.seed},
                      {"error", run.error},
                      {"attempts", run.attempts},
                      {"again", run.again}});
  const Json json{{"sweep", sweep.plan.name}, {"plan", sweep.plan.hash}, {"out", out},
                  {"shard", shard.text()},    {"runs", done.wanted()},   {"there_before", done.there},
                  {"made", done.made},        {"failed", failed},        {"interrupted", done.interrupted},
                  {"wall_s", done.wall_s}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string done_text(const Sweep& sweep, const Shard& shard, const std::string& out, const SweepRunsDone& done,
                      std::size_t jobs) {
  std::string text = fmt::format("{}: ", printable(sweep.plan.name));
  if (shard.count > 1) text += fmt::format("shard {}, ", shard.text());
  text += counted(done.made, "run");
  if (done.made > 0)
    text += fmt::format(" in {} on {} ({:.3g} runs/s)", show_seconds(done.wall_s), counted(jobs, "worker"),
                        static_cast<double>(done.made) / done.wall_s);
  if (done.there > 0) text += fmt::format(", {} there before", show_count(done.there));
  if (!done.failed.empty()) text += fmt::format(", {} FAILED", show_count(done.failed.size()));
  text += '\n';
  for (std::size_t i = 0; i < std::min(done.failed.size(), kFailuresShown); ++i) {
    const SweepRun& run = done.failed[i];
    text +=
        fmt::format("  point {} ({}), seed {}: {}\n    {}\n", run.point, printable(point_words(sweep.plan, run.point)),
                    run.seed, printable(run.error), printable(run.again));
  }
  if (done.failed.size() > kFailuresShown)
    text += fmt::format("  and {} more: bicoastal sweep export {}\n", show_count(done.failed.size() - kFailuresShown),
                        shell_quoted(out));
  return text + fmt::format("{}\n", out);
}

}  // namespace

std::string default_sweep_file(const std::string& file, const std::string& shard_text) {
  std::string name = fs::path(file).stem().string();
  if (!shard_text.empty()) {
    name += "." + shard_text;
    name.replace(name.rfind('/'), 1, "-of-");
  }
  return name + ".db";
}

ExitCode execute(const SweepRunCommand& command) {
  Shard shard;
  if (!command.shard.empty()) {
    const auto read = read_shard(command.shard, from_environment);
    if (const auto* why = std::get_if<std::string>(&read)) {
      complain(*why);
      return kUsage;
    }
    shard = std::get<Shard>(read);
  }
  const Result<Sweep> sweep = read_sweep(command.file, build_version(), {.plugins = loaded_plugins()});
  if (!sweep) {
    complain(sweep.faults());
    return kBadInput;
  }
  const std::string out =
      command.out.empty() ? default_sweep_file(command.file, shard.count > 1 ? shard.text() : "") : command.out;
  Result<Opened> opened = open_out(command, *sweep, out);
  if (!opened) {
    complain(opened.faults());
    return exit_code_of(opened.faults());
  }
  const std::size_t jobs = command.jobs.value_or(std::max(1U, std::thread::hardware_concurrency()));
  SweepRunsDone done;
  try {
    done = run_sweep({.sweep = *sweep,
                      .shard = shard,
                      .at_once = jobs,
                      .retries = command.retries,
                      .progress = command.progress.value_or(progress_style(command.quiet))},
                     opened->runs, opened->file);
    opened->file.close();
  } catch (const std::system_error& error) {
    complain(error.what());
    return kInputOutput;
  }
  if (done.interrupted) {
    complain(fmt::format("interrupted: {} are in {}; the same command goes on", counted(done.there + done.made, "run"),
                         out));
    return kInterrupted;
  }
  print(command.json ? done_json(*sweep, shard, out, done) : done_text(*sweep, shard, out, done, jobs));
  return done.failed.empty() ? kHolds : kUnknown;
}

}  // namespace bicoastal
