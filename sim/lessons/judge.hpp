// Whether a prediction was right, and what to say to who made it; whether a goal is reached.
#pragma once

#include "sim/lessons/lesson.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// An answer as it was typed: "2" or "b" of options, "45 s" of a number.
struct LessonAnswer {
  std::size_t option = 0;
  double number = 0;  ///< in the unit of what was asked
};
/// Nothing where it is no answer; `why` says so in one line.
std::optional<LessonAnswer> read_answer(const LessonPrediction& prediction, std::string_view typed, std::string& why);
/// "45 s", or the words of the option.
std::string shown_answer(const LessonPrediction& prediction, const LessonAnswer& answer, FigureValues values);
/// The right one.
LessonAnswer right_answer(const LessonPrediction& prediction, FigureValues values);
/// What to type for an answer.
std::string typed_answer(const LessonPrediction& prediction, const LessonAnswer& answer);
/// What may be typed: "1 to 4", "a time, as 45 s".
std::string answers_asked(const LessonPrediction& prediction);

struct LessonVerdict {
  bool right = false;
  std::string why;  ///< of a wrong answer: what was overlooked
};
LessonVerdict judge(const LessonPrediction& prediction, const LessonAnswer& answer, FigureValues values);

/// For each condition of a goal whether it holds; not, where a figure is not told.
std::vector<bool> reached(const LessonGoal& goal, FigureValues values);
/// Both sides of a condition's figures: "rto = 87 s", for who reads that it does not hold.
std::string figures_in(const Lesson& lesson, const Condition& condition, FigureValues values);

}  // namespace bicoastal
