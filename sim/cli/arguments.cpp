#include "sim/cli/arguments.hpp"

#include "sim/cli/console.hpp"
#include "sim/cli/examples.hpp"
#include "sim/cli/lesson_arguments.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/cli/sweep_arguments.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/json.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace bicoastal {

namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 expectations hold, 1 violated, 2 unknown, 64 wrong usage, 65 bad input, 70 our bug,\n"
    "74 disk or file trouble, 130 interrupted.";

/// All that options are parsed into; the chosen subcommand's struct is the result.
struct Parsed {
  RunCommand run{};
  CheckCommand check{};
  ExplainCommand explain{};
  AnalyseCommand analyse{};
  CompareCommand compare{};
  ExportCommand to{};
  LessonCommand lesson{};
  ListCommand list{};
  ReportCommand report{};
  ValidateCommand validate{};
  SweepParsed sweep{};
  std::optional<std::uint64_t> first_seed{};
  bool json_help = false;
  std::vector<std::string> plugins{};
};

CLI::App* subcommand(CLI::App& app, const char* name, const char* what, const char* examples) {
  CLI::App* sub = app.add_subcommand(name, what);
  sub->footer(fmt::format("Examples:\n{}\n", examples));
  return sub;
}

/// "none, sample, full"
template <class Choices>
std::string names_of(const Choices& choices) {
  std::string text;
  for (const auto& choice : choices) text += (text.empty() ? "" : ", ") + choice.first;
  return text;
}

template <class T>
using Choices = std::vector<std::pair<std::string, T>>;

/// An option that takes one of a few words.
template <class T, class Target>
CLI::Option* add_choice(CLI::App* sub, const std::string& name, Choices<T> choices, Target& target,
                        const std::string& what) {
  std::string type = names_of(choices);
  return sub
      ->add_option_function<std::string>(
          name,
          [choices = std::move(choices), &target, name](const std::string& text) {
            const auto same = [&](const auto& choice) { return choice.first == text; };
            const auto found = std::find_if(choices.begin(), choices.end(), same);
            if (found == choices.end())
              throw CLI::ValidationError(name, fmt::format("{} is none of: {}", text, names_of(choices)));
            target = found->second;
          },
          what)
      ->type_name(type);
}

Choices<std::string> words(const std::vector<std::string>& names) {
  Choices<std::string> choices;
  for (const std::string& name : names) choices.emplace_back(name, name);
  return choices;
}

/// CLI11 lets -3 become 18446744073709551613.
CLI::Option* add_seed(CLI::App* sub, std::optional<std::uint64_t>& seed, const char* what) {
  return sub
      ->add_option_function<std::string>(
          "--seed",
          [&seed](const std::string& text) {
            std::uint64_t value = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (error != std::errc() || end != text.data() + text.size())
              throw CLI::ValidationError("--seed", text + " is not a whole number from 0 to 18446744073709551615");
            seed = value;
          },
          what)
      ->type_name("N");
}

/// --set may stand several times; each takes one text.
void add_sets(CLI::App* sub, const std::string& name, std::vector<std::string>& sets, const char* what) {
  sub->add_option_function<std::string>(
         name, [&sets](const std::string& text) { sets.push_back(text); }, what)
      ->type_name("/POINTER=VALUE")
      ->trigger_on_parse()
      ->take_last();
}

void add_plugins(CLI::App* sub, std::vector<std::string>& plugins) {
  sub->add_option_function<std::string>(
         "--plugin", [&plugins](const std::string& file) { plugins.push_back(file); },
         "Shared library with a conflict policy of your own; may stand several times")
      ->type_name("FILE")
      ->trigger_on_parse()
      ->take_last();
}

/// What costs time and is not measured unless asked for.
void add_measures(CLI::App* sub, AnalyserOptions& measures) {
  sub->add_option_function<std::string>(
         "--measure",
         [&measures](const std::string& what) {
           if (what == "linearizability") {
             measures.linearizability = true;
           } else if (what == "t-visibility") {
             measures.visibility = true;
           } else {
             throw CLI::ValidationError("--measure", what + " is none of: linearizability, t-visibility");
           }
         },
         "Measure this as well, which takes time; may stand several times")
      ->type_name("linearizability, t-visibility")
      ->trigger_on_parse()
      ->take_last();
}

