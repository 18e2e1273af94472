#include "sim/cli/console.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/cli/signals.hpp"
#include "sim/cli/sweep_commands.hpp"
#include "sim/cli/sweep_worker.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/page.hpp"
#include "sim/report/text_table.hpp"
#include "sim/study/forked.hpp"

#include <unistd.h>

#include <algorithm>
#include <bit>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kPilotS = 1;  // of the wall, each at most
constexpr std::size_t kPointsShown = 40;
constexpr std::size_t kValuesShown = 8;

/// What the whole will take, from some runs that were cut short.
struct Estimate {
  std::size_t pilots = 0, whole = 0;  ///< those that were, and those of them that were not cut
  double run_s = 0;                   ///< mean of their points
  std::uint64_t peak_bytes = 0;       ///< greatest
  std::string trouble{};              ///< of the first that failed
};

std::optional<Estimate> estimate(const Sweep& sweep, std::size_t jobs) {
  const std::size_t n = sweep.plan.points.size();
  const std::set<std::size_t> chosen{0, n / 2, n - 1};
  const std::vector<std::size_t> points(chosen.begin(), chosen.end());
  Estimate estimate;
  bool interrupted = false;
  const HeldSignals held;
  run_forked({.count = points.size(),
              .at_once = jobs,
              .job = [&](std::size_t i) { return fly_pilot(sweep, points[i], kPilotS); },
              .on_end =
                  [&](std::size_t, const JobEnd& end) {
                    if (!end.ended_well) {
                      if (estimate.trouble.empty()) estimate.trouble = end.trouble;
                      return;
                    }
                    const Pilot pilot = pilot_of(end.output);
                    ++estimate.pilots;
                    estimate.whole += pilot.cut_at == 1 ? 1 : 0;
                    estimate.run_s += pilot.run_s;
                    estimate.peak_bytes = std::max(estimate.peak_bytes, end.peak_bytes);
                  },
              .on_tick = [&]() -> std::optional<int> {
                interrupted = interrupted || take_signal(0);
                return interrupted ? std::optional(SIGKILL) : std::nullopt;
              }});
  if (interrupted) return std::nullopt;
  if (estimate.pilots > 0) estimate.run_s /= static_cast<double>(estimate.pilots);
  return estimate;
}

struct PlannedRuns {
  std::size_t least = 0, most = 0;
};

PlannedRuns runs_of(const Sweep& sweep) {
  const std::size_t points = sweep.plan.points.size();
  return {points * (sweep.until ? sweep.until->precision.least : sweep.plan.seeds.size()), sweep.plan.numbers()};
}

std::string axis_text(const SweepPlan& plan, std::size_t axis) {
  std::vector<std::string> values;
  for (const SweepPoint& point : plan.points)
    if (std::ranges::find(values, point.values[axis].text) == values.end()) values.push_back(point.values[axis].text);
  std::string text = fmt::format("{}: ", counted(values.size(), "value"));
  for (std::size_t i = 0; i < std::min(values.size(), kValuesShown); ++i) text += (i == 0 ? "" : ", ") + values[i];
  return values.size() > kValuesShown ? text + " …" : text;
}

std::string seeds_text(const Sweep& sweep) {
  const std::vector<std::uint64_t>& seeds = sweep.plan.seeds;
  if (!sweep.until) return fmt::format("{}, from {}", show_count(seeds.size()), seeds.front());
  const SweepMetric& metric = sweep.plan.metrics[sweep.until->metric];
  const Precision& precision = sweep.until->precision;
  return fmt::format(
      "{} to {}, from {}: until the 95 % interval of {} is +- {}", precision.least, precision.most, seeds.front(),
      metric.name,
      precision.relative ? show_share(precision.half_width) + " of it" : show_value(precision.half_width, metric.unit));
}

/// What a Saltelli design comes to, and advice where its number of rows is not the best.
std::string saltelli_text(const Sweep& sweep) {
  const std::size_t rows = sweep.saltelli_rows, below = std::bit_floor(rows);
  if (rows == 0) return {};
  std::string text = fmt::format(": Saltelli design, {} rows of {} axes + 2", show_count(rows), sweep.plan.axes.size());
  if (rows != below)
    text += fmt::format("; rows that are a power of two spread more evenly: {} or {}", show_count(below),
                        show_count(2 * below));
  return text;
}

std::string between(const std::string& least, const std::string& most) {
  return least == most ? least : fmt::format("{} to {}", least, most);
}

std::string estimate_text(const Sweep& sweep, const Estimate& estimate, std::size_t jobs) {
  if (estimate.pilots == 0) return fmt::format("none: {}", estimate.trouble);
  const PlannedRuns runs = runs_of(sweep);
  const auto time = [&](std::size_t n) {
    return show_seconds(static_cast<double>(n) * estimate.run_s / static_cast<double>(std::min(jobs, n)));
  };
  return fmt::format("{} and {} on {}", between(time(runs.least), time(runs.most)),
                     show_bytes(static_cast<double>(estimate.peak_bytes * jobs)), counted(jobs, "worker"));
}

