#include "sim/sweep/sweep.hpp"

#include "sim/base/digest.hpp"
#include "sim/scenario/expecting.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/include.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/source_file.hpp"
#include "sim/scenario/view.hpp"
#include "sim/sweep/axis.hpp"
#include "sim/sweep/design.hpp"
#include "sim/sweep/points.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

const Node& sweep_schema_tree() {
  static const Node tree = read_schema("sweeps/schema.json");
  return tree;
}

std::string hash_of(const std::string& text) { return to_hex(hash_bytes(text.data(), text.size())); }

/// Two axes that set one value, or one of which sets what the other's value lies in.
void refuse_overlaps(const View& view, const std::vector<Axis>& axes, Faults& faults) {
  std::vector<std::set<std::string>> into;
  for (const Axis& axis : axes) {
    into.emplace_back(axis.into.begin(), axis.into.end());
    for (const AxisSetting& setting : axis.settings)
      for (const Override& set : setting.sets) into.back().insert(set.pointer);
  }
  const auto within = [](const std::string& inner, const std::string& outer) {
    return inner == outer || inner.starts_with(outer + "/");
  };
  for (std::size_t b = 0; b < axes.size(); ++b)
    for (std::size_t a = 0; a < b; ++a)
      for (const std::string& one : into[a])
        for (const std::string& other : into[b]) {
          if (!within(one, other) && !within(other, one)) continue;
          faults.add("E905", view["axes"][b].place(), axes[b].pointer,
                     fmt::format("axis {} sets {}, and axis {} sets {}", axes[b].name, other, axes[a].name, one),
                     "link them: an axis with points sets several values");
          return;
        }
}

std::vector<std::uint64_t> read_seeds(const View& view, const std::optional<SweepUntil>& until, Faults& faults) {
  std::vector<std::uint64_t> seeds;
  if (const View list = view["list"]; list.exists()) {
    if (view["first"].given())
      faults.add("E401", view["first"].place(), view["first"].pointer(), "a list says which seeds", "leave it out");
    std::set<std::uint64_t> known;
    for (std::size_t i = 0; i < list.size(); ++i) {
      seeds.push_back(list[i].seed());
      if (!known.insert(seeds.back()).second)
        faults.add("E304", list[i].place(), list[i].pointer(), fmt::format("seed {} stands twice", seeds.back()));
    }
    return seeds;
  }
  const std::size_t count = until ? until->precision.most : view["count"].count();
  for (std::size_t i = 0; i < count; ++i) seeds.push_back(view["first"].seed() + i);
  return seeds;
}

std::vector<std::string> texts_of(const View& list) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < list.size(); ++i) texts.push_back(list[i].text());
  return texts;
}

/// "a  [ b ]" is "a[b]" to whoever looks for it.
std::string full_name(const Expectation& one) {
  return one.of.empty() ? one.metric : fmt::format("{}[{}]", one.metric, one.of);
}

class Reader {
 public:
  Reader(const View& view, const std::string& file, std::string version, const LoadOptions& options, Faults& faults)
      : view_(view), file_(file), version_(std::move(version)), options_(options), faults_(faults) {}

  /// Nothing where a fault was found; those that lie in other files are in others().
  std::optional<Sweep> read(const std::string& document) {
    std::vector<Axis> axes = read_axes(view_["axes"], faults_);
    refuse_overlaps(view_, axes, faults_);
    const auto base = load_base();
    const Design design = expand_design(view_, axes, faults_);
    if (!base || !others_.empty() || faults_.full()) return std::nullopt;
    Sweep sweep{.plan = {},
                .base = *base,
                .sets = {},
                .excluded = design.excluded,
                .saltelli_rows = design.saltelli_rows,
                .until = {},
                .limits = {},
                .expectations = {}};
    for (const std::string& metric : texts_of(view_["metrics"])) sweep.expectations.push_back(as_expectation(metric));
    for (const std::string& constraint : texts_of(view_["constraints"])) sweep.expectations.push_back(constraint);
    seeds(sweep, design.points.size());
    if (!faults_.empty()) {  // what can be said of values and metrics by themselves
      try_settings(view_, axes, *base, sweep.expectations, options_, faults_, others_);
      return std::nullopt;
    }
    const std::vector<PointScenario> points =
        load_points(view_, axes, design, *base, sweep.expectations, options_, faults_, others_);
    if (!faults_.empty() || !others_.empty() || points.empty()) return std::nullopt;
    describe(sweep, document, axes);
    take_points(sweep, design, points);
    take_metrics(sweep, points.front().expect);
    if (!take_until(sweep) || !faults_.empty()) return std::nullopt;
    limits(sweep);
    sweep.plan.hash = plan_hash(sweep);
    return sweep;
  }

  Diagnostics take_others() { return std::move(others_); }