void add_run(CLI::App& app, Parsed& p) {
  CLI::App* run = subcommand(app, "run", "Simulate scenarios and say what their users would have seen", kRunExamples);
  run->add_option("files", p.run.files, "Scenario files, or run files to repeat")->type_name("FILE");
  add_seed(run, p.run.seed, "Seed of all random streams, in place of the scenario's");
  add_sets(run, "--set", p.run.sets, "Change one value of the scenario; may stand several times");
  run->add_option("-o,--out", p.run.out, "Directory for the run file (.db) and the JSON document")->type_name("DIR");
  using History = RunCommand::History;
  add_choice<History>(run, "--history", {{"none", History::none}, {"sample", History::sample}, {"full", History::full}},
                      p.run.history, "What the run file keeps (sample: a share of the keys). With --out: full");
  run->add_option("--sample", p.run.sample_share, "Share of the keys that --history sample keeps: 0.1")
      ->check(CLI::Range(1e-9, 1.0).description(""))
      ->type_name("SHARE");
  add_choice<EngineMode>(run, "--engine", {{"run-ahead", EngineMode::run_ahead}, {"step", EngineMode::step}},
                         p.run.engine, "How SimGrid is driven; same history either way, step is slower");
  add_measures(run, p.run.measures);
  add_plugins(run, p.plugins);
  run->add_flag("--json", p.run.json, "Print one JSON document (of several files: an array) in place of the summary");
  run->add_flag("--json-help", p.json_help, "Print what every name of that document means");
  run->add_flag("-q,--quiet", p.run.quiet, "No progress on stderr");
  using Style = ProgressStyle;
  add_choice<std::optional<Style>>(
      run, "--progress", {{"none", Style::none}, {"bar", Style::bar}, {"lines", Style::lines}, {"json", Style::json}},
      p.run.progress, "Progress on stderr (json: a line ten times a second, for programs). Default: what suits stderr");
}

void add_check(CLI::App& app, Parsed& p) {
  CLI::App* check = subcommand(app, "check", "Say whether scenario files are right; simulate nothing", kCheckExamples);
  check->add_option("files", p.check.files, "Scenario files; likewise claims, sweeps and lessons")
      ->required()
      ->type_name("FILE");
  add_sets(check, "--set", p.check.sets, "Change one value of the scenario; may stand several times");
  add_plugins(check, p.plugins);
}

void add_explain(CLI::App& app, Parsed& p) {
  CLI::App* explain =
      subcommand(app, "explain", "Show what a scenario resolves to, what a run file holds, or why an anomaly happened",
                 kExplainExamples);
  explain->add_option("file", p.explain.file, "Scenario file or run file")->required()->type_name("FILE|RUN");
  add_sets(explain, "--set", p.explain.sets, "Change one value of the scenario; may stand several times");
  explain->add_flag("--scenario", p.explain.scenario, "Of a run file: show what its scenario resolves to");
  explain
      ->add_option("--anomaly", p.explain.anomaly,
                   "Of a run file: the story of one anomaly, by its number, or the k-th of a kind")
      ->type_name("N|KIND|KIND:k");
  explain->add_flag("--json", p.explain.json, "Of a run file: the anomalies, or the one asked for, as a JSON document");
}

void add_analyse(CLI::App& app, Parsed& p) {
  CLI::App* analyse =
      subcommand(app, "analyse", "Read the records of a stored run again and sum them up", kAnalyseExamples);
  analyse->add_option("run", p.analyse.run, "Run file")->required()->type_name("RUN");
  add_measures(analyse, p.analyse.measures);
  CLI::Option* json = analyse->add_flag("--json", p.analyse.json, "Print the JSON document of `run --json`");
  analyse->add_flag("--stored", p.analyse.stored, "Print the JSON document that the run stored")->excludes(json);
}

void add_compare(CLI::App& app, Parsed& p) {
  CLI::App* compare =
      subcommand(app, "compare",
                 "Show what differs between two scenarios or several conflict policies, on the same seeds, or two runs",
                 kCompareExamples);
  compare->add_option("a", p.compare.a, "Scenario file or run file")->required()->type_name("A");
  compare->add_option("b", p.compare.b, "Scenario file or run file")->type_name("B");
  compare
      ->add_option_function<std::string>(
          "--policy", [&p](const std::string& name) { p.compare.policies.push_back(name); },
          "Instead of B: conflict policies to compare on A, two or more; what becomes of each anomaly of\n"
          "the first under the others. A detail may follow: lww/hybrid, version_vector/union, crdt/or-set")
      ->type_name("POLICY")
      ->trigger_on_parse()
      ->take_last();
  add_sets(compare, "--set", p.compare.sets, "Change one value of both scenarios; may stand several times");
  add_sets(compare, "--set-a", p.compare.sets_a, "Likewise, of A only");
  add_sets(compare, "--set-b", p.compare.sets_b, "Likewise, of B only");
  add_plugins(compare, p.plugins);
  add_seed(compare, p.compare.seed, "First seed, in place of A's");
  compare->add_option("--seeds", p.compare.seeds, "Number of seeds, each run on all sides: 5, or 1 with --policy")
      ->check(CLI::Range(1, 100000).description(""));
  compare->add_option("-j,--jobs", p.compare.jobs, "Runs at once: as many as there are processors")
      ->check(CLI::Range(1, 1024).description(""));
  compare->add_flag("--json", p.compare.json, "Print one JSON document in place of the table");
  compare->add_flag("-q,--quiet", p.compare.quiet, "No progress on stderr");
}

