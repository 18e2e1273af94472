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
    for (const std::size_t figure : step.show)
      if (!figures_.values()[figure])
        faults.push_back({"E842", shown_path(lesson_.file), 0, "",
                          fmt::format("{} is not told by its run", in_quotes(lesson_.figures[figure].name)), ""});
  }

  void goal(const LessonGoal& goal, FigureValues solved) {
    const std::vector<bool> before = reached(goal, figures_.values());
    if (std::ranges::find(before, false) == before.end())
      faults.push_back(
          {"E843", shown_path(lesson_.file), goal.line, goal.pointer, "nothing has to be changed for it", ""});
    const std::vector<bool> after = reached(goal, solved);
    for (std::size_t i = 0; i < after.size(); ++i)
      if (!after[i])
        faults.push_back({"E844", shown_path(lesson_.file), goal.reach[i].line, goal.reach[i].pointer,
                          fmt::format("with the solution {} does not hold", in_quotes(goal.reach[i].text)),
                          figures_in(lesson_, goal.reach[i].condition, solved)});
    if (!goal.done.told(solved))
      faults.push_back({"E842", shown_path(lesson_.file), goal.done.line, goal.done.pointer,
                        "a figure is not told by the changed run", ""});
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
    if (!text.told(figures_.values()))
      faults.push_back(
          {"E842", shown_path(lesson_.file), text.line, text.pointer, "a figure is not told by its run", ""});
  }

  void moment(const LessonLook& look) {
    const auto at = look.at->value(figures_.values());
    if (!at) {
      faults.push_back({"E842", shown_path(lesson_.file), look.line, look.pointer, "the moment is not told", ""});
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
    faults.push_back({"E845", shown_path(lesson_.file), number.line, number.pointer, std::move(fault),
                      *answer == 0
                          ? "more than 0"
                          : fmt::format("more than 0, and less than {}", show_value(std::abs(*answer), number.unit))});
  }

  void prediction(const LessonPrediction& prediction) {
    told(prediction.ask);
    for (const LessonOption& option : prediction.options) {
      const auto holds = option.that.condition.holds(figures_.values());
      const bool right = option.why.empty();
      if (holds != right)
        add("E841", option.that.line, option.that.pointer,
            fmt::format("{} {}, and the lesson calls it {}", in_quotes(option.that.text),
                        !holds   ? "is not told"
                        : *holds ? "holds"
                                 : "does not hold",
                        right ? "right" : "wrong"),
            option.that.condition);
      told(option.text);
      told(option.why);
    }
    if (!prediction.number) return;
    tolerance(*prediction.number);
    told(prediction.number->low);
    told(prediction.number->high);
    if (!prediction.number->answer.value(figures_.values()))
      faults.push_back({"E842", shown_path(lesson_.file), prediction.ask.line, prediction.ask.pointer,
                        "the answer is not told by its run", ""});
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
