#include "sim/cli/report_command.hpp"

#include "sim/base/shell_words.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/output_files.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/cli/simulate.hpp"
#include "sim/cli/sources.hpp"
#include "sim/cli/version.hpp"
#include "sim/history/sweep_file.hpp"
#include "sim/report/json.hpp"
#include "sim/report/page/assumptions.hpp"
#include "sim/report/page/run_page.hpp"
#include "sim/report/page/study_page.hpp"
#include "sim/report/stored_figures.hpp"
#include "sim/report/stored_witness.hpp"
#include "sim/report/study_csv.hpp"
#include "sim/report/sweep_study.hpp"
#include "sim/report/text_table.hpp"
#include "sim/sweep/slice.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

/// A directory of our own that is gone, with all that is in it, when this is.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "bicoastal-XXXXXX").string();
    if (!error && mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  /// Empty where none could be made.
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The first anomaly of each kind of which the file holds enough to tell its story.
std::vector<RunPage::Example> examples_of(const RunFile& file, const RunReport& report) {
  constexpr std::size_t kTries = 20;  // of a sample, some are without their other half
  const StoredFigures figures = figures_of(report.analysis, report.scenario);
  std::vector<RunPage::Example> examples;
  for (std::size_t k = 0; k < kAnomalyKinds; ++k) {
    std::size_t of_kind = 0;
    for (std::size_t i = 0; i < report.analysis.anomalies.size() && of_kind < kTries; ++i) {
      const Anomaly& anomaly = report.analysis.anomalies[i];
      if (static_cast<std::size_t>(anomaly.kind) != k) continue;
      ++of_kind;
      Result<Witness> witness = stored_witness(file, report.scenario, figures.usual_lags, anomaly);
      if (!witness || witness->ops.empty()) continue;
      examples.push_back({*std::move(witness), {i, of_kind, report.analysis.anomaly_counts[k]}});
      break;
    }
  }
  return examples;
}

std::string verdict_text(const RunReport& report) {
  if (!report.analysis.complete) return "the run is incomplete";
  if (report.judgements.empty()) return "nothing was expected";
  switch (overall(report.judgements)) {
    case ExpectationVerdict::holds: return "expectations hold";
    case ExpectationVerdict::violated: return "expectations are violated";
    case ExpectationVerdict::unknown: return "the run does not tell whether expectations hold";
  }
  return {};
}

/// A report in each of its forms; one is made when somebody wants it.
struct Forms {
  std::function<std::string()> page, markdown, table;

  std::string made(ReportForm form) const {
    return form == ReportForm::page ? page() : form == ReportForm::markdown ? markdown() : table();
  }
};

/// Nothing, or why it cannot be done. REQUIRES: a known ending each, which execute sees to.
std::string write_all(const std::vector<std::string>& outs, const Forms& forms) {
  for (const std::string& out : outs)
    if (std::string why = write_file(out, forms.made(*report_form(out))); !why.empty()) return why;
  return {};
}

std::vector<std::string> outs_of(const ReportCommand& command, const std::string& default_name) {
  if (!command.outs.empty()) return command.outs;
  return {std::filesystem::path(default_name).replace_extension(".html").string()};
}

/// `kept`: the run file, where it stays.
ExitCode write_reports(const RunFile& file, const RunReport& report, const std::string& kept,
                       const std::vector<std::string>& outs) {
  const Result<std::vector<Record>> events = file.events();
  if (!events) {
    complain(events.faults());
    return kBadInput;
  }
  const Timeline timeline(report.scenario, *events);
  const RunPage page{report, timeline, examples_of(file, report), kept};
  if (const std::string why = write_all(outs, {.page = [&] { return run_html(page); },
                                               .markdown = [&] { return run_markdown(page); },
                                               .table = [&] { return run_csv(report); }});
      !why.empty()) {
    complain(why);
    return kInputOutput;
  }
  print(fmt::format("{}: {}\n", fmt::join(outs, ", "), verdict_text(report)));
  return report.interrupted ? kInterrupted : exit_code_of(report);
}

ExitCode report_on_run(const ReportCommand& command) {
  const Result<StoredRun> run = read_run(command.file, command.measures);
  const Result<RunFile> file = RunFile::open(command.file);
  if (!run || !file) {
    complain(run ? file.faults() : run.faults());
    return kBadInput;
  }
  return write_reports(*file, run->report(), command.file, outs_of(command, command.file));
}

/// A result file of a sweep that this program cannot read, and not something else.
bool is_bad_sweep(const Diagnostics& faults) {
  return std::ranges::any_of(faults, [](const Diagnostic& f) { return f.code == "E622" || f.code == "E623"; });
}

std::string study_verdict(const Study& study, const StudyFindings& findings) {
  if (findings.best) return fmt::format("best is {}", printable(words_of(study, study.points[findings.best->point])));
  return findings.objectives.empty() ? "no metric says what is better" : "no point keeps to all constraints";
}

ExitCode report_on_sweep(const ReportCommand& command, const StoredSweep& sweep) {
  const SweepPlan& plan = sweep.plan;
  const Study study = study_of(sweep);
  const Result<Scenario> base =
      parse_scenario(plan.base_document, plan.base, {.plugins = loaded_plugins(), .unknown_policies = true});
  const StudyPage page{.study = study,
                       .build = plan.version,
                       .where = command.where,
                       .again = fmt::format("{} sweep run {}", command.program, shell_quoted(plan.file)),
                       .document = plan.document,
                       .base_document = plan.base_document,
                       .taken_for_granted = base ? taken_for_granted(*base) : std::vector<std::string>(),
                       .not_modelled = not_modelled()};
  const std::vector<std::string> outs = outs_of(command, command.file);
  if (const std::string why = write_all(outs, {.page = [&] { return study_html(page); },
                                               .markdown = [&] { return study_markdown(page); },
                                               .table = [&] { return study_csv(study); }});
      !why.empty()) {
    complain(why);
    return kInputOutput;
  }
  const StudyFindings findings = findings_of(study);
  print(fmt::format("{}: {}\n", fmt::join(outs, ", "), study_verdict(study, findings)));
  return findings.best || findings.objectives.empty() ? kHolds : kViolated;
}

ExitCode report_on_slice(const ReportCommand& command, const StoredSweep& sweep) {
  if (command.where.empty()) return report_on_sweep(command, sweep);
  const Result<StoredSweep> slice = slice_of(sweep, command.where, "--where");
  if (slice) return report_on_sweep(command, *slice);
  complain(slice.faults());
  return kUsage;
}

std::string again(const ReportCommand& command, const Scenario& scenario) {
  std::string text = fmt::format("{} report {} --seed {}", command.program, shell_quoted(command.file), scenario.seed);
  for (const std::string& set : command.sets) text += fmt::format(" --set {}", shell_quoted(set));
  for (const std::string& library : plugin_libraries()) text += fmt::format(" --plugin {}", shell_quoted(library));
  return text;
}

/// Simulates into a run file that nobody keeps: stories of anomalies are told from one.
ExitCode report_on_scenario(const ReportCommand& command, const Scenario& scenario) {
  const TemporaryDirectory directory;
  if (directory.path().empty()) {
    complain("no directory can be made for the history of the run: see TMPDIR");
    return kInputOutput;
  }
  const std::string path = directory.path() + "/run.db";
  auto writer = RunFileWriter::create(path, scenario, Keep::full, 1);
  if (!writer) {
    complain(writer.faults());
    return kInputOutput;
  }
  const Simulated run = simulate(scenario, {.measures = command.measures,
                                            .writer = writer->get(),
                                            .progress = progress_style(command.quiet),
                                            .what = command.file});
  if (!run.write_error.empty()) {
    complain(run.write_error);
    return kInputOutput;
  }
  const RunReport report{.scenario = scenario,
                         .analysis = run.analysis,
                         .judgements = judge(scenario, run.analysis),
                         .performance = run.performance,
                         .interrupted = run.interrupted,
                         .again = again(command, scenario),
                         .build = build_version()};
  const Result<bool> finished = (*writer)->finish(run.analysis, run_json(report));
  const Result<RunFile> file = finished ? RunFile::open(path) : Result<RunFile>(finished.faults());
  if (!file) {
    complain(file.faults());
    return kInputOutput;
  }
  return write_reports(*file, report, {}, outs_of(command, output_files({}, scenario.name, scenario.seed).json));
}

}  // namespace

