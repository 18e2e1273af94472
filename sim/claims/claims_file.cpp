#include "sim/claims/claims_file.hpp"

#include "sim/base/check.hpp"
#include "sim/claims/claim_chart.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/expecting.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/include.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/source_file.hpp"
#include "sim/scenario/view.hpp"

#include <bicoastal/metrics.hpp>

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

const Node& claims_schema_tree() {
  static const Node tree = read_schema("claims/schema.json");
  return tree;
}

/// Reads one claim; what is wrong goes to `faults`, or to `others` where it stands in a scenario.
class Reader {
 public:
  Reader(const View& view, const std::string& file, const LoadOptions& options, Faults& faults, Diagnostics& others)
      : view_(view), file_(file), options_(options), faults_(faults), others_(others) {}

  Claim read() {
    claim_.file = file_;
    claim_.id = view_["id"].text();
    claim_.subject = view_["subject"].text();
    claim_.text = view_["claim"].text();
    claim_.source = view_["source"].text();
    claim_.model = view_["model"].text();
    runs();
    figures();
    for (std::size_t r = 0; r < claim_.runs.size(); ++r) try_scenario(r);
    checks();
    if (const View chart = view_["chart"]; chart.exists())
      claim_.chart = read_chart(chart, claim_.figures, spoilt_, faults_);
    return std::move(claim_);
  }

 private:
  View view_;
  const std::string& file_;
  const LoadOptions& options_;
  Faults& faults_;
  Diagnostics& others_;
  Claim claim_;
  std::vector<NamedFigure> names_;
  std::set<std::string> spoilt_;  // figures whose own fault is known: what uses them is not to blame

  void add(std::string_view code, const View& at, std::string message, std::string suggestion = {}) {
    faults_.add(code, at.place(), at.pointer(), std::move(message), std::move(suggestion));
  }

  void runs() {
    const View runs = view_["runs"];
    if (!runs.is_object()) return;
    for (const std::string& name : runs.node()->keys) {
      const View run = runs[name];
      ClaimRun made{name, relative_to(file_, run["scenario"].text()), {}};
      if (const View sets = run["set"]; sets.is_object())
        for (std::size_t i = 0; i < sets.node()->keys.size(); ++i)
          made.overrides.push_back({sets.node()->keys[i], canonical_text(sets.node()->items[i])});
      claim_.runs.push_back(std::move(made));
    }
  }

  void figures() {
    const View measures = view_["measures"];
    if (!measures.is_object()) return;
    for (const std::string& name : measures.node()->keys) {
      const View measure = measures[name];
      if (!is_figure_name(name)) {
        spoilt_.insert(name);
        add("E804", measure, fmt::format("{} is no name of a measure", in_quotes(name)),
            "lower-case letters, digits and _, a letter first");
      } else if (faults_.any_under(measure.pointer())) {
        spoilt_.insert(name);
      } else if (measure["formula"].exists()) {
        formula(name, measure);
      } else {
        metric(name, measure);
      }
    }
  }

  void keep(ClaimFigure figure) {
    names_.push_back({figure.name, figure.unit});
    claim_.figures.push_back(std::move(figure));
  }

  void metric(const std::string& name, const View& measure) {
    const View run = measure["run"];
    const auto found = std::ranges::find(claim_.runs, run.text(), &ClaimRun::name);
    if (found == claim_.runs.end()) {
      spoilt_.insert(name);
      std::vector<std::string> known;
      for (const ClaimRun& one : claim_.runs) known.push_back(one.name);
      add("E801", run, fmt::format("no run {}", in_quotes(run.text())), suggest_name(run.text(), known));
      return;
    }
    const std::string text = measure["metric"].text();
    const Metric* metric = find_metric(metric_name(text));
    if (metric == nullptr) spoilt_.insert(name);  // the scenario's loader will say so
    keep({name, text, metric == nullptr ? MetricUnit::count : metric->unit,
          static_cast<std::size_t>(found - claim_.runs.begin())});
  }

  void formula(const std::string& name, const View& measure) {
    const View text = measure["formula"];
    auto read = Formula::read(text.text(), names_);
    if (const auto* fault = std::get_if<ExpressionFault>(&read)) {
      spoilt_.insert(name);
      refuse(text, *fault, name);
      return;
    }
    Formula& formula = std::get<Formula>(read);
    std::optional<MetricUnit> unit = formula.unit();
    if (!unit) {
      spoilt_.insert(name);
      add("E802", text, fmt::format("{} comes to neither a time, a size nor a plain number", in_quotes(text.text())));
      return;
    }
    if (measure["percent"].truth()) {
      if (*unit != MetricUnit::count && *unit != MetricUnit::share)
        add("E307", measure["percent"], "per cent of what is no plain number");
      unit = MetricUnit::share;
    }
    keep({name, text.text(), *unit, 0, std::move(formula)});
  }

  void refuse(const View& at, const ExpressionFault& fault, const std::string& of = {}) {
    if (fault.unknown.empty()) {
      add("E802", at, fault.message, fault.suggestion);
      return;
    }
    if (spoilt_.contains(fault.unknown) && fault.unknown != of) return;
    const View measures = view_["measures"];
    const bool later = measures[fault.unknown].exists();
    std::vector<std::string> known;
    for (const NamedFigure& name : names_) known.push_back(name.name);
    add("E803", at, fault.message,
        later ? "a formula uses measures that stand before it" : suggest_name(fault.unknown, known));
  }

  // --- scenarios -----------------------------------------------------------------------------------------------------

