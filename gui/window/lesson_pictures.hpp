// Pictures of every step of a lesson, without a screen.
#pragma once

#include "gui/app/program.hpp"
#include "gui/window/offscreen.hpp"

#include <string>

namespace bicoastal::gui {

/// Writes FOLDER/STEP-ask.png, STEP-told.png, STEP-reached.png. What went wrong, or nothing. REQUIRES: the program
/// walks a lesson.
std::string make_lesson_pictures(Program& program, Offscreen& screen, const std::string& folder);

}  // namespace bicoastal::gui
