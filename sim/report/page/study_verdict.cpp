// The first screen of a study's report: the answer, and what was varied.
#include "sim/report/numbers.hpp"
#include "sim/report/page/study_sections.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

std::string_view goal_words(Goal goal) { return goal == Goal::minimise ? "least" : "greatest"; }

Markup tile(std::string_view label, const std::string& value, const std::string& detail) {
  return element("div", {{"class", "tile"}},
                 element("dt", label) + element("dd", Markup(value) + element("small", detail)));
}

Markup point_link(std::size_t point, const std::string& words) {
  return element("a", {{"href", fmt::format("#point-{}", point + 1)}}, words);
}

/// How far the best point is ahead of the next.
Markup ahead(const StudyView& view, const BestPoint& best, const StudyMetric& metric) {
  const Study& s = view.page.study;
  if (!best.next) return " No other point keeps to the constraints.";
  const std::string next = words_of(s, s.points[*best.next]);
  if (best.ahead.identical)
    return Markup(" On every seed it is equal to ") + point_link(*best.next, next) + ", which is as good.";
  const std::string by = difference_words(best.ahead, metric.unit);
  const auto told_apart = best.ahead.distinguishable();
  return Markup(told_apart == true ? " It is ahead of the next, " : " It cannot be told apart from the next, ") +
         point_link(*best.next, next) +
         fmt::format(", which differs from it by {}.{}", by,
                     best.as_good.size() < 2
                         ? ""
                         : fmt::format(" In all, {} points cannot be told apart from it.", best.as_good.size()));
}

/// Of each constraint, how many points keep to it, and which comes closest.
Markup closest(const StudyView& view) {
  const Study& s = view.page.study;
  Markup list;
  for (const StudyConstraint& constraint : s.constraints) {
    const std::size_t m = constraint.limit.metric;
    std::size_t kept = 0;
    std::optional<std::size_t> nearest;
    const auto beyond = [&](std::size_t p) {  // how far on the wrong side
      const double mean = view.findings.samples[p][m].mean;
      return std::max(constraint.limit.at_least ? *constraint.limit.at_least - mean : 0,
                      constraint.limit.at_most ? mean - *constraint.limit.at_most : 0);
    };
    for (std::size_t p = 0; p < s.points.size(); ++p) {
      const Sample& sample = view.findings.samples[p][m];
      if (sample.told == 0) continue;
      kept +=
          keeps_to(
              std::vector{Figure{sample.mean, {}}},
              std::vector{Constraint{0, constraint.limit.at_least, constraint.limit.at_most, constraint.limit.strict}})
              .by_mean == Kept::yes;
      if (!nearest || beyond(p) < beyond(*nearest)) nearest = p;
    }
    Markup words = element("code", constraint.text) + fmt::format(": kept by {} of {}", kept, s.points.size());
    if (kept == 0 && nearest) {
      const Sample& sample = view.findings.samples[*nearest][m];
      words += fmt::format("; closest is {} ({}) at ", mean_words(sample, s.metrics[m].unit),
                           interval_words(sample, s.metrics[m].unit)) +
               point_link(*nearest, words_of(s, s.points[*nearest]));
    }
    list += element("li", words + ".");
  }
  return element("ul", list);
}

Markup answer(const StudyView& view) {
  const Study& s = view.page.study;
  const StudyFindings& f = view.findings;
  if (f.objectives.empty())
    return element("div", {{"class", "verdict"}},
                   element("p", element("b", "Nothing to be best at.") +
                                    " None of the metrics says which way it is better, so points are only shown."));
  const StudyMetric& metric = s.metrics[f.objectives.front().metric];
  const std::string wanted = fmt::format("{} {}", goal_words(*metric.goal), metric.name);
  if (!f.best) {
    const bool unknown = std::ranges::any_of(f.keeping, [](const Keeping& k) { return k.by_mean == Kept::unknown; });
    return element("div", {{"class", unknown ? "verdict unsure" : "verdict bad"}},
                   element("p", element("b", "No point keeps to all constraints.") +
                                    (unknown ? " Of some points nobody knows, as runs failed or do not tell." : "")) +
                       closest(view));
  }
  const std::size_t p = f.best->point;
  const Sample& sample = f.samples[p][f.objectives.front().metric];
  const bool sure = f.keeping[p].sure == Sure::yes;
  const Markup doubt =
      sure || s.constraints.empty()
          ? Markup()
          : Markup(
                " By its mean it keeps to all constraints; its interval leaves room for doubt: more seeds would tell.");
  return element(
      "div", {{"class", sure ? "verdict good" : "verdict unsure"}},
      element("p", element("b", words_of(s, s.points[p])) + " has the " + wanted +
                       (s.constraints.empty() ? "" : " of all points that keep to the constraints") + ": " +
                       element("b", mean_words(sample, metric.unit)) +
                       fmt::format(" ({} interval: {}).", confidence_words(s), interval_words(sample, metric.unit)) +
                       ahead(view, *f.best, metric) + doubt + " " +
                       point_link(p, "Its figures and how to repeat it.")));
}

