#include "sim/cli/run_command.hpp"

#include "sim/base/conflict_names.hpp"
#include "sim/base/shell_words.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/output_files.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/cli/signals.hpp"
#include "sim/cli/simulate.hpp"
#include "sim/cli/sources.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/json.hpp"
#include "sim/report/summary.hpp"
#include "sim/study/forked.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace bicoastal {

namespace {

using History = RunCommand::History;

constexpr double kSampleByDefault = 0.1;

/// One run to make.
struct Job {
  const Scenario* scenario = nullptr;
  std::string file;
  OutputFiles out;
};

/// What a run says on stdout, and how it ended.
struct Said {
  ExitCode code = kHolds;
  std::string text;
};

History history_of(const RunCommand& command) {
  return command.history.value_or(command.out.empty() ? History::none : History::full);
}

std::string again(const RunCommand& command, const Job& job) {
  std::string text = command.program + " run " + shell_quoted(job.file);
  if (!is_run_file(job.file)) text += fmt::format(" --seed {}", job.scenario->seed);
  for (const std::string& set : command.sets) text += " --set " + shell_quoted(set);
  for (const std::string& library : plugin_libraries()) text += " --plugin " + shell_quoted(library);
  return text;
}

Said fail(const std::string& why) {
  complain(why);
  return {kInputOutput, {}};
}

/// Stores what a run leaves. Why that fails, or nothing.
std::string keep(const RunCommand& command, const Job& job, const Simulated& run, const std::string& json,
                 RunFileWriter* writer) {
  if (writer != nullptr) {
    const Result<bool> finished = writer->finish(run.analysis, json);
    if (!finished) return to_string(finished.faults().front());
  }
  return command.out.empty() ? std::string() : write_file(job.out.json, json);
}

Said run_one(const RunCommand& command, const Job& job) {
  std::unique_ptr<RunFileWriter> writer;
  if (history_of(command) != History::none) {
    const bool sampled = history_of(command) == History::sample;
    auto created = RunFileWriter::create(job.out.run_file, *job.scenario, sampled ? Keep::sample : Keep::full,
                                         sampled ? command.sample_share.value_or(kSampleByDefault) : 1);
    if (!created) {
      complain(created.faults());
      return {kInputOutput, {}};
    }
    writer = *std::move(created);
  }
  const Simulated run = simulate(*job.scenario, {.engine = command.engine,
                                                 .measures = command.measures,
                                                 .writer = writer.get(),
                                                 .progress = command.progress.value_or(progress_style(command.quiet)),
                                                 .what = job.file});
  if (!run.write_error.empty()) return fail(run.write_error);
  const RunReport report{.scenario = *job.scenario,
                         .analysis = run.analysis,
                         .judgements = judge(*job.scenario, run.analysis),
                         .performance = run.performance,
                         .interrupted = run.interrupted,
                         .again = again(command, job),
                         .build = build_version()};
  const std::string json = run_json(report);
  if (const std::string why = keep(command, job, run, json, writer.get()); !why.empty()) return fail(why);
  return {run.interrupted ? kInterrupted : exit_code_of(report),
          command.json ? json : summary(report, ink_for(STDOUT_FILENO))};
}

/// Signals that reach only this process are passed on to the child that runs; after one no further run starts.
std::optional<int> signal_for_children() {
  const auto taken = take_signal(0);
  if (!taken) return std::nullopt;
  return taken->from_terminal ? 0 : taken->number;
}

/// Each run in a child: a process can make one. A child's output is its exit code, a colon, and what it says.
Said run_each(const RunCommand& command, const std::vector<Job>& jobs) {
  std::vector<Said> said(jobs.size(), Said{kInterrupted, {}});
  const HeldSignals held;
  run_forked({.count = jobs.size(),
              .at_once = 1,
              .job =
                  [&](std::size_t i) {
                    const Said one = run_one(command, jobs[i]);
                    return fmt::format("{}:{}", static_cast<int>(one.code), one.text);
                  },
              .on_end =
                  [&](std::size_t i, JobEnd end) {
                    if (!end.ended_well) {
                      complain(fmt::format("the run of {} {}", jobs[i].file, end.trouble));
                      said[i].code = kInternal;
                      return;
                    }
                    const std::size_t colon = end.output.find(':');
                    said[i] = {static_cast<ExitCode>(std::stoi(end.output)), end.output.substr(colon + 1)};
                    if (!command.json && !said[i].text.empty()) print((i > 0 ? "\n" : "") + said[i].text);
                  },
              .on_tick = signal_for_children});
  Said all;
  std::vector<std::string> documents;
  for (Said& one : said) {
    all.code = worse(all.code, one.code);
    if (!one.text.empty()) documents.push_back(std::move(one.text));
  }
  if (command.json) all.text = json_array(documents);
  return all;
}

/// A run file can be read without the plugin that its run was made with, but not run.
bool has_policy(const Scenario& scenario) {
  const std::string& policy = scenario.data.conflicts.policy;
  return find_policy(policy) != nullptr ||
         std::ranges::any_of(loaded_plugins(), [&](const PluginPolicy& plugin) { return plugin.name == policy; });
}

/// Loads all files; complains about all that are wrong.
std::optional<std::vector<Scenario>> load_all(const RunCommand& command, const std::vector<Override>& overrides) {
  std::vector<Scenario> scenarios;
  bool good = true;
  for (const std::string& file : command.files) {
    Result<Scenario> scenario = read_scenario(file, overrides, command.seed);
    if (scenario && !has_policy(*scenario)) {
      const std::string policy = printable(scenario->data.conflicts.policy, 40);
      complain(Diagnostics{{"E703",
                            file,
                            0,
                            {},
                            fmt::format("its conflict policy \"{}\" is a plugin's", policy),
                            "name the library with --plugin"}});
      good = false;
    } else if (scenario) {
      scenarios.push_back(*std::move(scenario));
    } else {
      complain(scenario.faults());
      good = false;
    }
  }
  return good ? std::optional(std::move(scenarios)) : std::nullopt;
}

/// Two runs that would write one file, or nothing.
std::string collision(const std::vector<Job>& jobs) {
  std::map<std::string, std::string> owners;
  for (const Job& job : jobs) {
    const auto [owner, fresh] = owners.emplace(job.out.run_file, job.file);
    if (!fresh)
      return fmt::format(
          "{} and {} would both be written to {}: give their scenarios different names, or run them one by one",
          owner->second, job.file, job.out.run_file);
  }
  return {};
}

}  // namespace

ExitCode execute(const RunCommand& command) {
  const Result<std::vector<Override>> overrides = parse_overrides(command.sets);
  if (!overrides) {
    complain(overrides.faults());
    return kUsage;
  }
  const auto scenarios = load_all(command, *overrides);
  if (!scenarios) return kBadInput;
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < scenarios->size(); ++i) {
    const Scenario& scenario = (*scenarios)[i];
    jobs.push_back({&scenario, command.files[i], output_files(command.out, scenario.name, scenario.seed)});
  }
  if (!command.out.empty()) {
    if (const std::string why = collision(jobs); !why.empty()) {
      complain(why);
      return kUsage;
    }
    if (const std::string why = prepare_directory(command.out); !why.empty()) {
      complain(why);
      return kInputOutput;
    }
  }
  const Said said = jobs.size() == 1 ? run_one(command, jobs.front()) : run_each(command, jobs);
  print(said.text);
  return said.code;
}

}  // namespace bicoastal
