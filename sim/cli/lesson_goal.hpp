// The learner's own change: what may be changed, a run of it, and whether the goal is reached.
#pragma once

#include "sim/cli/lesson_walk.hpp"
#include "sim/lessons/lesson_figures.hpp"

namespace bicoastal {

struct GoalAsked {
  const Lesson& lesson;
  const LessonGoal& goal;
  const LessonFigures& before;
  const NextLine& next;
  bool demo = false, echo = false;
};

/// Until it is reached, or given up: whether it is. Throws Interrupted.
bool pursue(const GoalAsked& asked);

}  // namespace bicoastal
