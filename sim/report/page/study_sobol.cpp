// What matters over ranges: Sobol' indices of a Saltelli design, metric by metric.
#include "sim/report/numbers.hpp"
#include "sim/report/page/study_sections.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

std::string index_words(double index, const Interval& interval) {
  return fmt::format("{} ({} to {})", variance_words(index), variance_words(interval.low),
                     variance_words(interval.high));
}

Json index_bars(const Study& s, const SobolIndices& indices) {
  Json alone = {{"name", "alone"}, {"points", Json::array()}};
  Json together = {{"name", "with all others"}, {"points", Json::array()}};
  Json names = Json::array();
  for (std::size_t axis = 0; axis < s.axes.size(); ++axis) {
    const SobolIndex& one = indices.inputs[axis];
    const std::string& name = s.axes[axis].name;
    names.push_back(name);
    const auto bar = [&](double mean, const Interval& around) {
      return Json{{"x", name}, {"mean", mean}, {"low", around.low}, {"high", around.high}};
    };
    alone["points"].push_back(bar(one.first, one.first_interval));
    together["points"].push_back(bar(one.total, one.total_interval));
  }
  return {{"x", {{"title", "what is varied"}, {"names", names}}},
          {"y", {{"title", "share of the variance over the ranges"}, {"unit", "share"}}},
          {"series", {alone, together}}};
}

/// The axes, those that matter most first.
Markup index_table(const Study& s, const StudyMetric& metric, const SobolIndices& indices) {
  std::vector<std::size_t> order(s.axes.size());
  for (std::size_t axis = 0; axis < order.size(); ++axis) order[axis] = axis;
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t axis) { return indices.inputs[axis].total; });
  MarkupTable table(
      fmt::format("{}: share of its variance, and the {} interval of that share", metric.name, confidence_words(s)),
      {{"", MarkupTable::Align::left}, {"alone (first order)"}, {"with all others (total)"}});
  double sum = 0;
  for (const std::size_t axis : order) {
    const SobolIndex& one = indices.inputs[axis];
    sum += one.first;
    table.add(
        {s.axes[axis].name, index_words(one.first, one.first_interval), index_words(one.total, one.total_interval)});
  }
  return element("div", {{"class", "printed"}}, table.markup()) +
         element("p", {{"class", "note"}},
                 fmt::format("Alone the axes explain about {} together; what is missing to 100 % is what they do only "
                             "together, or the error of these estimates. Over the ranges the mean is {} and the "
                             "standard deviation {}.{}",
                             variance_words(std::clamp(sum, 0.0, 1.0)), show_value(indices.mean, metric.unit),
                             show_value(std::sqrt(indices.variance), metric.unit),
                             indices.missing == 0
                                 ? ""
                                 : fmt::format(" {} left out: some point of each tells nothing on any seed that the "
                                               "others tell something on.",
                                               counted(indices.missing, "row"))));
}

constexpr double kWide = 0.1;  // half of an interval: where who matters more than whom is in doubt

double widest(const std::vector<MetricIndices>& all) {
  double half = 0;
  for (const MetricIndices& each : all)
    for (const SobolIndex& one : each.indices.inputs)
      half = std::max({half, one.first_interval.half_width(), one.total_interval.half_width()});
  return half;
}

std::string rows_words(const StudyView& view) {
  const Study& s = view.page.study;
  const std::size_t rows = view.findings.saltelli_rows, below = std::bit_floor(rows);
  std::string words = fmt::format(
      "From {} of a Saltelli design, {} points each, run on {}. Intervals are of a bootstrap over rows: they say how "
      "well the ranges were sampled, and not what other seeds would have told.",
      counted(rows, "row"), s.axes.size() + 2, counted(s.seeds.size(), "seed"));
  if (s.seeds.size() == 1)
    words += " On one seed alone, what looks like an axis may be how that axis meets the luck of this seed.";
  if (widest(view.findings.indices) > kWide)
    words +=
        " Some intervals are wide, and estimates then fall below 0 or above 100 %: four times as many "
        "base_samples halve them.";
  if (rows != below)
    words += fmt::format(" Rows that are a power of two ({} or {}) are spread more evenly.", below, 2 * below);
  return words;
}

}  // namespace

Markup sobol_markup(const StudyView& view) {
  const Study& s = view.page.study;
  Markup made = element("p",
                        "Sobol' indices: of the variance that each metric has over the ranges, where any place in "
                        "them is as likely as any other (on a log_range any ratio), how much goes with an axis alone, "
                        "and how much with it and everything that it does together with others. An axis whose total "
                        "is next to nothing can be left as it is.") +
                element("p", rows_words(view));
  if (view.findings.indices.empty()) made += element("p", "None can be told: no row is whole, or nothing varies.");
  for (const MetricIndices& each : view.findings.indices) {
    const StudyMetric& metric = s.metrics[each.metric];
    made += chart_figure(view.charts.size(), fmt::format("What {} depends on", metric.name),
                         "The table below it has its figures.");
    view.charts.push_back(index_bars(s, each.indices));
    made += index_table(s, metric, each.indices);
  }
  std::string silent;
  for (const Objective& objective : view.findings.objectives)
    if (std::ranges::find(view.findings.indices, objective.metric, &MetricIndices::metric) ==
        view.findings.indices.end())
      silent += fmt::format("{}{}", silent.empty() ? "" : ", ", s.metrics[objective.metric].name);
  if (!silent.empty() && !view.findings.indices.empty())
    made += element("p", {{"class", "note"}},
                    fmt::format("Of {} nothing can be told: no row is whole, or it does not vary.", silent));
  return made;
}

}  // namespace bicoastal
