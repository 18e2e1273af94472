#include "sim/lessons/handout.hpp"

#include "sim/lessons/glossary.hpp"
#include "sim/lessons/judge.hpp"
#include "sim/lessons/lesson_figures.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/page/html_page.hpp"

#include <bicoastal/metrics.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

Markup paragraphs(const std::vector<LiveText>& texts, FigureValues values) {
  Markup all;
  for (const LiveText& text : texts) all += element("p", text.shown(values));
  return all;
}

/// Bars of what a step shows; each as long as its part of the greatest of the same unit.
Markup picture(const Lesson& lesson, const LessonStep& step, FigureValues values) {
  constexpr int kRow = 34, kWidth = 680, kLongest = 560;
  const auto magnitude = [&](std::size_t figure) { return std::abs(values[figure].value_or(0)); };
  Markup bars;
  int y = 0;
  for (const std::size_t figure : step.show) {
    double greatest = 0;
    for (const std::size_t other : step.show)
      if (lesson.figures[other].unit == lesson.figures[figure].unit) greatest = std::max(greatest, magnitude(other));
    if (lesson.figures[figure].unit == MetricUnit::share) greatest = std::max(greatest, 1.0);
    const double length = greatest > 0 ? magnitude(figure) / greatest * kLongest : 0;
    bars +=
        element("text", {{"x", "0"}, {"y", fmt::format("{}", y + 13)}, {"font-size", "13"}, {"fill", "currentColor"}},
                means_of(lesson, figure));
    bars += element("rect", {{"x", "0"},
                             {"y", fmt::format("{}", y + 18)},
                             {"width", fmt::format("{:.1f}", std::max(length, 1.0))},
                             {"height", "11"},
                             {"class", "p2"}});
    bars += element("text",
                    {{"x", fmt::format("{:.1f}", length + 8)},
                     {"y", fmt::format("{}", y + 28)},
                     {"font-size", "13"},
                     {"font-weight", "600"},
                     {"fill", "currentColor"}},
                    shown_figure(lesson, figure, values));
    y += kRow;
  }
  if (step.show.empty()) return {};
  return element("p", element("svg",
                              {{"viewBox", fmt::format("0 0 {} {}", kWidth, y)},
                               {"width", fmt::format("{}", kWidth)},
                               {"role", "img"},
                               {"aria-label", "figures of the run"}},
                              bars));
}

Markup options(const LessonPrediction& prediction, FigureValues values) {
  Markup list;
  for (const LessonOption& option : prediction.options) list += element("li", "☐ " + option.text.shown(values));
  if (prediction.number) return element("p", "My prediction: ______________________");
  return element("ul", {{"style", "list-style:none;padding-left:1em"}}, list);
}

Markup terms(const Lesson& lesson) {
  Markup list;
  for (const std::string& name : lesson.terms) {
    const GlossaryTerm* term = find_term(name);
    list += element("p", element("b", name) + ": " + term->means + " " +
                             element("span", {{"class", "faint"}}, fmt::format("({})", term->source)));
  }
  return lesson.terms.empty() ? Markup() : element("h2", "Words") + list;
}

Markup heading(const LessonStep& step, std::size_t index) {
  return element("h2",
                 step.title.empty() ? fmt::format("Step {}", index + 1) : fmt::format("{}. {}", index + 1, step.title));
}

Markup goal(const LessonGoal& goal, FigureValues values) {
  Markup list;
  for (const LessonChange& change : goal.changes) list += element("li", change.means + ": " + Markup(change.pointer));
  return element("p", element("b", "Your turn. ") + goal.ask.shown(values)) + element("p", "You may change:") +
         element("ul", list) + element("p", "What I changed: ______________________   What came out: ______________");
}

std::string page_of(const Lesson& lesson, const std::string& kind, Markup body) {
  const Markup head = element("h1", lesson.title) +
                      element("p", {{"class", "note"}},
                              fmt::format("{} · {} minutes · bicoastal lesson {}", kind, lesson.minutes, lesson.name));
  return html_text({fmt::format("{}: {}", lesson.title, kind), head + body});
}

}  // namespace

std::string learners_page(const Lesson& lesson, FigureValues values) {
  Markup body = element("p", element("b", lesson.question.shown(values)));
  for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
    const LessonStep& step = lesson.steps[i];
    body += heading(step, i) + paragraphs(step.text, values);
    if (step.predict)
      body +=
          element("p", element("b", "Predict. ") + step.predict->ask.shown(values)) + options(*step.predict, values);
    if (step.goal) body += goal(*step.goal, values);
  }
  Markup results;
  for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
    const LessonStep& step = lesson.steps[i];
    if (step.show.empty() && step.explain.empty()) continue;
    results += element("h3", step.title.empty() ? fmt::format("Step {}", i + 1) : step.title) +
               picture(lesson, step, values) + paragraphs(step.explain, values);
  }
  body += element("section", {{"style", "break-before:page"}},
                  element("h2", "What came out, and why") + results + terms(lesson));
  return page_of(lesson, "for learners", std::move(body));
}

std::string teachers_page(const Lesson& lesson, FigureValues values) {
  Markup body = element("p", element("b", lesson.question.shown(values)));
  if (!lesson.timing.empty()) body += element("p", element("b", "Time. ") + lesson.timing);
  if (!lesson.expect.empty()) body += element("p", element("b", "What to expect. ") + lesson.expect);
  for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
    const LessonStep& step = lesson.steps[i];
    body += heading(step, i);
    if (step.predict) {
      const LessonPrediction& prediction = *step.predict;
      body += element("p", element("b", "Asked. ") + prediction.ask.shown(values));
      body +=
          element("p", element("b", "Answer. ") + shown_answer(prediction, right_answer(prediction, values), values));
      Markup wrong;
      for (const LessonOption& option : prediction.options)
        if (!option.why.empty())
          wrong += element("li", element("i", option.text.shown(values)) + " — " + option.why.shown(values));
      if (prediction.number)
        wrong = element("li", element("i", "too little") + " — " + prediction.number->low.shown(values)) +
                element("li", element("i", "too much") + " — " + prediction.number->high.shown(values));
      body += element("p", "Wrong predictions, and what to say:") + element("ul", wrong);
    }
    body += picture(lesson, step, values) + paragraphs(step.explain, values);
    if (!step.goal) continue;
    Markup solution;
    for (const Override& one : step.goal->solution) solution += element("li", one.pointer + " = " + one.value);
    body += element("p", element("b", "Goal. ") + step.goal->ask.shown(values)) + element("p", "One way to reach it:") +
            element("ul", solution);
  }
  Markup questions;
  for (const std::string& one : lesson.discuss) questions += element("li", one);
  if (!questions.empty()) body += element("h2", "To discuss") + element("ul", questions);
  for (const LessonSource& source : lesson.sources)
    body += element("p", {{"class", "note"}}, source.says + " " + source.where);
  return page_of(lesson, "for the teacher", std::move(body));
}

}  // namespace bicoastal
