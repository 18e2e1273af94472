// All points of a study as a table that can be sorted, and the runs that failed.
#include "sim/report/numbers.hpp"
#include "sim/report/page/study_order.hpp"
#include "sim/report/page/study_sections.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Align = MarkupTable::Align;

Markup badge(std::string_view kind, std::string_view words) {
  return element("span", {{"class", fmt::format("badge {}", kind)}}, words);
}

/// Sorted by its place on the axis.
Markup level_markup(const StudyAxis& axis, std::size_t level) {
  constexpr std::size_t kUnbroken = 20;
  const std::string& words = axis.levels[level];
  return element("data", {{"value", fmt::format("{}", level)}, {"class", words.size() <= kUnbroken ? "short" : ""}},
                 words);
}

Markup standing_markup(PointPlace place) {
  const std::string_view name = name_of(place);
  switch (place) {
    case PointPlace::kept: return {};
    case PointPlace::dominated: return badge("", name);
    case PointPlace::best:
    case PointPlace::frontier: return badge("good", name);
    case PointPlace::perhaps_out:
    case PointPlace::out: return badge("bad", name);
    case PointPlace::perhaps:
    case PointPlace::unknown: return badge("unsure", name);
  }
  return {};
}

}  // namespace

Markup study_points_section(const StudyView& view) {
  const Study& s = view.page.study;
  if (s.points.empty()) return {};
  constexpr std::size_t kUpright = 10;  // columns that fit on a sheet that is not turned
  std::vector<MarkupTable::Column> columns{{"point"}};
  for (const StudyAxis& axis : s.axes) columns.push_back({axis.name, Align::left});
  columns.push_back({"standing", Align::left});
  for (const StudyMetric& metric : s.metrics) columns.push_back({metric.name});
  columns.push_back({"runs"});
  MarkupTable table(fmt::format("Mean over the seeds, and its {} interval", confidence_words(s)), columns);
  Markup commands;
  for (const std::size_t p : best_first(view.findings)) {
    const StudyPoint& point = s.points[p];
    std::vector<Markup> row{element("span", {{"id", fmt::format("point-{}", p + 1)}}, fmt::format("{}", p + 1))};
    for (std::size_t axis = 0; axis < s.axes.size(); ++axis)
      row.push_back(level_markup(s.axes[axis], point.levels[axis]));
    row.push_back(standing_markup(place_of(view.findings, p)));
    for (std::size_t m = 0; m < s.metrics.size(); ++m)
      row.push_back(figure_markup(view.findings.samples[p][m], s.metrics[m].unit));
    row.push_back(fmt::format("{}", point.runs));
    table.add(row, view.findings.best && view.findings.best->point == p ? "chosen" : "");
    if (!point.again.empty()) commands += fmt::format("# point {}: {}\n{}\n", p + 1, words_of(s, point), point.again);
  }
  const Markup repeat = commands.empty()
                            ? Markup()
                            : element("details", element("summary", "Commands that repeat a run of each point") +
                                                     element("pre", commands));
  return element("div", {{"class", columns.size() > kUpright ? "sortable wide" : "sortable"}},
                 element("h2", "All points") + table.markup()) +
         repeat;
}

Markup study_failures_section(const StudyView& view) {
  const Study& s = view.page.study;
  if (s.failures.empty()) return {};
  MarkupTable table("Runs that failed; their points are judged by their other seeds",
                    {{"point", Align::left}, {"seed"}, {"error", Align::left}, {"to repeat it", Align::left}});
  for (const StudyFailure& failure : s.failures)
    table.add({words_of(s, s.points[failure.point]), fmt::format("{}", failure.seed), failure.error,
               element("code", failure.again)});
  return element("h2", "Runs that failed") + table.markup();
}

}  // namespace bicoastal
