// What matters in a study: the shares of axes and pairs, maps of the pairs that interact, single changes.
#include "sim/report/numbers.hpp"
#include "sim/report/page/study_sections.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;
using Align = MarkupTable::Align;

std::string name_of(const Study& s, const VarianceShare& share) {
  if (share.axes.empty()) return "three axes and more together";
  if (share.axes.size() == 1) return s.axes[share.axes[0]].name;
  return fmt::format("{} with {}", s.axes[share.axes[0]].name, s.axes[share.axes[1]].name);
}

/// All terms of a decomposition, axes first.
std::vector<VarianceShare> terms_of(const Decomposition& parts) {
  std::vector<VarianceShare> terms = parts.axes;
  terms.insert(terms.end(), parts.pairs.begin(), parts.pairs.end());
  if (parts.axes.size() > 2) terms.push_back(parts.higher);
  return terms;
}

/// The terms that explain most for some metric, in their order.
std::vector<std::size_t> terms_shown(const StudyFindings& f) {
  constexpr std::size_t kShown = 12;
  std::vector<double> greatest;
  for (const MetricDecomposition& d : f.decomposed) {
    const std::vector<VarianceShare> terms = terms_of(d.parts);
    greatest.resize(terms.size());
    for (std::size_t t = 0; t < terms.size(); ++t) greatest[t] = std::max(greatest[t], terms[t].share);
  }
  std::vector<std::size_t> order(greatest.size());
  for (std::size_t t = 0; t < order.size(); ++t) order[t] = t;
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t t) { return greatest[t]; });
  if (order.size() > kShown) order.resize(kShown);
  std::ranges::sort(order);
  return order;
}

Json bars(const StudyView& view, const std::vector<std::size_t>& shown) {
  const Study& s = view.page.study;
  Json names = Json::array();
  const std::vector<VarianceShare> first = terms_of(view.findings.decomposed.front().parts);
  for (const std::size_t t : shown) names.push_back(name_of(s, first[t]));
  Json chart = {{"x", {{"title", "what is varied"}, {"names", names}}},
                {"y", {{"title", "share of the variance over all points"}, {"unit", "share"}}},
                {"series", Json::array()}};
  for (const MetricDecomposition& d : view.findings.decomposed) {
    const std::vector<VarianceShare> terms = terms_of(d.parts);
    Json points = Json::array();
    for (const std::size_t t : shown) {
      const Interval around = terms[t].interval.value_or(Interval{terms[t].share, terms[t].share});
      points.push_back(
          {{"x", name_of(s, terms[t])}, {"mean", terms[t].share}, {"low", around.low}, {"high", around.high}});
    }
    chart["series"].push_back({{"name", s.metrics[d.metric].name}, {"points", std::move(points)}});
  }
  return chart;
}

std::string share_words(const VarianceShare& share) {
  if (!share.interval) return fmt::format("{} (one seed: no interval)", variance_words(share.share));
  return fmt::format("{} ({} to {})", variance_words(share.share), variance_words(share.interval->low),
                     variance_words(share.interval->high));
}

Markup shares_table(const StudyView& view, const std::vector<std::size_t>& shown) {
  const Study& s = view.page.study;
  std::vector<MarkupTable::Column> columns{{"", Align::left}};
  for (const MetricDecomposition& d : view.findings.decomposed) columns.push_back({s.metrics[d.metric].name});
  MarkupTable table(fmt::format("Share of the variance over all points, and its {} interval", confidence_words(s)),
                    columns);
  for (const std::size_t t : shown) {
    std::vector<Markup> row{name_of(s, terms_of(view.findings.decomposed.front().parts)[t])};
    for (const MetricDecomposition& d : view.findings.decomposed) row.push_back(share_words(terms_of(d.parts)[t]));
    table.add(row);
  }
  return element("details", {{"class", "printed"}}, element("summary", "The figures of this chart") + table.markup());
}

/// Two axes against each other, coloured from the least to the greatest mean.
Markup heat_map(const StudyView& view, const MetricDecomposition& d, const VarianceShare& pair) {
  const Study& s = view.page.study;
  const StudyMetric& metric = s.metrics[d.metric];
  const StudyAxis &down = s.axes[pair.axes[0]], &across = s.axes[pair.axes[1]];
  const auto means = pair_means(*grid_of(s, d.metric), pair.axes[0], pair.axes[1], s.confidence);
  double least = INFINITY, greatest = -INFINITY;
  for (const auto& row : means)
    for (const Sample& sample : row)
      if (sample.told > 0) {
        least = std::min(least, sample.mean);
        greatest = std::max(greatest, sample.mean);
      }
  constexpr int kSteps = 7;
  Markup head = element("th", {{"scope", "col"}}, fmt::format("{} \\ {}", down.name, across.name)), body;
  for (const std::string& level : across.levels) head += element("th", {{"scope", "col"}, {"class", "number"}}, level);
  for (std::size_t i = 0; i < means.size(); ++i) {
    Markup row = element("th", {{"scope", "row"}}, down.levels[i]);
    for (const Sample& sample : means[i]) {
      const double share = greatest > least ? (sample.mean - least) / (greatest - least) : 0;
      const int step = std::min(kSteps - 1, static_cast<int>(share * kSteps));
      row += element("td", {{"class", sample.told == 0 ? "number" : fmt::format("number heat h{}", step)}},
                     figure_markup(sample, metric.unit));
    }
    body += element("tr", row);
  }
  const std::string caption = fmt::format(
      "{}: means over everything else, with their {} intervals. What the two do together: {} of the variance",
      metric.name, confidence_words(s), share_words(pair));
  return element("div", {{"class", "scroll keep"}},
                 element("table", {{"class", "map"}},
                         element("caption", caption) + element("thead", element("tr", head)) + element("tbody", body)));
}

