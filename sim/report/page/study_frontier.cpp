// The frontier of a study: two objectives against each other, each point with both of its intervals.
#include "sim/report/numbers.hpp"
#include "sim/report/page/study_sections.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

enum class Group : unsigned char { frontier, perhaps, dominated, out };
constexpr std::array<const char*, 4> kGroups{"on the frontier", "perhaps on the frontier", "surely dominated",
                                             "breaks a constraint"};

std::optional<Group> group_of(const Standing& standing) {
  switch (standing.place) {
    case FrontierPlace::frontier: return Group::frontier;
    case FrontierPlace::dominated: return standing.on_frontier == Sure::no ? Group::dominated : Group::perhaps;
    case FrontierPlace::out: return Group::out;
    case FrontierPlace::unknown: return std::nullopt;
  }
  return std::nullopt;
}

Json number_or_null(double value) { return value == value ? Json(value) : Json(nullptr); }

/// An axis of the picture, with what constraints allow on it.
Json axis_json(const Study& s, std::size_t metric) {
  Json axis = {{"title", s.metrics[metric].name},
               {"unit", unit_name(s.metrics[metric].unit)},
               {"least", nullptr},
               {"most", nullptr}};
  for (const StudyConstraint& c : s.constraints) {
    if (c.limit.metric != metric) continue;
    if (c.limit.at_least && (axis["least"].is_null() || axis["least"] < *c.limit.at_least))
      axis["least"] = *c.limit.at_least;
    if (c.limit.at_most && (axis["most"].is_null() || axis["most"] > *c.limit.at_most)) axis["most"] = *c.limit.at_most;
  }
  return axis;
}

Json coordinate(const Sample& sample) {
  const Interval around = sample.interval.value_or(Interval{sample.mean, sample.mean});
  return {number_or_null(sample.mean), number_or_null(around.low), number_or_null(around.high)};
}

/// Corners of the line that nothing goes beyond, among points that keep to the constraints: from the best in x to the
/// best in y, by means. Of more than two objectives a point can be on the frontier and not on this line.
Json steps(const StudyView& view, std::size_t x, std::size_t y) {
  const Study& s = view.page.study;
  const auto sign = [&](std::size_t metric) { return s.metrics[metric].goal == Goal::minimise ? 1.0 : -1.0; };
  std::vector<std::pair<double, double>> losses;
  for (std::size_t p = 0; p < s.points.size(); ++p) {
    const FrontierPlace place = view.findings.standings[p].place;
    const std::vector<Sample>& samples = view.findings.samples[p];
    if ((place == FrontierPlace::frontier || place == FrontierPlace::dominated) && samples[x].told > 0 &&
        samples[y].told > 0)
      losses.emplace_back(sign(x) * samples[x].mean, sign(y) * samples[y].mean);
  }
  std::ranges::sort(losses);
  Json corners = Json::array();
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [across, up] : losses) {
    if (up >= least) continue;
    if (!corners.empty()) corners.push_back({sign(x) * across, sign(y) * least});
    corners.push_back({sign(x) * across, sign(y) * up});
    least = up;
  }
  return corners;
}

Json scatter(const StudyView& view, std::size_t x, std::size_t y) {
  const Study& s = view.page.study;
  Json chart = {{"kind", "scatter"}, {"x", axis_json(s, x)}, {"y", axis_json(s, y)}, {"series", Json::array()}};
  chart["steps"] = steps(view, x, y);
  for (const std::size_t metric : {x, y})
    chart[metric == x ? "x" : "y"]["less_is_better"] = s.metrics[metric].goal == Goal::minimise;
  for (const char* name : kGroups) chart["series"].push_back({{"name", name}, {"points", Json::array()}});
  for (std::size_t p = 0; p < s.points.size(); ++p) {
    const auto group = group_of(view.findings.standings[p]);
    const std::vector<Sample>& samples = view.findings.samples[p];
    if (!group || samples[x].told == 0 || samples[y].told == 0) continue;
    chart["series"][static_cast<std::size_t>(*group)]["points"].push_back(
        {{"x", coordinate(samples[x])}, {"y", coordinate(samples[y])}, {"is", words_of(s, s.points[p])}});
  }
  return chart;
}

/// Whether any run measured another value than the others.
bool varies(const StudyFindings& f, std::size_t metric) {
  double least = std::numeric_limits<double>::infinity(), greatest = -least;
  for (const std::vector<Sample>& samples : f.samples)
    if (samples[metric].told > 0) {
      least = std::min(least, samples[metric].least);
      greatest = std::max(greatest, samples[metric].greatest);
    }
  return least < greatest;
}

std::string way(const StudyMetric& metric) {
  return fmt::format("{} {}", metric.goal == Goal::minimise ? "less" : "more", metric.name);
}

}  // namespace

Markup chart_figure(std::size_t number, const std::string& title, const std::string& where_figures_are) {
  const std::string what = fmt::format("Chart: {}. {}", title, where_figures_are);
  return element(
      "figure", {{"data-chart", fmt::format("{}", number)}},
      element("figcaption", title) +
          element("div", {{"class", "canvas"}}, element("canvas", {{"role", "img"}, {"aria-label", what}}, what)));
}

Markup study_frontier_section(const StudyView& view) {
  const Study& s = view.page.study;
  const StudyFindings& f = view.findings;
  if (f.objectives.size() < 2 || s.points.empty()) return {};
  std::string wanted;
  for (const Objective& objective : f.objectives)
    wanted += fmt::format("{}{}", wanted.empty() ? "" : ", ", way(s.metrics[objective.metric]));
  Markup made =
      element("h2", "The frontier") +
      element("p",
              fmt::format("Better is: {}. A point is on the frontier if no other one that keeps to the constraints "
                          "is at least as good in all of that and better in some, by their means. It is surely "
                          "dominated if that is so even with every figure at the worse end of its {} interval "
                          "against the better ends of its own; what is between may be on the frontier, too.",
                          wanted, confidence_words(s)));
  const std::size_t x = f.objectives.front().metric;
  bool stepped = false;
  std::string alike;
  for (std::size_t o = 1; o < f.objectives.size(); ++o) {
    const std::size_t y = f.objectives[o].metric;
    if (!varies(f, y)) {
      alike += fmt::format("{}{}", alike.empty() ? "" : ", ", s.metrics[y].name);
      continue;
    }
    made += chart_figure(view.charts.size(), fmt::format("{} against {}", s.metrics[y].name, s.metrics[x].name),
                         "The table of all points has its figures.");
    view.charts.push_back(scatter(view, x, y));
    stepped = stepped || !view.charts.back()["steps"].empty();
  }
  if (!alike.empty())
    made += element("p", {{"class", "note"}}, fmt::format("Not drawn, as it is the same in every run: {}.", alike));
  bool forbidden = false;
  for (const StudyConstraint& c : s.constraints)
    for (const Objective& objective : f.objectives) forbidden = forbidden || c.limit.metric == objective.metric;
  return made + element("p", {{"class", "note picture"}},
                        fmt::format("Bars are {} intervals.{}{}", confidence_words(s),
                                    stepped ? " The line is as far as these two get together, by means, with all "
                                              "constraints kept."
                                            : "",
                                    forbidden ? " What is shaded breaks a constraint." : ""));
}

}  // namespace bicoastal
