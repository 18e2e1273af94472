#include "sim/cli/explain_anomaly.hpp"

#include "sim/base/anomaly_names.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/explain_command.hpp"
#include "sim/cli/sources.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/page.hpp"
#include "sim/report/stored_figures.hpp"
#include "sim/report/stored_witness.hpp"
#include "sim/report/witness_page.hpp"
#include "sim/scenario/nearest.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::string_view kContradictions = "linearizability";
constexpr std::size_t kNumbersShown = 5;

/// What a run file tells of its anomalies.
struct Told {
  RunFile file;
  Scenario scenario;
  std::vector<Anomaly> anomalies;
  StoredFigures figures;
};

/// From what the run stored; of a run that did not end, from its records.
Result<Told> read_told(const std::string& path) {
  Result<RunFile> file = RunFile::open(path);
  if (!file) return file.faults();
  Result<Scenario> scenario = read_scenario(path);
  if (!scenario) return scenario.faults();
  const auto figures = figures_in(file->meta().summary, *scenario);
  if (file->meta().complete && figures) {
    Result<std::vector<Anomaly>> anomalies = file->anomalies();
    if (!anomalies) return anomalies.faults();
    return Told{*std::move(file), *std::move(scenario), *std::move(anomalies), *figures};
  }
  const Result<StoredRun> run = read_run(path);
  if (!run) return run.faults();
  const StoredFigures read = figures_of(run->analysis, *scenario);
  return Told{*std::move(file), *std::move(scenario), run->analysis.anomalies, read};
}

struct OfKind {
  std::string_view name;
  std::uint64_t in_all = 0;
  std::vector<std::size_t> numbers;
};

/// Kinds that the run has, in their own order.
std::vector<OfKind> by_kind(const Told& told) {
  std::vector<OfKind> kinds;
  for (std::size_t k = 0; k < kAnomalyKinds; ++k) {
    OfKind kind{anomaly_name(static_cast<AnomalyKind>(k)), told.figures.anomaly_counts[k], {}};
    for (std::size_t i = 0; i < told.anomalies.size(); ++i)
      if (static_cast<std::size_t>(told.anomalies[i].kind) == k) kind.numbers.push_back(i);
    if (!kind.numbers.empty()) kinds.push_back(std::move(kind));
  }
  return kinds;
}

std::string first_numbers(const OfKind& kind) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kNumbersShown, kind.numbers.size()); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", kind.numbers[i]);
  return text + (kind.numbers.size() > kNumbersShown ? " ..." : "");
}

/// A whole number; nothing where the text is anything else.
std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number)
                                                                                   : std::nullopt;
}

/// KIND or KIND:k.
struct Asked {
  std::string_view kind;
  std::optional<std::size_t> k = 1;
};
Asked asked_for(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {text, 1};
  return {text.substr(0, colon), number_in(text.substr(colon + 1))};
}

ExitCode refuse(const std::string& why) {
  complain(why);
  return kUsage;
}

std::string kinds_there(const Told& told) {
  std::string text;
  for (const OfKind& kind : by_kind(told))
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", kind.name, show_count(kind.in_all));
  return text.empty() ? "this run has no anomalies" : "this run has: " + text;
}

/// The number of the anomaly that is asked for; else complains.
std::optional<std::size_t> find_anomaly(const Told& told, const std::string& text, ExitCode& code) {
  const auto number = number_in(text);
  if (number && *number < told.anomalies.size()) return number;
  if (number) {
    code = refuse(fmt::format("there is no anomaly {}; {}", *number,
                              told.anomalies.empty()
                                  ? "this run has none"
                                  : fmt::format("their numbers go from 0 to {}", told.anomalies.size() - 1)));
    return std::nullopt;
  }
  const Asked asked = asked_for(text);
  for (const OfKind& kind : by_kind(told)) {
    if (kind.name != asked.kind) continue;
    if (asked.k && *asked.k >= 1 && *asked.k <= kind.numbers.size()) return kind.numbers[*asked.k - 1];
    code = refuse(fmt::format(
        "{} is none of {}:1 to {}:{}{}", printable(text, 60), kind.name, kind.name, kind.numbers.size(),
        kind.in_all > kind.numbers.size()
            ? fmt::format("; of all {} the first {} are kept", show_count(kind.in_all), show_count(kind.numbers.size()))
            : ""));
    return std::nullopt;
  }
  std::vector<std::string> known{std::string(kContradictions)};
  for (std::size_t k = 0; k < kAnomalyKinds; ++k) known.emplace_back(anomaly_name(static_cast<AnomalyKind>(k)));
  const bool is_kind = std::find(known.begin(), known.end(), asked.kind) != known.end();
  const std::string meant = suggest_name(asked.kind, known);
  code = refuse(is_kind ? fmt::format("there is no {} in this run; {}", asked.kind, kinds_there(told))
                        : fmt::format("{} is no kind of anomaly{}; {}", printable(asked.kind, 60),
                                      meant.empty() ? "" : "; " + meant, kinds_there(told)));
  return std::nullopt;
}