std::optional<ReportForm> report_form(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (ending == ".html" || ending == ".htm") return ReportForm::page;
  if (ending == ".md" || ending == ".markdown") return ReportForm::markdown;
  return ending == ".csv" ? std::optional(ReportForm::table) : std::nullopt;
}

ExitCode execute(const ReportCommand& command) {
  for (const std::string& out : command.outs)
    if (!report_form(out)) {
      complain(fmt::format("{} has no ending that a report knows: .html, .md, .csv", printable(out, 200)));
      return kUsage;
    }
  const Result<std::vector<Override>> overrides = parse_overrides(command.sets);
  if (!overrides) {
    complain(overrides.faults());
    return kUsage;
  }
  const Result<StoredSweep> sweep = read_sweep_file(command.file);
  if (sweep || is_bad_sweep(sweep.faults())) {
    if (!overrides->empty() || command.seed) {
      complain("the result file of a sweep holds runs that are over: --set and --seed have no effect on them");
      return kUsage;
    }
    if (sweep) return report_on_slice(command, *sweep);
    complain(sweep.faults());
    return kBadInput;
  }
  if (!command.where.empty()) {
    complain("--where chooses points of a sweep: this is none");
    return kUsage;
  }
  const bool stored = is_run_file(command.file);
  if (stored && overrides->empty() && !command.seed) return report_on_run(command);
  const Result<Scenario> scenario = read_scenario(command.file, *overrides, command.seed);
  if (!scenario) {
    complain(scenario.faults());
    return kBadInput;
  }
  return report_on_scenario(command, *scenario);
}

}  // namespace bicoastal