Markup tiles(const StudyView& view) {
  const Study& s = view.page.study;
  const StudyFindings& f = view.findings;
  std::size_t runs = 0;
  for (const StudyPoint& point : s.points) runs += point.runs;
  const auto sure = std::ranges::count(f.keeping, Sure::yes, &Keeping::sure);
  const auto kept = std::ranges::count(f.keeping, Kept::yes, &Keeping::by_mean);
  Markup all =
      tile("points", show_count(s.points.size()), fmt::format("on {}", counted(s.axes.size(), "axis", "axes")));
  if (!s.constraints.empty())
    all += tile("keep to the constraints", fmt::format("{}", kept),
                fmt::format("{} of them surely", std::min(sure, kept)));
  if (!f.standings.empty() && f.objectives.size() > 1) {
    const auto on = std::ranges::count(f.standings, FrontierPlace::frontier, &Standing::place);
    const auto perhaps = std::ranges::count_if(f.standings, [](const Standing& x) {
      return x.place == FrontierPlace::dominated && x.on_frontier != Sure::no;
    });
    all += tile("on the frontier", fmt::format("{}", on), fmt::format("{} more perhaps", perhaps));
  }
  all += tile("runs", show_count(runs), fmt::format("{} failed", s.failures.size()));
  if (s.not_run > 0) all += tile("not run yet", show_count(s.not_run), "the study is not whole");
  return element("dl", {{"class", "tiles"}}, all);
}

/// All where they are few; of many the first and the last, which of numbers are the least and the greatest.
std::string levels_words(const StudyAxis& axis) {
  constexpr std::size_t kShown = 12, kEnds = 3;
  if (axis.levels.size() <= kShown) return fmt::format("{}", fmt::join(axis.levels, ", "));
  return fmt::format("{}, ... {}", fmt::join(axis.levels.begin(), axis.levels.begin() + kEnds, ", "),
                     fmt::join(axis.levels.end() - kEnds, axis.levels.end(), ", "));
}

}  // namespace

std::string mean_words(const Sample& sample, MetricUnit unit) {
  return sample.told == 0 ? "-" : show_value(sample.mean, unit);
}

std::string interval_words(const Sample& sample, MetricUnit unit) {
  if (sample.told == 0) return "-";
  if (!sample.interval) return "one run: no interval";
  if (sample.interval->low == sample.interval->high) return fmt::format("the same in {}", counted(sample.told, "run"));
  return fmt::format("{} to {}", show_value(sample.interval->low, unit), show_value(sample.interval->high, unit));
}

Markup figure_markup(const Sample& sample, MetricUnit unit) {
  if (sample.told == 0) return "-";
  return element("data", {{"value", fmt::format("{}", sample.mean)}}, mean_words(sample, unit)) + element("br") +
         element("small", {{"class", "faint"}}, interval_words(sample, unit));
}

std::string confidence_words(const Study& study) { return show_share(study.confidence); }

std::string difference_words(const PairedDifference& difference, MetricUnit unit) {
  if (difference.pairs == 0) return "nobody knows how much";
  const auto words = [&](double value) {  // of shares, so that nobody takes it for a share of the share
    return unit == MetricUnit::share ? fmt::format("{:.3g} points", value * 100) : show_value(value, unit);
  };
  const std::string mean = words(difference.difference);
  if (!difference.interval) return fmt::format("{} (one seed: no interval)", mean);
  return fmt::format("{} ({} to {})", mean, words(difference.interval->low), words(difference.interval->high));
}

Markup study_verdict_section(const StudyView& view) { return answer(view) + tiles(view); }

Markup study_varied_section(const StudyView& view) {
  const Study& s = view.page.study;
  MarkupTable axes("", {{"axis", MarkupTable::Align::left}, {"levels"}, {"", MarkupTable::Align::left}});
  axes.set_label("What was varied");
  for (const StudyAxis& axis : s.axes) {
    axes.add({axis.name, fmt::format("{}", axis.levels.size()), levels_words(axis)});
  }
  Markup made =
      element("h2", "What was varied") + element("p", "Everything else is as in " + s.base + ".") + axes.markup();
  if (!s.constraints.empty()) {
    Markup list;
    for (std::size_t c = 0; c < s.constraints.size(); ++c)
      list += Markup(c == 0 ? "" : ", ") + element("code", s.constraints[c].text);
    made += element("p", Markup("A point has to keep to: ") + list + ".");
  }
  const auto [least, greatest] = std::ranges::minmax_element(s.points, {}, &StudyPoint::runs);
  if (!s.points.empty())
    made += element("p", least->runs == greatest->runs
                             ? fmt::format("{} at each point.", counted(least->runs, "run"))
                             : fmt::format("{} to {} runs at a point.", least->runs, greatest->runs));
  return made;
}

}  // namespace bicoastal
