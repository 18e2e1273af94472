#include "sim/lessons/lesson_check.hpp"

#include "sim/base/units.hpp"
#include "sim/lessons/judge.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

namespace bicoastal {

namespace {

class LessonCheck {
 public:
  LessonCheck(const Lesson& lesson, const LessonFigures& figures) : lesson_(lesson), figures_(figures) {}

  Diagnostics faults;

  void step(const LessonStep& step) {
    for (const LessonCondition& claim : step.claims)
      if (const auto held = claim.condition.holds(figures_.values()); !held.value_or(false))
        add("E840", claim.line, claim.pointer,
            fmt::format("{} {}", in_quotes(claim.text), held ? "does not hold" : "is not told by its run"),
            claim.condition);
    if (step.predict) prediction(*step.predict);
    if (step.look && step.look->at) moment(*step.look);
    for (const LiveText& text : step.text) told(text);
    for (const LiveText& text : step.explain) told(text);
    for (std::size_t i = 0; i < step.show.size(); ++i) {
      const std::vector<std::size_t> one{step.show[i]};
      if (!figures_.values()[one.front()])
        untold(step.shown_at[i].line, step.shown_at[i].pointer, one, figures_.values());
    }
  }

  void goal(const LessonGoal& goal, FigureValues solved) {
    told(goal.ask);
    for (const LiveText& hint : goal.hints) told(hint);
    const std::vector<bool> before = reached(goal, figures_.values());
    if (std::ranges::find(before, false) == before.end()) {
      std::string now;
      for (const LessonCondition& one : goal.reach) {
        const std::string figures = figures_in(lesson_, one.condition, figures_.values());
        if (now.find(figures) == std::string::npos) now += fmt::format("{}{}", now.empty() ? "" : ", ", figures);
      }
      faults.push_back({"E843", shown_path(lesson_.file), goal.line, goal.pointer, "nothing has to be changed for it",
                        fmt::format("let \"reach\" ask for more than there is: {}", now)});
    }
    const std::vector<bool> after = reached(goal, solved);
    for (std::size_t i = 0; i < after.size(); ++i)
      if (!after[i])
        faults.push_back({"E844", shown_path(lesson_.file), goal.reach[i].line, goal.reach[i].pointer,
                          fmt::format("with the solution {} does not hold", in_quotes(goal.reach[i].text)),
                          figures_in(lesson_, goal.reach[i].condition, solved)});
    if (!goal.done.told(solved)) untold(goal.done.line, goal.done.pointer, goal.done.used(), solved, "the changed run");
  }

 private:
  const Lesson& lesson_;
  const LessonFigures& figures_;

  void add(std::string_view code, std::size_t line, const std::string& pointer, std::string message,
           const Condition& condition) {
    faults.push_back({std::string(code), shown_path(lesson_.file), line, pointer, std::move(message),
                      figures_in(lesson_, condition, figures_.values())});
  }

  void told(const LiveText& text) {
    if (!text.told(figures_.values())) untold(text.line, text.pointer, text.used(), figures_.values());
  }

  /// Those of `used` without a value.
  void untold(std::size_t line, const std::string& pointer, const std::vector<std::size_t>& used, FigureValues values,
              std::string_view by = "its run") {
    std::string names;
    for (const std::size_t figure : used) {
      const std::string name = in_quotes(lesson_.figures[figure].name);
      if (!values[figure] && names.find(name) == std::string::npos)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
    }
    faults.push_back({"E842", shown_path(lesson_.file), line, pointer,
                      names.empty() ? fmt::format("a formula has no value on {}", by)
                                    : fmt::format("{} is not told by {}", names, by),
                      "take a figure that the run tells, or let it run until it does"});
  }

