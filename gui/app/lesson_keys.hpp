// Keys of lessons, and of who presents one: no lesson needs a mouse.
#pragma once

#include "gui/app/lesson_desk.hpp"
#include "gui/app/ui_state.hpp"
#include "gui/app/wishes.hpp"

namespace bicoastal::gui {

/// True: these keys are the lesson's for now, and nobody else's.
bool handle_lesson_keys(const LessonDesk& desk, UiState& ui, Wishes& wishes);

/// Presenting begins or ends: theme, size of type, pointer.
void present(bool on, UiState& ui, Wishes& wishes);

}  // namespace bicoastal::gui