void add_export(CLI::App& app, Parsed& p) {
  CLI::App* to =
      subcommand(app, "export", "Write a run or a scenario in the form that another tool reads", kExportExamples);
  to->add_option("file", p.to.file, "Run file; for dot also a scenario file")->required()->type_name("FILE|RUN");
  add_choice<std::string>(
      to, "--to", words(export_formats()), p.to.to,
      "csv: every table of a run; dot: the graph of the deployment, for Graphviz; jepsen, elle: the\n"
      "operations, for checkers; shiviz: who could know of what; perfetto: all on a time line")
      ->required();
  to->add_option("-o,--out", p.to.out, "csv: directory, by default RUN-csv; else a file, by default stdout")
      ->type_name("PATH");
  to->add_option("--key", p.to.key, "jepsen, elle, shiviz, perfetto: operations on this key only")->type_name("N");
  to->add_option("--between", p.to.between,
                 "shiviz, perfetto: what happened from one moment to another, as '90 s' '2 min'")
      ->expected(2)
      ->type_name("FROM TO");
  to->add_option("--limit", p.to.limit, "shiviz: events, by default 200; perfetto: writes that get arrows, 1000")
      ->type_name("N");
  add_sets(to, "--set", p.to.sets, "dot: change one value of the scenario; may stand several times");
}

void add_report(CLI::App& app, Parsed& p) {
  CLI::App* report = subcommand(
      app, "report", "Write a run, or a sweep, as one page for a browser, as Markdown or as CSV", kReportExamples);
  report->add_option("file", p.report.file, "Scenario file, which is simulated, run file, or result file of a sweep")
      ->required()
      ->type_name("FILE|RUN");
  report->add_option("-o,--out", p.report.outs, "x.html, the default, x.md or x.csv; may stand several times")
      ->type_name("FILE")
      ->allow_extra_args(false);
  report->add_option("--where", p.report.where, "Of a sweep only the points for which this holds: outage == none")
      ->type_name("CONDITION");
  add_seed(report, p.report.seed, "Seed of all random streams, in place of the scenario's");
  add_sets(report, "--set", p.report.sets, "Change one value of the scenario; may stand several times");
  add_measures(report, p.report.measures);
  add_plugins(report, p.plugins);
  report->add_flag("-q,--quiet", p.report.quiet, "No progress on stderr");
}

void add_list(CLI::App& app, Parsed& p) {
  CLI::App* list = subcommand(app, "list", "List what this version knows", kListExamples);
  add_choice<std::string>(list, "topic", words(list_topics()), p.list.topic, "What to list")->required();
}

void add_validate(CLI::App& app, Parsed& p) {
  CLI::App* validate =
      subcommand(app, "validate", "Measure what is claimed of patterns, systems and mechanisms, and say what holds",
                 kValidateExamples);
  validate->add_option("what", p.validate.what, "claims, or claims files")->required()->type_name("claims|FILE");
  validate->add_option("--only", p.validate.only, "Ids of the claims to look at")->type_name("ID");
  validate->add_option("--seeds", p.validate.seeds, "Number of seeds that each variant is run with: 20")
      ->check(CLI::Range(1, 100000).description(""))
      ->type_name("N");
  add_seed(validate, p.first_seed, "First seed: 1");
  validate->add_option("-j,--jobs", p.validate.jobs, "Runs at once: as many as there are processors")
      ->check(CLI::Range(1, 1024).description(""));
  CLI::Option* json = validate->add_flag_callback(
      "--json", [&p] { p.validate.to = ValidateCommand::To::json; }, "Print one JSON document in place of the table");
  add_choice<ValidateCommand::To>(validate, "--to",
                                  {{"text", ValidateCommand::To::text},
                                   {"markdown", ValidateCommand::To::markdown},
                                   {"html", ValidateCommand::To::html}},
                                  p.validate.to, "Form of the table")
      ->excludes(json);
  validate->add_option("-o,--out", p.validate.out, "File to write it to, by default stdout")->type_name("FILE");
  add_plugins(validate, p.plugins);
  validate->add_flag("-q,--quiet", p.validate.quiet, "No progress on stderr");
}