 private:
  const View& view_;
  const std::string& file_;
  std::string version_;
  const LoadOptions& options_;
  Faults& faults_;
  Diagnostics others_;
  std::string base_document_;

  std::optional<ScenarioSource> load_base() {
    if (faults_.any_under("/base") || !view_["base"].is_text()) return std::nullopt;
    const std::string path = relative_to(file_, view_["base"].text());
    const auto refuse = [&](const Diagnostics& why) {
      faults_.add("E909", view_["base"].place(), "/base", fmt::format("{} does not load", path));
      others_.insert(others_.end(), why.begin(), why.end());
      return std::nullopt;
    };
    auto base = ScenarioSource::read(path);
    if (!base) return refuse(base.faults());
    const Result<Scenario> scenario = base->make({}, std::nullopt, options_);
    if (!scenario) return refuse(scenario.faults());
    base_document_ = scenario->document;
    return *base;
  }

  void seeds(Sweep& sweep, std::size_t points) {
    const View seeds = view_["seeds"];
    if (faults_.any_under(seeds.pointer())) return;
    if (const View until = seeds["until"]; until.exists()) {
      sweep.until = SweepUntil{.metric = 0,
                               .precision = {.half_width = 0,
                                             .relative = until["relative_half_width"].exists(),
                                             .least = until["at_least"].count(),
                                             .most = until["at_most"].count()}};
      if (sweep.until->precision.least > sweep.until->precision.most)
        faults_.add(
            "E307", until["at_least"].place(), until["at_least"].pointer(),
            fmt::format("{} is more than at_most, {}", sweep.until->precision.least, sweep.until->precision.most));
    }
    sweep.plan.seeds = read_seeds(seeds, sweep.until, faults_);
    const double runs = static_cast<double>(points) * static_cast<double>(sweep.plan.seeds.size());
    if (runs > kMostRuns)
      faults_.add("E907", seeds.place(), seeds.pointer(),
                  fmt::format("{:.12g} runs are more than {:.12g}", runs, kMostRuns), "fewer seeds, or fewer points");
  }

  void describe(Sweep& sweep, const std::string& document, const std::vector<Axis>& axes) {
    SweepPlan& plan = sweep.plan;
    plan.name = view_["name"].text();
    plan.description = view_["description"].text();
    plan.file = file_;
    plan.base = sweep.base.file();
    plan.document = document;
    plan.base_document = base_document_;
    plan.version = version_;
    for (const Axis& axis : axes) plan.axes.push_back({axis.name, axis.unit()});
  }

  static void take_points(Sweep& sweep, const Design& design, const std::vector<PointScenario>& points) {
    for (std::size_t p = 0; p < points.size(); ++p) {
      SweepPoint point;
      std::vector<Override> sets;
      for (const AxisSetting& setting : design.points[p]) {
        point.values.push_back(setting.value);
        for (const Override& set : setting.sets) {
          sets.push_back(set);
          point.sets.push_back(set_text(set));
        }
      }
      point.hash = points[p].hash;
      if (!sweep.until) point.wanted = sweep.plan.seeds.size();
      sweep.plan.points.push_back(std::move(point));
      sweep.sets.push_back(std::move(sets));
    }
  }

