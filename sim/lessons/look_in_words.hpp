// Where a lesson points at on the desktop, in words: for who walks it in a terminal, or reads it on paper.
#pragma once

#include "sim/lessons/lesson.hpp"

#include <string>

namespace bicoastal {

/// "page World, the time line, at 35 s". REQUIRES: a place.
std::string place_in_words(const LessonLook& look, FigureValues values);

}  // namespace bicoastal
