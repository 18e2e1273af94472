#include "sim/claims/figures_reader.hpp"

#include "sim/base/units.hpp"
#include "sim/claims/claims_file.hpp"
#include "sim/scenario/expecting.hpp"
#include "sim/scenario/include.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/setting.hpp"

#include <bicoastal/metrics.hpp>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

class FiguresReader::Parts {
 public:
  Parts(const View& view, const std::string& file, const LoadOptions& options, Faults& faults, Diagnostics& others)
      : view_(view), file_(file), options_(options), faults_(faults), others_(others) {}

  void read() {
    read_runs();
    read_figures();
    for (std::size_t r = 0; r < runs_.size(); ++r) try_scenario(r);
  }

  View view_;
  const std::string& file_;
  const LoadOptions& options_;
  Faults& faults_;
  Diagnostics& others_;
  std::vector<ClaimRun> runs_;
  std::vector<ClaimFigure> figures_;
  std::vector<NamedFigure> names_;
  std::set<std::string> spoilt_;

  void add(std::string_view code, const View& at, std::string message, std::string suggestion = {}) {
    faults_.add(code, at.place(), at.pointer(), std::move(message), std::move(suggestion));
  }

  void read_runs() {
    const View runs = view_["runs"];
    if (!runs.is_object()) return;
    for (const std::string& name : runs.node()->keys) {
      const View run = runs[name];
      ClaimRun made{name, relative_to(file_, run["scenario"].text()), {}};
      if (const View sets = run["set"]; sets.is_object())
        for (std::size_t i = 0; i < sets.node()->keys.size(); ++i)
          made.overrides.push_back({sets.node()->keys[i], canonical_text(sets.node()->items[i])});
      runs_.push_back(std::move(made));
    }
  }

  void read_figures() {
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
      } else if (measure["setting"].exists()) {
        setting(name, measure);
      } else {
        metric(name, measure);
      }
    }
  }

  void keep(ClaimFigure figure) {
    names_.push_back({figure.name, figure.unit});
    figures_.push_back(std::move(figure));
  }

  void metric(const std::string& name, const View& measure) {
    const auto run = run_of(name, measure["run"]);
    if (!run) return;
    const std::string text = measure["metric"].text();
    const Metric* metric = find_metric(metric_name(text));
    if (metric == nullptr) spoilt_.insert(name);  // the scenario's loader will say so
    keep({name, text, metric == nullptr ? MetricUnit::count : metric->unit, *run});
  }

  std::optional<std::size_t> run_of(const std::string& name, const View& run) {
    const auto found = std::ranges::find(runs_, run.text(), &ClaimRun::name);
    if (found != runs_.end()) return static_cast<std::size_t>(found - runs_.begin());
    spoilt_.insert(name);
    std::vector<std::string> known;
    for (const ClaimRun& one : runs_) known.push_back(one.name);
    add("E801", run, fmt::format("no run {}", in_quotes(run.text())), suggest_name(run.text(), known));
    return std::nullopt;
  }

  /// What stands in a scenario is a figure, too: a formula without names.
  void setting(const std::string& name, const View& measure) {
    const auto run = run_of(name, measure["run"]);
    const View pointer = measure["setting"];
    if (!run) return;
    std::string text = setting_text(runs_[*run], pointer.text());
    auto read = Formula::read(text, {});
    if (text.empty() || std::get_if<ExpressionFault>(&read) != nullptr) {
      spoilt_.insert(name);
      // A scenario that cannot be read is told of when its run is tried.
      if (load_scenario(runs_[*run].scenario, runs_[*run].overrides, std::nullopt, options_))
        add("E830", pointer,
            fmt::format("the scenario of run {} has no number or quantity there", in_quotes(runs_[*run].name)));
      return;
    }
    Formula& value = std::get<Formula>(read);
    const MetricUnit unit = value.unit().value_or(MetricUnit::count);
    keep({name, std::move(text), unit, 0, std::move(value)});
  }

  std::string setting_text(const ClaimRun& run, const std::string& pointer) const {
    const Result<Scenario> scenario = load_scenario(run.scenario, run.overrides, std::nullopt, options_);
    if (!scenario) return {};
    const std::optional<Node> node = setting_of(*scenario, pointer);
    if (!node) return {};
    if (node->is_number()) {
      const std::string line = canonical_text(*node);
      return line.substr(0, line.find('\n'));
    }
    const bool rate = std::holds_alternative<double>(parse_quantity(node->text, Dimension::rate));
    const std::size_t slash = node->text.find('/');
    return rate && slash != std::string::npos
               ? fmt::format("{} / 1 {}", node->text.substr(0, slash), node->text.substr(slash + 1))
               : node->text;
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
    const ClaimRun& run = runs_[index];
    const View view = view_["runs"][run.name];
    if (faults_.any_under(view.pointer())) return;
    std::vector<std::string> metrics;
    std::vector<View> asked;
    for (const ClaimFigure& figure : figures_) {
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

  /// What may have been meant by a file that is not there.
  static std::string files_beside(const std::string& path) {
    const std::filesystem::path wanted(path);
    std::vector<std::string> names;
    std::error_code none;
    for (std::filesystem::directory_iterator at(wanted.has_parent_path() ? wanted.parent_path() : ".", none), end;
         !none && at != end; at.increment(none))
      if (at->path().extension() == ".json") names.push_back(at->path().filename().string());
    std::ranges::sort(names);
    const std::string written = wanted.filename().string();
    const std::vector<std::string_view> known(names.begin(), names.end());
    const std::string_view near = nearest_name(written, known);
    return near.empty() ? "a scenario file, by its way from the folder of this file"
                        : fmt::format("did you mean {}?", in_quotes(near));
  }

  /// A fault of a scenario to what in this file brought it about.
  void attribute(const Diagnostic& fault, const View& view, const ClaimRun& run, const std::vector<View>& asked) {
    static constexpr std::string_view kExpect = "/expect/";
    if (fault.file == run.scenario && fault.pointer.empty() && fault.line == 0) {
      add(fault.code, view["scenario"], fmt::format("{}: {}", run.scenario, fault.message),
          fault.code == "E101" ? files_beside(run.scenario) : fault.suggestion);
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
};

FiguresReader::FiguresReader(const View& view, const std::string& file, const LoadOptions& options, Faults& faults,
                             Diagnostics& others)
    : parts_(std::make_unique<Parts>(view, file, options, faults, others)) {}
FiguresReader::~FiguresReader() = default;

void FiguresReader::read() { parts_->read(); }
const std::vector<ClaimFigure>& FiguresReader::figures() const { return parts_->figures_; }
const std::vector<NamedFigure>& FiguresReader::names() const { return parts_->names_; }
const std::set<std::string>& FiguresReader::spoilt() const { return parts_->spoilt_; }
void FiguresReader::refuse(const View& at, const ExpressionFault& fault) { parts_->refuse(at, fault); }
std::vector<ClaimRun> FiguresReader::take_runs() { return std::move(parts_->runs_); }
std::vector<ClaimFigure> FiguresReader::take_figures() { return std::move(parts_->figures_); }

}  // namespace bicoastal