  /// Those listed, and those that a constraint names besides.
  void take_metrics(Sweep& sweep, const std::vector<Expectation>& expect) {
    const std::size_t listed = view_["metrics"].size();
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < expect.size(); ++i) {
      const std::string name = full_name(expect[i]);
      auto found = std::ranges::find(sweep.plan.metrics, name, &SweepMetric::name);
      if (found == sweep.plan.metrics.end()) {
        sweep.plan.metrics.push_back({name, find_metric(expect[i].metric)->unit});
        wanted.push_back(as_expectation(name));
        found = sweep.plan.metrics.end() - 1;
      } else if (i < listed) {
        const View again = view_["metrics"][i];
        faults_.add("E304", again.place(), again.pointer(), fmt::format("{} stands twice", in_quotes(name)));
      }
      if (i >= listed)
        sweep.plan.constraints.push_back({expect[i].text, static_cast<std::size_t>(found - sweep.plan.metrics.begin()),
                                          expect[i].comparison, expect[i].value});
    }
    sweep.expectations = std::move(wanted);
  }

  bool take_until(Sweep& sweep) {
    if (!sweep.until) return true;
    const View until = view_["seeds"]["until"], name = until["metric"];
    std::vector<std::string> known;
    for (const SweepMetric& metric : sweep.plan.metrics) known.push_back(metric.name);
    const auto found = std::ranges::find(known, name.text());
    if (found == known.end()) {
      faults_.add("E912", name.place(), name.pointer(),
                  fmt::format("{} is none of the metrics", in_quotes(name.text())), suggest_name(name.text(), known));
      return false;
    }
    sweep.until->metric = static_cast<std::size_t>(found - known.begin());
    const std::optional<double> width =
        sweep.until->precision.relative ? std::optional(until["relative_half_width"].quantity(Dimension::share))
                                        : half_width(until["half_width"], sweep.plan.metrics[sweep.until->metric].unit);
    sweep.until->precision.half_width = width.value_or(0);
    return width.has_value();
  }

  std::optional<double> half_width(const View& at, MetricUnit unit) {
    const auto quantity = [&](Dimension dimension) -> std::variant<double, UnitFault> {
      if (!at.is_text())
        return UnitFault{"has no unit", fmt::format("units of {}: {}", name_of(dimension), units_of(dimension))};
      return parse_quantity(at.text(), dimension);
    };
    std::variant<double, UnitFault> parsed = at.number();
    switch (unit) {
      case MetricUnit::seconds: parsed = quantity(Dimension::time); break;
      case MetricUnit::bytes: parsed = quantity(Dimension::size); break;
      case MetricUnit::rate: parsed = quantity(Dimension::rate); break;
      case MetricUnit::money: parsed = quantity(Dimension::money); break;
      case MetricUnit::share:
        if (at.is_text()) parsed = quantity(Dimension::share);
        break;
      case MetricUnit::count:
        if (at.is_text()) parsed = UnitFault{fmt::format("{} is no plain number", in_quotes(at.text())), {}};
        break;
    }
    if (const auto* fault = std::get_if<UnitFault>(&parsed)) {
      faults_.add("E912", at.place(), at.pointer(), fault->message, fault->suggestion);
      return std::nullopt;
    }
    const double value = std::get<double>(parsed) / (unit == MetricUnit::seconds ? 1e9 : 1);
    if (value > 0) return value;
    faults_.add("E912", at.place(), at.pointer(), "is not above zero");
    return std::nullopt;
  }

  void limits(Sweep& sweep) {
    const View limits = view_["limits"];
    if (limits["time"].exists()) sweep.limits.time_s = limits["time"].quantity(Dimension::time) / 1e9;
    if (limits["memory"].exists())
      sweep.limits.memory_bytes = static_cast<std::uint64_t>(limits["memory"].quantity(Dimension::size));
  }

  /// What is run and what is measured; not what a run may take, which may be raised for those that failed.
  static std::string plan_hash(const Sweep& sweep) {
    std::string text = "sweep 1\n";
    for (const SweepAxis& axis : sweep.plan.axes) text += fmt::format("axis {}\n", axis.name);
    for (const SweepPoint& point : sweep.plan.points) {
      text += point.hash;
      for (const AxisValue& value : point.values) text += fmt::format(" {}", in_quotes(value.text));
      text += '\n';
    }
    for (const std::uint64_t seed : sweep.plan.seeds) text += fmt::format("{} ", seed);
    for (const SweepMetric& metric : sweep.plan.metrics) text += fmt::format("\n{}", metric.name);
    for (const SweepConstraint& constraint : sweep.plan.constraints) text += fmt::format("\n{}", constraint.text);
    if (sweep.until)
      text += fmt::format("\n{} {} {} {} {}", sweep.until->metric, sweep.until->precision.half_width,
                          sweep.until->precision.relative, sweep.until->precision.least, sweep.until->precision.most);
    return hash_of(text);
  }
};

}  // namespace

Result<Sweep> read_sweep(const std::string& file, const std::string& version, const LoadOptions& options) {
  Faults faults;
  const auto text = read_source(file, std::nullopt, faults);
  if (!text) return faults.take();
  auto document = parse_json(*text, faults.add_source(file), faults);
  if (!document) return faults.take();
  check_schema(*document, faults, sweep_schema_tree());
  if (!document->is_object() || faults.full()) return faults.take();
  const std::string as_written = canonical_text(*document);
  apply_defaults(*document, sweep_schema_tree());
  const View view(&*document, "");
  Reader reader(view, file, version, options, faults);
  if (auto sweep = reader.read(as_written)) return std::move(*sweep);
  Diagnostics all = faults.take();
  const Diagnostics others = reader.take_others();
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

Result<Scenario> scenario_of(const Sweep& sweep, std::size_t point, std::uint64_t seed, const LoadOptions& options) {
  std::vector<Override> overrides = sweep.sets[point];
  overrides.push_back(expecting_all(sweep.expectations));
  return sweep.base.make(overrides, seed, options);
}

std::string run_id(const SweepPoint& point, std::uint64_t seed) {
  return hash_of(fmt::format("{} {}", point.hash, seed)).substr(0, 16);
}

std::string point_words(const SweepPlan& plan, std::size_t point) {
  std::string words;
  for (std::size_t a = 0; a < plan.axes.size(); ++a)
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", plan.axes[a].name, plan.points[point].values[a].text);
  return words;
}

}  // namespace bicoastal
