#include "sim/lessons/handout_picture.hpp"

#include "sim/lessons/lesson_figures.hpp"
#include "sim/report/no_break.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

Markup words_at(double x, int y, const std::string& text, bool bold) {
  return element("text",
                 {{"x", fmt::format("{:.1f}", x)},
                  {"y", fmt::format("{}", y)},
                  {"font-size", "13"},
                  {"font-weight", bold ? "600" : "400"},
                  {"fill", "currentColor"}},
                 text);
}

/// Of figures in one unit, each as long as its part of the greatest; shares as their part of the whole.
Markup bars(const Lesson& lesson, const std::vector<std::size_t>& figures, FigureValues values) {
  constexpr int kRow = 34, kWidth = 680, kLongest = 560;
  const auto magnitude = [&](std::size_t figure) { return std::abs(values[figure].value_or(0)); };
  double greatest = lesson.figures[figures.front()].unit == MetricUnit::share ? 1.0 : 0.0;
  for (const std::size_t figure : figures) greatest = std::max(greatest, magnitude(figure));
  Markup drawn;
  int y = 0;
  for (const std::size_t figure : figures) {
    const double length = greatest > 0 ? magnitude(figure) / greatest * kLongest : 0;
    drawn += words_at(0, y + 13, means_of(lesson, figure), false);
    drawn += element("rect", {{"x", "0"},
                              {"y", fmt::format("{}", y + 18)},
                              {"width", fmt::format("{:.1f}", std::max(length, 1.0))},
                              {"height", "11"},
                              {"class", "p2"}});
    drawn += words_at(length + 8, y + 28, shown_figure(lesson, figure, values), true);
    y += kRow;
  }
  return element("p", {{"style", "break-inside:avoid"}},
                 element("svg",
                         {{"viewBox", fmt::format("0 0 {} {}", kWidth, y)},
                          {"width", fmt::format("{}", kWidth)},
                          {"role", "img"},
                          {"aria-label", "figures of the run"}},
                         drawn));
}

}  // namespace

Markup picture(const Lesson& lesson, const LessonStep& step, FigureValues values) {
  std::vector<std::vector<std::size_t>> by_unit;
  for (const std::size_t figure : step.show) {
    const auto same = std::ranges::find_if(
        by_unit, [&](const auto& one) { return lesson.figures[one.front()].unit == lesson.figures[figure].unit; });
    if (same == by_unit.end())
      by_unit.push_back({figure});
    else
      same->push_back(figure);
  }
  Markup all;
  for (const std::vector<std::size_t>& figures : by_unit) {
    const std::size_t first = figures.front();
    if (figures.size() > 1)
      all += bars(lesson, figures, values);
    else
      all += element("p", with_no_breaks(means_of(lesson, first)) + ": " +
                              element("b", with_no_breaks(shown_figure(lesson, first, values))));
  }
  return all;
}

}  // namespace bicoastal