  void try_scenario(std::size_t index) {
    const ClaimRun& run = claim_.runs[index];
    const View view = view_["runs"][run.name];
    if (faults_.any_under(view.pointer())) return;
    std::vector<std::string> metrics;
    std::vector<View> asked;
    for (const ClaimFigure& figure : claim_.figures) {
      if (figure.formula || figure.run != index) continue;
      metrics.push_back(figure.text);
      asked.push_back(view_["measures"][figure.name]["metric"]);
    }
    if (metrics.empty() && !faults_.any_under(view_["measures"].pointer()))
      add("E805", view, fmt::format("no measure is of run {}", in_quotes(run.name)));
    std::vector<Override> overrides = run.overrides;
    overrides.push_back(expecting(metrics));
    const Result<Scenario> scenario = load_scenario(run.scenario, overrides, std::nullopt, options_);
    if (scenario) return;
    for (const Diagnostic& fault : scenario.faults()) attribute(fault, view, run, asked);
  }

  /// A fault of a scenario to what in this file brought it about.
  void attribute(const Diagnostic& fault, const View& view, const ClaimRun& run, const std::vector<View>& asked) {
    static constexpr std::string_view kExpect = "/expect/";
    if (fault.file == run.scenario && fault.pointer.empty() && fault.line == 0) {
      add(fault.code, view["scenario"], fmt::format("{}: {}", run.scenario, fault.message), fault.suggestion);
      return;
    }
    if (fault.file != "--set") {
      Diagnostic elsewhere = fault;
      elsewhere.file = shown_path(fault.file);
      if (std::ranges::find(others_, elsewhere) == others_.end()) others_.push_back(std::move(elsewhere));
      return;
    }
    if (fault.pointer.starts_with(kExpect)) {
      const std::size_t i = std::stoul(fault.pointer.substr(kExpect.size()));
      add(fault.code, asked.at(i), fault.message, fault.suggestion);
      return;
    }
    const View sets = view["set"];
    for (const Override& one : run.overrides) {
      const View set = sets[one.pointer];
      if (!fault.pointer.starts_with(one.pointer)) continue;
      faults_.add(fault.code, set.place(), set.pointer(),
                  fault.pointer == one.pointer ? fault.message : fmt::format("{}: {}", fault.pointer, fault.message),
                  fault.suggestion);
      return;
    }
    add(fault.code, sets, fmt::format("{}: {}", fault.pointer, fault.message), fault.suggestion);
  }

  // --- checks --------------------------------------------------------------------------------------------------------

  void checks() {
    const View checks = view_["checks"];
    for (std::size_t i = 0; i < checks.size(); ++i) {
      const View check = checks[i], that = check["that"];
      if (faults_.any_under(check.pointer())) continue;
      auto read = Condition::read(that.text(), names_);
      if (const auto* fault = std::get_if<ExpressionFault>(&read)) {
        refuse(that, *fault);
        continue;
      }
      Condition& condition = std::get<Condition>(read);
      const bool equal =
          std::ranges::find(condition.comparisons(), Condition::Comparison::equal) != condition.comparisons().end();
      if (equal && check["each"].given())
        add("E401", check["each"], "a condition with == is tested on every seed anyway", "leave it out");
      claim_.checks.push_back({that.text(), check["means"].text(), equal || check["each"].truth(),
                               check["because"].text(), std::move(condition)});
    }
  }
};

}  // namespace

std::string shown_path(const std::string& path) {
  return path.starts_with(kShipped) ? fmt::format("scenarios/{}", path.substr(kShipped.size())) : path;
}

Result<std::vector<Claim>> read_claims(const std::string& file, const LoadOptions& options) {
  Faults faults;
  const auto text = read_source(file, std::nullopt, faults);
  if (!text) return faults.take();
  auto document = parse_json(*text, faults.add_source(shown_path(file)), faults);
  if (!document) return faults.take();
  check_schema(*document, faults, claims_schema_tree());
  if (!document->is_object() || faults.full()) return faults.take();
  apply_defaults(*document, claims_schema_tree());
  std::vector<Claim> claims;
  Diagnostics others;
  const View list = View(&*document, "")["claims"];
  std::set<std::string> ids;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_object()) continue;
    const View id = list[i]["id"];
    if (id.is_text() && !ids.insert(id.text()).second)
      faults.add("E304", id.place(), id.pointer(), fmt::format("a second claim {}", in_quotes(id.text())));
    claims.push_back(Reader(list[i], file, options, faults, others).read());
  }
  if (faults.empty() && others.empty()) return claims;
  Diagnostics all = faults.take();
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

Diagnostics repeated_ids(const std::vector<Claim>& claims) {
  std::map<std::string, std::string> files;
  Diagnostics faults;
  for (const Claim& claim : claims) {
    const auto [first, fresh] = files.emplace(claim.id, shown_path(claim.file));
    if (!fresh)
      faults.push_back({"E304", shown_path(claim.file), 0, "",
                        fmt::format("claim {} stands in {}, too", in_quotes(claim.id), first->second), ""});
  }
  return faults;
}

std::vector<ExpectedClaim> expected_claims() {
  Faults faults;
  const std::string file = std::string(kShipped) + "claims/index.json";
  const auto text = read_source(file, std::nullopt, faults);
  BC_CHECK(text.has_value());
  const auto document = parse_json(*text, faults.add_source(file), faults);
  BC_CHECK(document.has_value());
  std::vector<ExpectedClaim> expected;
  const View list = View(&*document, "")["claims"];
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string name = list[i]["file"].text();
    expected.push_back({list[i]["id"].text(), list[i]["subject"].text(), name.empty() ? "" : relative_to(file, name)});
  }
  return expected;
}

}  // namespace bicoastal
