#include "sim/lessons/lesson_session.hpp"

#include <algorithm>
#include <utility>

namespace bicoastal {

namespace {

std::vector<std::size_t> unknown(const LessonFigures& figures, std::vector<std::size_t> runs) {
  std::erase_if(runs, [&](std::size_t run) { return figures.knows(run); });
  return runs;
}

}  // namespace

LessonSession::LessonSession(const Lesson& lesson) : lesson_(lesson), figures_(lesson), states_(lesson.steps.size()) {}

std::vector<std::size_t> LessonSession::missing() const { return unknown(figures_, runs_of(lesson_, step())); }

std::vector<std::size_t> LessonSession::missing_for_words() const {
  return unknown(figures_, runs_before_prediction(lesson_, step()));
}

bool LessonSession::asking() const {
  const StepState& state = states_[at_];
  return step().predict && !state.answer && !state.skipped;
}

std::string LessonSession::answer(std::string_view typed) {
  if (!step().predict) return "nothing is asked here";
  std::string why;
  const auto read = read_answer(*step().predict, typed, why);
  if (!read) return why;
  mine().answer = read;
  settle();
  return {};
}

void LessonSession::skip() {
  mine().skipped = true;
  settle();
}

void LessonSession::settle() {
  StepState& state = mine();
  if (!std::exchange(state.settled, true)) state.first = state.answer;
}

LessonVerdict LessonSession::verdict() const { return judge(*step().predict, *answer(), figures_.values()); }

void LessonSession::next() {
  mine().done = true;
  if (at_end())
    finished_ = true;
  else
    ++at_;
}

bool LessonSession::back() {
  if (std::exchange(finished_, false)) return true;  // to the last step
  if (at_ == 0) return false;
  --at_;
  return true;
}

void LessonSession::reset() {
  StepState fresh;
  fresh.settled = mine().settled;
  fresh.first = mine().first;
  mine() = fresh;
}

LessonProgress LessonSession::progress() const {
  LessonProgress progress;
  for (std::size_t s = 0; s < states_.size(); ++s) {
    const StepState& state = states_[s];
    if (state.done) progress.steps = s + 1;
    const std::vector<std::size_t> runs = runs_of(lesson_, lesson_.steps[s]);
    const bool known = std::ranges::all_of(runs, [&](std::size_t run) { return figures_.knows(run); });
    char mark = FirstAnswers::kNone;
    if (state.settled && !state.first)
      mark = FirstAnswers::kSkipped;
    else if (state.first && known)
      mark = judge(*lesson_.steps[s].predict, *state.first, figures_.values()).right ? FirstAnswers::kRight
                                                                                     : FirstAnswers::kWrong;
    progress.first.marks += mark;
  }
  progress.asked = progress.first.asked();
  progress.right = progress.first.right();
  progress.done = true;
  for (std::size_t s = 0; s < states_.size(); ++s)
    progress.done = progress.done && states_[s].done && (states_[s].reached || !lesson_.steps[s].goal);
  return progress;
}

}  // namespace bicoastal
