#include "sim/lessons/handout.hpp"

#include "sim/lessons/glossary.hpp"
#include "sim/lessons/goal_pursuit.hpp"
#include "sim/lessons/handout_picture.hpp"
#include "sim/lessons/judge.hpp"
#include "sim/lessons/lesson_figures.hpp"
#include "sim/report/no_break.hpp"
#include "sim/report/page/html_page.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string words_of(const LiveText& text, FigureValues values) { return with_no_breaks(text.shown(values)); }

Markup paragraphs(const std::vector<LiveText>& texts, FigureValues values) {
  Markup all;
  for (const LiveText& text : texts) all += element("p", words_of(text, values));
  return all;
}

Markup led(std::string_view head, const std::string& text) {
  return element("p", element("b", head) + " " + with_no_breaks(text));
}

Markup options(const LessonPrediction& prediction, FigureValues values) {
  if (prediction.number)
    return element("p", fmt::format("My prediction: ______________________   ({})", answers_asked(prediction)));
  Markup list;
  for (const LessonOption& option : prediction.options) list += element("li", "☐ " + words_of(option.text, values));
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

std::string name_of(const LessonStep& step, std::size_t index) {
  return step.title.empty() ? fmt::format("Step {}", index + 1) : fmt::format("{}. {}", index + 1, step.title);
}

/// "time between two checks: now 5 s; try 2 s, or 1 s"
Markup change(const LessonChange& one) {
  std::string text = fmt::format(": {}; try ", one.now.empty() ? "not set" : "now " + on_one_line(one.now));
  for (std::size_t t = 0; t < one.tries.size(); ++t)
    text += fmt::format("{}{}", t == 0 ? "" : ", or ", on_one_line(one.tries[t]));
  return element("li", element("b", one.means) + with_no_breaks(text) + " " +
                           element("span", {{"class", "faint"}}, fmt::format("({})", one.pointer)));
}

/// What has to come out. How it is now is an answer to what was asked before: learners fill it in.
Markup to_reach(const Lesson& lesson, const LessonGoal& goal, FigureValues values, bool with_values) {
  Markup list;
  for (const GoalRow& row : goal_rows(lesson, goal, values, values))
    list += element("li", with_no_breaks(fmt::format("{}: now {}, to reach {}", row.means,
                                                     with_values ? row.before : "__________", row.wanted)));
  for (const LessonKept& kept : goal.keeps)
    list += element("li", with_no_breaks(fmt::format("stays as it is: {}", shown_kept(kept))));
  return element("ul", list);
}

Markup goal(const Lesson& lesson, const LessonGoal& goal, FigureValues values) {
  Markup list;
  for (const LessonChange& one : goal.changes) list += change(one);
  return led("Your turn.", goal.ask.shown(values)) + to_reach(lesson, goal, values, false) +
         element("p", "You may change:") + element("ul", list) +
         element("p", "What I changed: ______________________   What came out: ______________");
}

std::string page_of(const Lesson& lesson, const std::string& kind, Markup body) {
  const Markup head = element("h1", lesson.title) +
                      element("p", {{"class", "note"}},
                              fmt::format("{} · {} minutes · bicoastal lesson {}", kind, lesson.minutes, lesson.name));
  return html_text({fmt::format("{}: {}", lesson.title, kind), head + body});
}

Markup fresh_page(Markup body) { return element("section", {{"style", "break-before:page"}}, std::move(body)); }

Markup question(const LessonStep& step, std::size_t index, const Lesson& lesson, FigureValues values) {
  Markup body = element("h2", name_of(step, index)) + paragraphs(step.text, values);
  if (step.predict) body += led("Predict.", step.predict->ask.shown(values)) + options(*step.predict, values);
  if (step.goal) body += goal(lesson, *step.goal, values);
  return body;
}

std::string right_one(const LessonPrediction& prediction, FigureValues values) {
  return shown_answer(prediction, right_answer(prediction, values), values);
}

Markup answer(const LessonStep& step, std::size_t index, const Lesson& lesson, FigureValues values) {
  Markup body;
  if (step.predict)
    body += led("Asked.", step.predict->ask.shown(values)) + led("Answer.", right_one(*step.predict, values));
  body += picture(lesson, step, values) + paragraphs(step.explain, values);
  if (step.goal) body += led("The goal.", step.goal->ask.shown(values)) + to_reach(lesson, *step.goal, values, true);
  return element("h3", name_of(step, index)) + body;
}

Markup wrong_ones(const LessonPrediction& prediction, FigureValues values) {
  Markup wrong;
  const auto say = [&](const std::string& to, const LiveText& why) {
    wrong += element("li", element("i", with_no_breaks(to)) + " — " + words_of(why, values));
  };
  for (const LessonOption& option : prediction.options)
    if (!option.why.empty()) say(option.text.shown(values), option.why);
  if (prediction.number) {
    say("too little", prediction.number->low);
    say("too much", prediction.number->high);
  }
  return element("p", "Wrong predictions, and what to say:") + element("ul", wrong);
}

Markup solved(const Lesson& lesson, const LessonGoal& goal, FigureValues values) {
  Markup hints, solution;
  for (const LiveText& hint : goal.hints) hints += element("li", words_of(hint, values));
  for (const Override& one : goal.solution)
    solution += element("li", with_no_breaks(fmt::format("{} = {}", one.pointer, on_one_line(one.value))));
  return led("Goal.", goal.ask.shown(values)) + to_reach(lesson, goal, values, true) +
         element("p", "Hints, one after the other:") + element("ol", hints) + element("p", "One way to reach it:") +
         element("ul", solution);
}

}  // namespace

std::string learners_page(const Lesson& lesson, FigureValues values) {
  Markup body = element("p", element("b", words_of(lesson.question, values)));
  for (std::size_t i = 0; i < lesson.steps.size(); ++i) body += question(lesson.steps[i], i, lesson, values);
  // A page without answers between questions and answers: printed on both sides of the paper, they share no sheet.
  body += fresh_page(terms(lesson) + element("h2", "My notes"));
  Markup results = element("h2", "What came out, and why");
  for (std::size_t i = 0; i < lesson.steps.size(); ++i) results += answer(lesson.steps[i], i, lesson, values);
  return page_of(lesson, "for learners", body + fresh_page(std::move(results)));
}

std::string teachers_page(const Lesson& lesson, FigureValues values) {
  Markup body = element("p", element("b", words_of(lesson.question, values)));
  if (!lesson.timing.empty()) body += led("Time.", lesson.timing);
  if (!lesson.expect.empty()) body += led("What to expect.", lesson.expect);
  for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
    const LessonStep& step = lesson.steps[i];
    body += element("h2", name_of(step, i));
    if (step.predict)
      body += led("Asked.", step.predict->ask.shown(values)) + led("Answer.", right_one(*step.predict, values)) +
              wrong_ones(*step.predict, values);
    body += picture(lesson, step, values) + paragraphs(step.explain, values);
    if (step.goal) body += solved(lesson, *step.goal, values);
  }
  Markup questions;
  for (const std::string& one : lesson.discuss) questions += element("li", with_no_breaks(one));
  if (!questions.empty()) body += element("h2", "To discuss") + element("ul", questions);
  for (const LessonSource& source : lesson.sources)
    body += element("p", {{"class", "note"}}, with_no_breaks(source.says) + " " + source.where);
  return page_of(lesson, "for the teacher", std::move(body));
}

}  // namespace bicoastal
