#include "sim/cli/sweep_arguments.hpp"

#include "sim/cli/examples.hpp"

#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace bicoastal {

namespace {

CLI::App* subcommand(CLI::App* sweep, const char* name, const char* what, const char* examples) {
  CLI::App* sub = sweep->add_subcommand(name, what);
  sub->footer(fmt::format("Examples:\n{}\n", examples));
  return sub;
}

void add_file(CLI::App* sub, std::string& file) {
  sub->add_option("file", file, "Sweep file: scenarios/sweeps/README.md says how to write one")
      ->required()
      ->type_name("FILE");
}

template <class Target>
CLI::Option* add_number(CLI::App* sub, const char* name, Target& target, const char* what, double least, double most) {
  return sub->add_option(name, target, what)->check(CLI::Range(least, most).description(""))->type_name("N");
}

void add_repeated(CLI::App* sub, const char* name, std::vector<std::string>& texts, const char* what,
                  const char* type) {
  sub->add_option_function<std::string>(
         name, [&texts](const std::string& text) { texts.push_back(text); }, what)
      ->type_name(type)
      ->trigger_on_parse()
      ->take_last();
}

void add_plugins(CLI::App* sub, std::vector<std::string>& plugins) {
  add_repeated(sub, "--plugin", plugins, "Shared library with a conflict policy of your own; may stand several times",
               "FILE");
}

void add_plan(CLI::App* sweep, SweepParsed& p, std::vector<std::string>& plugins) {
  CLI::App* plan =
      subcommand(sweep, "plan", "Say what a sweep comes to: points, runs, time, memory", kSweepPlanExamples);
  add_file(plan, p.plan.file);
  add_number(plan, "-j,--jobs", p.plan.jobs, "Runs at once that the estimate is for: as many as there are processors",
             1, 1024);
  plan->add_flag_callback(
      "--no-pilot", [&p] { p.plan.pilot = false; }, "Run nothing, and estimate nothing");
  plan->add_flag("--json", p.plan.json, "Print one JSON document, with the id of every run");
  add_plugins(plan, plugins);
}

void add_run(CLI::App* sweep, SweepParsed& p, std::vector<std::string>& plugins) {
  CLI::App* run = subcommand(sweep, "run", "Run a sweep, or go on with one", kSweepRunExamples);
  add_file(run, p.run.file);
  run->add_option("-o,--out", p.run.out, "Result file; by default named after the sweep file, in the current directory")
      ->type_name("FILE");
  add_number(run, "-j,--jobs", p.run.jobs, "Runs at once: as many as there are processors", 1, 1024);
  run->add_option("--shard", p.run.shard,
                  "A share of the runs, as 3/7; auto: as the variables of Slurm, Kubernetes, AWS Batch or\n"
                  "GNU parallel say")
      ->type_name("I/N|auto");
  add_number(run, "--retries", p.run.retries, "How often a run that fails is tried again: 1", 0, 100);
  CLI::Option* resume =
      run->add_flag("--resume", p.run.resume,
                    "Go on with the result file, which has to be there. Without this, too, one that is\n"
                    "there is gone on with");
  run->add_flag("--anew", p.run.anew, "Throw away what the result file holds")->excludes(resume);
  run->add_flag("--json", p.run.json, "Print one JSON document in place of the summary");
  run->add_flag("-q,--quiet", p.run.quiet, "No progress on stderr");
  run->add_option_function<std::string>(
         "--progress",
         [&p](const std::string& text) {
           using Style = ProgressStyle;
           for (const auto& [name, style] : {std::pair("none", Style::none), std::pair("bar", Style::bar),
                                             std::pair("lines", Style::lines), std::pair("json", Style::json)})
             if (text == name) p.run.progress = style;
           if (!p.run.progress) throw CLI::ValidationError("--progress", text + " is none of: none, bar, lines, json");
         },
         "Progress on stderr (json: a line ten times a second, for programs). Default: what suits stderr")
      ->type_name("none, bar, lines, json");
  add_plugins(run, plugins);
}

void add_merge(CLI::App* sweep, SweepParsed& p) {
  CLI::App* merge = subcommand(sweep, "merge", "Make one result file of those of the shards", kSweepMergeExamples);
  merge->add_option("parts", p.merge.parts, "Result files")->required()->type_name("FILE");
  merge->add_option("-o,--out", p.merge.out, "Result file to write")->required()->type_name("FILE");
  merge->add_flag("--partial", p.merge.partial, "Runs may be missing");
}

void add_export(CLI::App* sweep, SweepParsed& p) {
  CLI::App* to = subcommand(sweep, "export", "Write the runs of a result file as a table", kSweepExportExamples);
  to->add_option("file", p.to.file, "Result file")->required()->type_name("FILE");
  to->add_option_function<std::string>(
        "--to",
        [&p](const std::string& text) {
          if (text != "csv" && text != "json") throw CLI::ValidationError("--to", text + " is none of: csv, json");
          p.to.to = text == "csv" ? SweepExportCommand::To::csv : SweepExportCommand::To::json;
        },
        "Form, by default csv")
      ->type_name("csv, json");
  to->add_option("-o,--out", p.to.out, "File to write it to, by default stdout")->type_name("FILE");
  to->add_flag("--perf", p.to.performance,
               "Time, memory and attempts of each run, too, which differ from time to time");
}

void add_submit(CLI::App* sweep, SweepParsed& p) {
  CLI::App* submit = subcommand(
      sweep, "submit", "Hand a sweep to a cluster: an array of shards, and the merge after it", kSweepSubmitExamples);
  add_file(submit, p.submit.file);
  submit
      ->add_option_function<std::string>(
          "--engine",
          [](const std::string& text) {
            if (text != "slurm")
              throw CLI::ValidationError("--engine", text + " is none of: slurm. Others: scenarios/sweeps/README.md");
          },
          "What runs the shards")
      ->required()
      ->type_name("slurm");
  add_number(submit, "--shards", p.submit.shards, "Number of shards", 1, 1e6)->required();
  submit->add_option("-o,--out", p.submit.out, "Result file of the merge; scripts, shards and logs go to OUT.slurm/")
      ->type_name("FILE");
  add_number(submit, "--throttle", p.submit.throttle, "Shards at once, at most", 1, 1e6);
  add_number(submit, "-j,--jobs", p.submit.jobs, "Processors, and runs at once, of a shard: 1", 1, 1024);
  add_number(submit, "--retries", p.submit.retries, "How often a run that fails is tried again: 1", 0, 100);
  submit->add_option("--partition", p.submit.partition, "Partition of the cluster")->type_name("NAME");
  add_repeated(submit, "--option", p.submit.options, "Further option of sbatch, as --option=--time=2:00:00", "TEXT");
  submit->add_flag("--dry-run", p.submit.dry_run, "Write the scripts, and submit nothing");
}

}  // namespace

void add_sweep(CLI::App& app, SweepParsed& parsed, std::vector<std::string>& plugins) {
  CLI::App* sweep = app.add_subcommand("sweep", "Run a scenario in many variants, on one machine or a cluster");
  sweep->footer(fmt::format("Examples:\n{}\n", kSweepExamples));
  sweep->require_subcommand(1);
  add_plan(sweep, parsed, plugins);
  add_run(sweep, parsed, plugins);
  add_merge(sweep, parsed);
  add_export(sweep, parsed);
  add_submit(sweep, parsed);
}

SweepCommand chosen_of_sweep(const CLI::App& app, SweepParsed& parsed) {
  const CLI::App* sweep = app.get_subcommand("sweep");
  if (sweep->got_subcommand("plan")) return std::move(parsed.plan);
  if (sweep->got_subcommand("run")) return std::move(parsed.run);
  if (sweep->got_subcommand("merge")) return std::move(parsed.merge);
  if (sweep->got_subcommand("export")) return std::move(parsed.to);
  return std::move(parsed.submit);
}

}  // namespace bicoastal