/// What CLI11 cannot say in one option: combinations that make no sense.
std::string contradiction(const RunCommand& run) {
  if (run.files.empty()) return "run needs at least one FILE";
  if (run.out.empty() && run.history.value_or(RunCommand::History::none) != RunCommand::History::none)
    return "--history needs --out DIR: the run file has to go somewhere";
  if (run.sample_share && run.history != RunCommand::History::sample)
    return "--sample has no effect without --history sample";
  return {};
}

std::string program_name(const char* called) {
  const std::string_view name(called);
  return name.starts_with("./") ? std::string(name) : "bicoastal";  // what the user can type again
}

Command chosen(const CLI::App& app, Parsed& p) {
  if (app.got_subcommand("run")) {
    if (p.json_help) return Answer{kHolds, run_json_reference()};
    if (const std::string why = contradiction(p.run); !why.empty())
      return Answer{kUsage, fmt::format("bicoastal: {}\nTry: bicoastal run --help\n", why)};
    return std::move(p.run);
  }
  if (app.got_subcommand("check")) return std::move(p.check);
  if (app.got_subcommand("explain")) return std::move(p.explain);
  if (app.got_subcommand("analyse")) return std::move(p.analyse);
  if (app.got_subcommand("compare")) return std::move(p.compare);
  if (app.got_subcommand("export")) return std::move(p.to);
  if (app.got_subcommand("report")) return std::move(p.report);
  if (app.got_subcommand("lesson")) return std::move(p.lesson);
  if (app.got_subcommand("validate")) {
    p.validate.seed = p.first_seed.value_or(p.validate.seed);
    return std::move(p.validate);
  }
  if (app.got_subcommand("sweep"))
    return std::visit([](auto&& command) { return Command(std::move(command)); }, chosen_of_sweep(app, p.sweep));
  return std::move(p.list);
}

/// A first word that is no command; nothing where it is one, or an option.
std::string unknown_command(const CLI::App& app, const char* word) {
  const std::string name = word == nullptr ? "" : word;
  std::vector<std::string> commands;
  for (const CLI::App* sub : app.get_subcommands({})) commands.push_back(sub->get_name());
  if (name.empty() || name.front() == '-' || std::find(commands.begin(), commands.end(), name) != commands.end())
    return {};
  return fmt::format("there is no command {}; {}", printable(name, 60), suggest_name(name, commands));
}

Answer answer_to(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream out, complaint;
  if (app.exit(error, out, complaint) == 0) return {kHolds, out.str()};
  std::string of;
  for (auto subs = app.get_subcommands(); !subs.empty(); subs = subs.front()->get_subcommands())
    of += " " + subs.front()->get_name();
  return {kUsage, fmt::format("bicoastal: {}\nTry: bicoastal{} --help\n", error.what(), of)};
}

}  // namespace

Command parse_command_line(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "gui")
    return GuiCommand{{argv + 2, argv + argc}};  // has its own options
  CLI::App app("Simulates multi-region active-active deployments: latency, stale and lost writes, outages, recovery.",
               "bicoastal");
  app.footer(std::string("Examples:\n"
                         "  bicoastal run scenarios/quickstart.json\n"
                         "  bicoastal compare scenarios/patterns/global.json scenarios/patterns/local.json\n"
                         "  bicoastal run --help                       options and examples of a command\n\n") +
             kExitCodes);
  app.set_version_flag("--version", "bicoastal " + build_version());
  app.require_subcommand(1);
  Parsed parsed;
  parsed.run.program = parsed.report.program = program_name(argc > 0 ? argv[0] : "");
  add_run(app, parsed);
  add_check(app, parsed);
  add_explain(app, parsed);
  add_analyse(app, parsed);
  add_compare(app, parsed);
  add_export(app, parsed);
  add_report(app, parsed);
  app.add_subcommand("gui", "The desktop: see the anomaly, pull the plug, understand");
  add_lesson(app, parsed.lesson);
  add_list(app, parsed);
  add_validate(app, parsed);
  add_sweep(app, parsed.sweep, parsed.plugins);
  if (const std::string why = unknown_command(app, argc > 1 ? argv[1] : nullptr); !why.empty())
    return Answer{kUsage, fmt::format("bicoastal: {}\nTry: bicoastal --help\n", why)};
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return answer_to(app, error);
  }
  if (const Diagnostics faults = load_plugins(parsed.plugins); !faults.empty()) {
    std::string text;
    for (const Diagnostic& fault : faults) text += to_string(fault) + "\n";
    return Answer{kBadInput, text};
  }
  return chosen(app, parsed);
}

}  // namespace bicoastal