  void moment(const LessonLook& look) {
    const auto at = look.at->value(figures_.values());
    if (!at) {
      untold(look.line, look.pointer, look.at->used(), figures_.values());
    } else if (*at < 0 || (look.end_s && *at > *look.end_s)) {
      faults.push_back(
          {"E846", shown_path(lesson_.file), look.line, look.pointer,
           fmt::format("{} is {} the run", show_value(*at, MetricUnit::seconds),
                       *at < 0 ? "before" : "after the end of"),
           look.end_s ? fmt::format("0 s to {}", show_value(*look.end_s, MetricUnit::seconds)) : "0 s or later"});
    }
  }

  /// A guess of nothing must not be right, and some guess must be: 0 is near enough to 0 alone.
  void tolerance(const LessonNumber& number) {
    const auto answer = number.answer.value(figures_.values()), within = number.within.value(figures_.values());
    if (!answer) return;  // told where it is asked for
    std::string fault;
    if (!within) {
      fault = "the tolerance is not told by its run";
    } else if (*within <= 0) {
      fault = fmt::format("within {} of the answer is nobody's guess", show_value(*within, number.unit));
    } else if (*answer != 0 && *within >= std::abs(*answer)) {
      fault = fmt::format("{} is within {} of the answer, {}", show_value(0, number.unit),
                          show_value(*within, number.unit), show_value(*answer, number.unit));
    }
    if (fault.empty()) return;
    faults.push_back(
        {"E845", shown_path(lesson_.file), number.within_at.line, number.within_at.pointer, std::move(fault),
         *answer == 0 ? "more than 0"
                      : fmt::format("more than 0, and less than {}", show_value(std::abs(*answer), number.unit))});
  }

  void prediction(const LessonPrediction& prediction) {
    told(prediction.ask);
    for (const LessonOption& option : prediction.options) {
      const auto holds = option.that.condition.holds(figures_.values());
      const bool right = option.why.empty();
      if (holds != right)
        faults.push_back({"E841", shown_path(lesson_.file), option.that.line, option.that.pointer,
                          fmt::format("{} {}, and the lesson calls it {}", in_quotes(option.that.text),
                                      !holds   ? "is not told"
                                      : *holds ? "holds"
                                               : "does not hold",
                                      right ? "right" : "wrong"),
                          fmt::format("{}: {}", figures_in(lesson_, option.that.condition, figures_.values()),
                                      right ? "let the answer with no \"why\" be one that holds"
                                            : "a wrong answer is one whose condition does not hold")});
      told(option.text);
      told(option.why);
    }
    if (!prediction.number) return;
    tolerance(*prediction.number);
    told(prediction.number->low);
    told(prediction.number->high);
    if (const LessonNumber& number = *prediction.number; !number.answer.value(figures_.values()))
      untold(number.answer_at.line, number.answer_at.pointer, number.answer.used(), figures_.values());
  }
};

}  // namespace

Diagnostics check_lesson(const Lesson& lesson, const RunAll& run) {
  std::vector<PlannedRun> planned;
  for (std::size_t r = 0; r < lesson.runs.size(); ++r) planned.push_back(planned_run(lesson, r));
  for (const LessonStep& step : lesson.steps)
    if (step.goal) planned.push_back(planned_run(lesson, step.goal->run, step.goal->solution));
  const std::vector<RunValues> outcomes = run(planned);
  std::size_t next = 0;
  const auto take = [&](LessonFigures& figures, std::size_t r) {
    const RunValues& outcome = outcomes.at(next++);
    if (const auto* trouble = std::get_if<std::string>(&outcome)) throw std::runtime_error(*trouble);
    figures.take(r, std::get<0>(outcome));
  };
  LessonFigures figures(lesson);
  for (std::size_t r = 0; r < lesson.runs.size(); ++r) take(figures, r);
  LessonCheck check(lesson, figures);
  for (const LessonStep& step : lesson.steps) {
    check.step(step);
    if (!step.goal) continue;
    LessonFigures solved = figures;
    take(solved, step.goal->run);
    check.goal(*step.goal, solved.values());
  }
  return std::move(check.faults);
}

}  // namespace bicoastal
