// What a step shows, drawn for paper.
#pragma once

#include "sim/lessons/lesson.hpp"
#include "sim/report/page/markup.hpp"

namespace bicoastal {

/// A chart of bars for each unit, for times and counts have no common length; a figure that is alone with its unit is
/// told without a bar.
Markup picture(const Lesson& lesson, const LessonStep& step, FigureValues values);

}  // namespace bicoastal
