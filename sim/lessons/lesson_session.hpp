// Somebody walks a lesson: the step that they are at, what they foretold, what may be told by now, how far they are.
//
// Terminal and desktop both walk lessons with this; neither decides on its own when an answer may be seen. Runs are
// made by whoever walks: missing() says which, take() gives what they measured.
#pragma once

#include "sim/lessons/judge.hpp"
#include "sim/lessons/lesson_figures.hpp"
#include "sim/lessons/lesson_progress.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

class LessonSession {
 public:
  /// `lesson` outlives this.
  explicit LessonSession(const Lesson& lesson);

  const Lesson& lesson() const { return lesson_; }
  std::size_t at() const { return at_; }
  const LessonStep& step() const { return lesson_.steps[at_]; }
  bool at_end() const { return at_ + 1 == lesson_.steps.size(); }

  const LessonFigures& figures() const { return figures_; }
  /// Runs that the step needs and that have not been made: all of them, or those that its words need before anybody
  /// can foretell anything.
  std::vector<std::size_t> missing() const;
  std::vector<std::size_t> missing_for_words() const;
  void take(std::size_t run, std::span<const std::optional<double>> values) { figures_.take(run, values); }

  /// A prediction is asked for, and none was given so far.
  bool asking() const;
  /// Answer, figures and explanation may be shown: nothing is asked for any more, and all runs were made.
  bool telling() const { return !asking() && missing().empty(); }
  /// Takes a prediction as it was typed. Why it is none, in one line; empty where it is.
  std::string answer(std::string_view typed);
  void skip();
  /// What was foretold at this step.
  const std::optional<LessonAnswer>& answer() const { return states_[at_].answer; }
  /// Of answer(). REQUIRES: telling(), an answer.
  LessonVerdict verdict() const;

  bool reached() const { return states_[at_].reached; }
  /// The learner's own change has brought about what the step wants.
  void reach() { mine().reached = true; }

  /// To the next step, or, at the last one, to the end of the lesson: finished() from then on.
  void next();
  /// False at the first step.
  bool back();
  /// Forgets what was done at this step, but not what was foretold first: that counts, for the answer has been seen.
  void reset();
  bool finished() const { return finished_; }
  LessonProgress progress() const;

 private:
  struct StepState {
    bool skipped = false, reached = false, done = false;
    std::optional<LessonAnswer> answer{};
    bool settled = false;                 ///< answered or skipped once
    std::optional<LessonAnswer> first{};  ///< then; nothing: skipped
  };
  void settle();
  StepState& mine() { return states_[at_]; }

  const Lesson& lesson_;
  LessonFigures figures_;
  std::vector<StepState> states_;
  std::size_t at_ = 0;
  bool finished_ = false;
};

}  // namespace bicoastal
