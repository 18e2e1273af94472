#include "sim/cli/explain_command.hpp"

#include "sim/cli/console.hpp"
#include "sim/cli/explain_anomaly.hpp"
#include "sim/cli/sources.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/page.hpp"
#include "sim/report/summary.hpp"
#include "sim/scenario/prices.hpp"
#include "sim/scenario/systems.hpp"
#include "sim/topology/explain.hpp"

#include <unistd.h>

#include <filesystem>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string kept_text(const RunMeta& meta) {
  return meta.keep == Keep::full
             ? "every record"
             : fmt::format("a sample: {} of the keys and every key with an anomaly", show_share(meta.sample_share));
}

std::string meta_text(const std::string& path, const RunMeta& meta, Ink ink) {
  TextPage page(ink);
  page.line(fmt::format("Run file {}", printable(path)), Tone::strong);
  page.item("scenario", fmt::format("{}, from {} (hash {})", printable(meta.scenario_name),
                                    printable(meta.scenario_file), printable(meta.scenario_hash)));
  page.item("made by", fmt::format("bicoastal {}, file format {}", printable(meta.build), meta.format_version));
  page.item("holds", fmt::format("{}: {} records, to {}", kept_text(meta), show_count(meta.records),
                                 show_seconds(meta.until.in_seconds())));
  if (meta.complete)
    page.item("state", "complete");
  else
    page.item("state", "INCOMPLETE: the run was stopped or killed before its end", Tone::unsure);
  return page.text() + "\n";
}

ExitCode explain_run(const std::string& path) {
  const Result<StoredRun> run = read_run(path);
  if (!run) {
    complain(run.faults());
    return kBadInput;
  }
  const Ink ink = ink_for(STDOUT_FILENO);
  const RunReport report = run->report();
  print(meta_text(path, run->meta, ink) + summary(report, ink) + anomaly_section(path, ink));
  return report.analysis.complete ? kHolds : kUnknown;
}

/// What presets of systems expand to, and what of it the scenario does otherwise.
std::string systems_text(const std::string& file, const std::vector<Override>& overrides) {
  if (is_run_file(file)) return {};  // its document says everything itself
  TextPage page(ink_for(STDOUT_FILENO));
  for (const UsedSystem& system : systems_used(file, overrides)) {
    page.heading("System " + system.preset.name, system.preset.title);
    page.line(system.preset.about, Tone::plain, 2);
    const SettingSource* told = nullptr;  // what fields of one group have in common is said once
    for (const PresetField& field : system.fields) {
      const bool own = field.own && *field.own != field.value;
      page.line(fmt::format("{} = {}{}", field.pointer, own ? printable(*field.own) : field.value,
                            own ? fmt::format(", set by this scenario (preset: {})", field.value) : ""),
                own ? Tone::unsure : Tone::plain, 2);
      if (field.source == nullptr || field.source == told) continue;
      told = field.source;
      const SettingSource& source = *field.source;
      const std::string where =
          source.where.empty() ? ""
                               : fmt::format(" ({}{}{})", source.where, source.date.empty() ? "" : ", ", source.date);
      page.line(fmt::format("{}: {}{}", source.status, source.says, where), Tone::faint, 6);
    }
  }
  return page.text();
}

/// Prices that the scenario's bill is made of, by region: those of its table, or its own.
std::string prices_text(const Scenario& s) {
  if (!s.cost) return {};
  TextPage page(ink_for(STDOUT_FILENO));
  page.heading("Prices", fmt::format("{}; in USD, those that are above 0", s.cost->table));
  for (std::size_t r = 0; r < s.regions.size(); ++r) {
    std::string listed;
    for (const PriceField& field : kPriceFields)
      if (const double price = s.cost->regions[r].*field.value; price > 0)
        listed += fmt::format("{}{} {}", listed.empty() ? "" : ", ", field.name, price);
    if (s.cost->regions[r].assumed) listed += " (not in the table: its default)";
    page.item(printable(s.regions[r].name), listed, s.cost->regions[r].assumed ? Tone::unsure : Tone::plain);
  }
  return page.text();
}

/// What to do where there is no history.
std::string no_run(const std::string& path) {
  return fmt::format(
      "{} is not a run file, and anomalies are told from the history of a run: make one with `bicoastal run SCENARIO "
      "--out DIR` (--history full, or sample, which keeps every key that has an anomaly) and give its .db file",
      printable(path));
}

}  // namespace

ExitCode execute(const ExplainCommand& command) {
  const Result<std::vector<Override>> overrides = parse_overrides(command.sets);
  if (!overrides) {
    complain(overrides.faults());
    return kUsage;
  }
  const bool about_run = !command.anomaly.empty() || command.json;
  if (about_run && (command.scenario || !command.sets.empty())) {
    complain("--anomaly and --json are about a run that is over: --scenario and --set make no sense with them");
    return kUsage;
  }
  if (about_run && !is_run_file(command.file) && std::filesystem::is_regular_file(command.file)) {
    complain(no_run(command.file));
    return kBadInput;
  }
  if (!command.anomaly.empty()) return explain_anomaly(command);
  if (command.json) return list_anomalies_as_json(command.file);
  if (is_run_file(command.file) && !command.scenario && command.sets.empty()) return explain_run(command.file);
  const Result<Scenario> scenario = read_scenario(command.file, *overrides);
  if (!scenario) {
    complain(scenario.faults());
    return kBadInput;
  }
  print(explain(*scenario) + prices_text(*scenario) + systems_text(command.file, *overrides));
  return kHolds;
}

}  // namespace bicoastal
