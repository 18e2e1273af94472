// A lesson as data: steps of words, a prediction, figures of runs, their explanation, and a goal for the learner.
//
// Nothing in it is typed in: figures of texts are formulas over measures, an answer is right because a condition holds,
// and `claims` are the conditions without which the words would not be true. lesson_check.hpp tries them all.
#pragma once

#include "sim/claims/claim.hpp"
#include "sim/lessons/live_text.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// A condition and where it stands.
struct LessonCondition {
  std::string text;
  Condition condition;
  std::size_t line = 0;
  std::string pointer{};
};

/// Where something stands in its file.
struct LessonPlace {
  std::size_t line = 0;
  std::string pointer{};
};

/// One of the answers to choose from; right where it has no `why`.
struct LessonOption {
  LiveText text;
  LessonCondition that;
  LiveText why;
};

/// A number to foretell.
struct LessonNumber {
  Formula answer, within;
  MetricUnit unit = MetricUnit::count;
  LiveText low, high;  ///< what was overlooked by who guessed too little, too much
  LessonPlace answer_at{}, within_at{};
};

/// A time that can be shown as a moment on a chart of the desktop, in place of being typed.
struct LessonChart {
  std::string measure;  ///< of the desktop's charts: "success", "stale" …
  Formula since;        ///< the moment that it is counted from
};

/// Options, or a number.
struct LessonPrediction {
  LiveText ask;
  std::vector<LessonOption> options;
  std::optional<LessonNumber> number{};
  std::optional<LessonChart> chart{};  ///< of a number
};

/// What the learner may change.
struct LessonChange {
  std::string pointer, means;
  std::string now;                 ///< JSON; empty where nobody wrote it
  std::vector<std::string> tries;  ///< JSON
};

/// What the learner must leave as it is.
struct LessonKept {
  std::string pointer;
  std::string now;  ///< JSON
};

struct LessonGoal {
  LiveText ask;
  std::size_t run = 0;
  std::vector<LessonChange> changes;
  std::vector<LessonKept> keeps;
  std::vector<LessonCondition> reach;
  std::vector<LiveText> hints;
  std::vector<Override> solution;
  LiveText done;
  std::size_t line = 0;
  std::string pointer{};
};

/// Where to look.
struct LessonLook {
  std::string words;
  std::string place;              ///< as desktop_places.hpp has it; empty: words alone
  std::optional<Formula> at{};    ///< moment that the desktop goes to
  std::optional<double> end_s{};  ///< of the step's run; nothing: it has none
  std::size_t line = 0;           ///< of `at`
  std::string pointer{};
};

struct LessonStep {
  std::string title;
  std::vector<LiveText> text;
  std::optional<std::size_t> run{};  ///< to be seen meanwhile
  std::optional<LessonPrediction> predict{};
  std::vector<std::size_t> show;      ///< figures
  std::vector<LessonPlace> shown_at;  ///< one a figure of `show`
  std::optional<LessonLook> look{};
  std::vector<LiveText> explain;
  std::vector<LessonCondition> claims;
  std::optional<LessonGoal> goal{};
};

struct LessonSource {
  std::string says, where;
};

/// Moved, not copied.
struct Lesson {
  std::string file;  ///< that it stands in
  std::string name;  ///< of the file, without folder and ending: "04-dns-or-balancer"
  std::string title;
  std::uint32_t minutes = 0;
  LiveText question;
  std::vector<std::string> terms;
  std::vector<ClaimRun> runs;
  std::vector<ClaimFigure> figures;
  std::vector<std::string> means;  ///< of each figure, in the learner's words; may be empty
  std::vector<LessonSource> sources;
  std::vector<LessonStep> steps;
  std::string timing, expect;  ///< for the teacher
  std::vector<std::string> discuss;
};

}  // namespace bicoastal
