// The frame around the panels: bars, pages, keyboard, and the states in which there is no run to show.
#pragma once

#include "gui/app/lesson_desk.hpp"
#include "gui/app/ui_state.hpp"
#include "gui/app/wishes.hpp"
#include "gui/app/workspace.hpp"

#include <imgui.h>

namespace bicoastal::gui {

/// Draws one frame of the whole program. REQUIRES: inside a frame of ImGui.
void draw_shell(Workspace& workspace, const LessonDesk& desk, UiState& ui, Wishes& wishes);

/// Sets cursor, zoom and speed to what suits a run that is looked at for the first time.
void look_at(const RunView& run, UiState& ui);
/// Keeps what the user looks at within another run.
void fit_to(const RunView& run, UiState& ui);

/// Lets the time of the run go on, by `real_s` of the user's.
void advance(UiState& ui, const RunView& run, double real_s);

}  // namespace bicoastal::gui