Markup maps(const StudyView& view) {
  constexpr std::size_t kMaps = 3, kMostLevels = 12;
  constexpr double kLeastShare = 0.01;  // below that, one map shows that there is nothing to see
  const MetricDecomposition& d = view.findings.decomposed.front();
  std::vector<VarianceShare> pairs = d.parts.pairs;
  std::erase_if(pairs, [&](const VarianceShare& pair) {
    return std::ranges::any_of(pair.axes, [&](std::size_t axis) {
      const std::size_t levels = view.page.study.axes[axis].levels.size();
      return levels < 2 || levels > kMostLevels;
    });
  });
  std::ranges::stable_sort(pairs, std::ranges::greater{}, &VarianceShare::share);
  while (pairs.size() > kMaps || (pairs.size() > 1 && pairs.back().share < kLeastShare)) pairs.pop_back();
  if (pairs.empty()) return {};
  Markup made =
      element("h3", "Two at a time") +
      element("p", Markup("What does most together. Where two axes do not interact, all rows rise and fall by "
                          "the same amounts.") +
                       element("span", {{"class", "picture"}}, " Darker is greater."));
  for (const VarianceShare& pair : pairs) made += heat_map(view, d, pair);
  return made;
}

Markup judged(const SingleChange& change, const BestPoint* best) {
  const auto apart = change.difference.distinguishable();
  const auto badge = [](std::string_view kind, std::string_view words) {
    return element("span", {{"class", fmt::format("badge {}", kind)}}, words);
  };
  Markup words = apart != true            ? badge("unsure", "cannot be told from none")
                 : change.improvement > 0 ? badge("good", "helps")
                                          : badge("bad", "harms");
  if (change.keeping.by_mean == Kept::no) words += Markup(" ") + badge("bad", "breaks a constraint");
  if (change.keeping.by_mean == Kept::unknown) words += Markup(" ") + badge("unsure", "constraints: nobody knows");
  if (best != nullptr && best->point == change.point) words += Markup(" ") + badge("good", "the best point");
  return words;
}

}  // namespace

std::string variance_words(double share) {
  if (share > 0 && share < 0.0005) return "< 0.1 %";
  if (share < 1 && share > 0.9995) return "> 99.9 %";
  return show_share(std::round(share * 1000) / 1000 + 0.0);  // no -0
}

Markup study_sensitivity_section(const StudyView& view) {
  const Study& s = view.page.study;
  const Markup title = element("h2", "What matters");
  if (view.findings.objectives.empty() || s.axes.empty()) return {};
  if (view.findings.saltelli_rows > 0) return title + sobol_markup(view);
  if (view.findings.decomposed.empty()) {
    const std::size_t metric = view.findings.objectives.front().metric;
    const auto silent = std::ranges::count(view.findings.samples, std::size_t{0},
                                           [&](const auto& samples) { return samples[metric].told; });
    return title +
           element("p", "What each axis is good for cannot be told apart here: " +
                            (!grid_of(s, metric) ? "the points are neither a full grid nor a Saltelli design."
                             : silent > 0        ? fmt::format("of {} of the grid nobody knows the {}.",
                                                               counted(static_cast<std::uint64_t>(silent), "point"),
                                                               s.metrics[metric].name)
                                          : std::string("no seed has a value at every point, or nothing varies.")));
  }
  const Decomposition& parts = view.findings.decomposed.front().parts;
  const std::vector<std::size_t> shown = terms_shown(view.findings);
  Markup made =
      title +
      element("p", fmt::format("The variance of each metric over the points, taken apart: what an axis does by "
                               "itself, and what two do only together. From {} that have a value at every point; "
                               "intervals by the jackknife over seeds.",
                               counted(parts.seeds, "seed")));
  made += chart_figure(view.charts.size(), "What each axis is good for", "The table below it has its figures.");
  view.charts.push_back(bars(view, shown));
  return made + shares_table(view, shown) + maps(view);
}

Markup study_changes_section(const StudyView& view) {
  const Study& s = view.page.study;
  const StudyFindings& f = view.findings;
  if (f.changes.empty()) return {};
  const StudyMetric& metric = s.metrics[f.objectives.front().metric];
  const auto step = [&](const SingleChange& c) {
    const StudyAxis& axis = s.axes[c.axis];
    return fmt::format("{}: {} to {}", axis.name, axis.levels[s.points[s.from].levels[c.axis]], axis.levels[c.level]);
  };
  Markup made = element("h2", "Which single change helps most") +
                element("p", fmt::format("From {}, one axis at a time, judged by {}.", words_of(s, s.points[s.from]),
                                         metric.name));
  made += f.helps_most ? element("p", element("b", step(*f.helps_most)) +
                                          fmt::format(": {} changes by {}.", metric.name,
                                                      difference_words(f.helps_most->difference, metric.unit)))
                       : element("p", "None is known to help and keeps to the constraints.");
  MarkupTable table(
      fmt::format("Difference to the point started from, seed by seed; the intervals hold for all {} together, "
                  "with {}",
                  f.changes.size(), confidence_words(s)),
      {{"change", Align::left}, {"difference and interval"}, {"", Align::left}});
  for (const SingleChange& c : f.changes)
    table.add({step(c), difference_words(c.difference, metric.unit), judged(c, f.best ? &*f.best : nullptr)});
  return made + table.markup();
}

}  // namespace bicoastal
