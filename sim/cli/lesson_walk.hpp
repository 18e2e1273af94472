// One lesson, walked in a terminal or through a pipe: words, prediction, run, figures, explanation, goal.
#pragma once

#include "sim/cli/exit_code.hpp"
#include "sim/lessons/lesson.hpp"
#include "sim/lessons/lesson_progress.hpp"

#include <functional>
#include <optional>
#include <string>

namespace bicoastal {

/// Where answers come from, without blanks at their ends. Nothing: no more come.
using NextLine = std::function<std::optional<std::string>()>;

struct LessonWalk {
  const Lesson& lesson;
  NextLine next;
  bool demo = false;      ///< answers itself, rightly, and waits for nothing
  bool at_hand = false;   ///< somebody sits there: waits after each step
  bool echo = false;      ///< shows what was answered: it did not come from a keyboard
  std::string collect{};  ///< CSV file that predictions are appended to; may be empty
  std::string who{};
  std::function<void(const LessonProgress&)> on_progress;
};

ExitCode walk(const LessonWalk& walk);

}  // namespace bicoastal