ExitCode show(const ExplainCommand& command, const Told& told, const Witness& witness, const AnomalyNumber& number) {
  print(command.json ? witness_json(witness, told.scenario, number)
                     : witness_page(witness, told.scenario, number, ink_for(STDOUT_FILENO),
                                    locale_is_utf8() ? Glyphs::unicode : Glyphs::ascii));
  if (!witness.ops.empty()) return kHolds;
  complain(fmt::format("{} holds no operation of it{}", printable(command.file),
                       told.file.meta().keep == Keep::sample
                           ? ": it is a sample. `bicoastal run SCENARIO --history full --out DIR` keeps them all"
                           : ""));
  return kUnknown;
}

ExitCode explain_contradiction(const ExplainCommand& command, const Told& told) {
  const Result<StoredRun> run = read_run(command.file, {.linearizability = true});
  if (!run) {
    complain(run.faults());
    return kBadInput;
  }
  const Linearizability& found = run->analysis.linearizability;
  const Asked asked = asked_for(command.anomaly);
  if (found.examples.empty())
    return refuse("there is no contradiction to show: every key that could be judged behaves like a single copy");
  if (!asked.k || *asked.k < 1 || *asked.k > found.examples.size())
    return refuse(fmt::format("{} is none of {}:1 to {}:{}", printable(command.anomaly, 60), kContradictions,
                              kContradictions, found.examples.size()));
  const Contradiction& contradiction = found.examples[*asked.k - 1];
  const Result<Witness> witness = stored_witness(told.file, told.scenario, told.figures.usual_lags, contradiction);
  if (!witness) {
    complain(witness.faults());
    return kBadInput;
  }
  return show(command, told, *witness, {*asked.k - 1, *asked.k, found.violated});
}

}  // namespace

ExitCode explain_anomaly(const ExplainCommand& command) {
  const Result<Told> told = read_told(command.file);
  if (!told) {
    complain(told.faults());
    return kBadInput;
  }
  if (asked_for(command.anomaly).kind == kContradictions) return explain_contradiction(command, *told);
  ExitCode code = kHolds;
  const auto number = find_anomaly(*told, command.anomaly, code);
  if (!number) return code;
  const Anomaly& anomaly = told->anomalies[*number];
  const Result<Witness> witness = stored_witness(told->file, told->scenario, told->figures.usual_lags, anomaly);
  if (!witness) {
    complain(witness.faults());
    return kBadInput;
  }
  const auto earlier = std::count_if(told->anomalies.begin(), told->anomalies.begin() + std::ptrdiff_t(*number),
                                     [&](const Anomaly& a) { return a.kind == anomaly.kind; });
  return show(command, *told, *witness,
              {*number, static_cast<std::size_t>(earlier) + 1,
               told->figures.anomaly_counts[static_cast<std::size_t>(anomaly.kind)]});
}

std::string anomaly_section(const std::string& path, Ink ink) {
  const Result<Told> told = read_told(path);
  if (!told) return {};
  TextPage page(ink);
  const std::vector<OfKind> kinds = by_kind(*told);
  if (kinds.empty()) return {};
  page.heading("Anomalies", "the story of one: explain RUN --anomaly NUMBER, KIND or KIND:k");
  TextTable table({{"", TextTable::Align::left}, {"in all"}, {"numbers", TextTable::Align::left}});
  for (const OfKind& kind : kinds)
    table.add({{std::string(kind.name)}, {show_count(kind.in_all)}, {first_numbers(kind)}});
  page.table(table);
  return page.text();
}

ExitCode list_anomalies_as_json(const std::string& path) {
  const Result<Told> told = read_told(path);
  if (!told) {
    complain(told.faults());
    return kBadInput;
  }
  nlohmann::ordered_json json = {{"run", path}, {"anomalies", nlohmann::ordered_json::array()}};
  for (const OfKind& kind : by_kind(*told))
    json["anomalies"].push_back({{"kind", kind.name}, {"in_all", kind.in_all}, {"numbers", kind.numbers}});
  print(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  return told->file.meta().complete ? kHolds : kUnknown;
}

}  // namespace bicoastal
