// Parts of the column of lessons that stand in files of their own.
#pragma once

#include "gui/app/lesson_desk.hpp"
#include "gui/app/ui_state.hpp"
#include "gui/app/wishes.hpp"
#include "gui/draw/column.hpp"

#include <string>
#include <string_view>

namespace bicoastal::gui {

/// All lessons, and how far one has come.
void draw_course(Box box, const LessonDesk& desk, UiState& ui, Wishes& wishes);
/// The task of a step, what may be changed, and what came of it.
void draw_goal(Column& column, const LessonDesk& desk, UiState& ui, Wishes& wishes);

/// A field over ui.lesson.typed and a button beside it. True: what is typed is to be taken.
bool lesson_field(Column& column, const char* id, const std::string& hint, const char* verb, UiState& ui);
void draw_progress(Column& column, std::string_view text, double done);

}  // namespace bicoastal::gui
