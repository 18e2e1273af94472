// A lesson as pages to print: one for learners, with room for their predictions, and one for who leads a group.
#pragma once

#include "sim/lessons/lesson.hpp"

#include <string>

namespace bicoastal {

/// One HTML file that needs nothing else. `values`: of all figures, each run made.
std::string learners_page(const Lesson& lesson, FigureValues values);
/// Timings, answers, typical wrong predictions and why they are wrong, questions for the group.
std::string teachers_page(const Lesson& lesson, FigureValues values);

}  // namespace bicoastal