std::string basis_text(const Estimate& estimate) {
  return fmt::format("{} of other points, {} whole and {} cut after {}: {} and {} a run",
                     counted(estimate.pilots, "pilot run"), estimate.whole, estimate.pilots - estimate.whole,
                     show_seconds(kPilotS), show_seconds(estimate.run_s),
                     show_bytes(static_cast<double>(estimate.peak_bytes)));
}

std::string points_text(const SweepPlan& plan, Ink ink) {
  std::vector<TextTable::Column> columns{{"point", TextTable::Align::right}};
  for (const SweepAxis& axis : plan.axes) columns.push_back({axis.name, TextTable::Align::left, 40});
  columns.push_back({"first run", TextTable::Align::left});
  TextTable table(std::move(columns));
  for (std::size_t p = 0; p < std::min(plan.points.size(), kPointsShown); ++p) {
    std::vector<TextCell> row{{fmt::format("{}", p)}};
    for (const AxisValue& value : plan.points[p].values) row.push_back({value.text});
    row.push_back({run_id(plan.points[p], plan.seeds.front()), Tone::faint});
    table.add(std::move(row));
  }
  std::string text = table.render(ink);
  if (plan.points.size() > kPointsShown)
    text += fmt::format("  … {} points in all: --json lists them with all runs\n", show_count(plan.points.size()));
  return text;
}

std::string plan_text(const Sweep& sweep, const std::optional<Estimate>& estimate, std::size_t jobs, Ink ink) {
  const SweepPlan& plan = sweep.plan;
  const PlannedRuns runs = runs_of(sweep);
  TextPage page(ink);
  page.line(plan.name, Tone::strong);
  if (!plan.description.empty()) page.line(plan.description);
  page.item("  base", plan.base);
  for (std::size_t a = 0; a < plan.axes.size(); ++a) page.item("  " + plan.axes[a].name, axis_text(plan, a));
  std::string points = show_count(plan.points.size());
  if (sweep.excluded > 0) points += fmt::format(", and {} excluded", show_count(sweep.excluded));
  page.item("  points", points + saltelli_text(sweep));
  page.item("  seeds", seeds_text(sweep));
  page.item("  runs", between(show_count(runs.least), show_count(runs.most)));
  if (estimate) {
    page.item("  will take", estimate_text(sweep, *estimate, jobs));
    if (estimate->pilots > 0) page.item("  judged by", basis_text(*estimate));
  }
  page.item("  plan", plan.hash);
  return page.text() + "\n" + points_text(plan, ink);
}

std::string plan_json(const Sweep& sweep, const std::optional<Estimate>& estimate, std::size_t jobs) {
  const SweepPlan& plan = sweep.plan;
  const PlannedRuns runs = runs_of(sweep);
  Json json{{"sweep", plan.name},         {"plan", plan.hash},        {"base", plan.base},
            {"excluded", sweep.excluded}, {"runs_least", runs.least}, {"runs_most", runs.most}};
  if (estimate && estimate->pilots > 0)
    json["estimate"] = {{"jobs", jobs},
                        {"run_s", estimate->run_s},
                        {"run_peak_bytes", estimate->peak_bytes},
                        {"pilots", estimate->pilots},
                        {"pilots_whole", estimate->whole},
                        {"wall_s_least", static_cast<double>(runs.least) * estimate->run_s / static_cast<double>(jobs)},
                        {"wall_s_most", static_cast<double>(runs.most) * estimate->run_s / static_cast<double>(jobs)}};
  json["metrics"] = Json::array();
  for (const SweepMetric& metric : plan.metrics) json["metrics"].push_back(metric.name);
  json["points"] = Json::array();
  for (std::size_t p = 0; p < plan.points.size(); ++p) {
    const SweepPoint& point = plan.points[p];
    Json values = Json::object(), ids = Json::array();
    for (std::size_t a = 0; a < plan.axes.size(); ++a) values[plan.axes[a].name] = point.values[a].text;
    for (const std::uint64_t seed : plan.seeds) ids.push_back({{"id", run_id(point, seed)}, {"seed", seed}});
    json["points"].push_back({{"point", p}, {"values", values}, {"set", point.sets}, {"runs", ids}});
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace

ExitCode execute(const SweepPlanCommand& command) {
  const Result<Sweep> sweep = read_sweep(command.file, build_version(), {.plugins = loaded_plugins()});
  if (!sweep) {
    complain(sweep.faults());
    return kBadInput;
  }
  const std::size_t jobs = command.jobs.value_or(std::max(1U, std::thread::hardware_concurrency()));
  std::optional<Estimate> flown;
  if (command.pilot) {
    flown = estimate(*sweep, jobs);
    if (!flown) return kInterrupted;
  }
  print(command.json ? plan_json(*sweep, flown, jobs) : plan_text(*sweep, flown, jobs, ink_for(STDOUT_FILENO)));
  return kHolds;
}

}  // namespace bicoastal
