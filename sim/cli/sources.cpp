#include "sim/cli/sources.hpp"

#include "sim/cli/console.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/report/numbers.hpp"

#include <utility>

#include <fmt/format.h>

namespace bicoastal {

namespace {

Result<Scenario> scenario_of(const RunMeta& meta, const std::string& path) {
  Result<Scenario> scenario =
      parse_scenario(meta.document, path, {.plugins = loaded_plugins(), .unknown_policies = true});
  if (scenario) scenario->file = meta.scenario_file;
  return scenario;
}

std::string note_on(const StoredRun& run) {
  if (run.meta.keep == Keep::sample)
    return fmt::format(
        "SAMPLE: this file keeps {} of the keys (and every key with an anomaly); all figures are of what it "
        "keeps. Those of the whole run: analyse --stored.",
        show_share(run.meta.sample_share));
  if (run.meta.complete && run.analysis.digest != run.meta.digest)
    return fmt::format("The records give digest {}, but the run had {}: this analysis is not of the same run.",
                       run.analysis.digest, run.meta.digest);
  return {};
}

}  // namespace

Result<std::vector<Override>> parse_overrides(const std::vector<std::string>& texts) {
  std::vector<Override> overrides;
  Diagnostics faults;
  for (const std::string& text : texts) {
    Result<Override> one = parse_override(text);
    if (one)
      overrides.push_back(*std::move(one));
    else
      faults.insert(faults.end(), one.faults().begin(), one.faults().end());
  }
  if (!faults.empty()) return faults;
  return overrides;
}

Result<Scenario> read_scenario(const std::string& path, const std::vector<Override>& overrides,
                               std::optional<std::uint64_t> seed) {
  if (!is_run_file(path)) return load_scenario(path, overrides, seed, {.plugins = loaded_plugins()});
  if (!overrides.empty() || seed)
    return Diagnostic{"E701",
                      path,
                      0,
                      "",
                      "a run file holds one scenario with its seed: --set and --seed have no effect on it",
                      "give the scenario file instead"};
  const Result<RunFile> file = RunFile::open(path);
  if (!file) return file.faults();
  return scenario_of(file->meta(), path);
}

Result<StoredRun> read_run(const std::string& path, const AnalyserOptions& options) {
  const Result<RunFile> file = RunFile::open(path);
  if (!file) return file.faults();
  Result<Scenario> scenario = scenario_of(file->meta(), path);
  if (!scenario) return scenario.faults();
  StoredRun run{file->meta(), std::make_unique<const Scenario>(*std::move(scenario)), {}};
  Analyser analyser(*run.scenario, options);
  const Result<bool> replayed = file->replay(analyser);
  if (!replayed) return replayed.faults();
  run.analysis = analyser.finish();
  run.note = note_on(run);
  return run;
}

RunReport StoredRun::report() const {
  return {.scenario = *scenario,
          .analysis = analysis,
          .judgements = judge(*scenario, analysis),
          .performance = performance_in(meta.summary),
          .again = again_in(meta.summary),
          .build = meta.build,
          .note = note};
}

ExitCode exit_code_of(const RunReport& report) {
  return report.analysis.complete ? exit_code_of(overall(report.judgements)) : kUnknown;
}

}  // namespace bicoastal
