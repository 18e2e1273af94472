// The panels. Each draws one run into a box, reads the run, and changes nothing but the state of the user interface and
// the list of wishes.
#pragma once

#include "gui/app/lesson_desk.hpp"
#include "gui/app/ui_state.hpp"
#include "gui/app/wishes.hpp"
#include "gui/app/workspace.hpp"
#include "gui/data/run_view.hpp"
#include "gui/data/study_view.hpp"
#include "gui/draw/box.hpp"

namespace bicoastal::gui {

void draw_world(const Box& box, const RunView& run, UiState& ui, Wishes& wishes);
void draw_inside(const Box& box, const RunView& run, UiState& ui, Wishes& wishes);
/// Status, log and what comes next at the cursor's moment.
void draw_now(const Box& box, const RunView& run, UiState& ui);
void draw_time_line(const Box& box, const RunView& run, UiState& ui);
void draw_time_page(const Box& box, const RunView& run, UiState& ui);
void draw_anomalies(const Box& box, const RunView& run, const WhatIf& what_if, UiState& ui, Wishes& wishes);
void draw_impact(const Box& box, const RunView& run, UiState& ui);
/// What a month costs: a part of the page of impact.
void draw_cost(const Box& box, const RunView& run);
/// Of the branch that is looked at, and the one that the user has chosen beside it.
void draw_compare(const Box& box, const Workspace& workspace, UiState& ui);
void draw_workbench(const Box& box, const Workspace& workspace, UiState& ui, Wishes& wishes);

/// Null: none is open.
void draw_study(const Box& box, const StudyView* study, UiState& ui, Wishes& wishes);

/// The column of lessons: the course, or the step of the lesson that is walked.
void draw_lesson(const Box& box, const LessonDesk& desk, const Workspace& workspace, UiState& ui, Wishes& wishes);
/// What stands in place of a page as long as a prediction is asked for.
void draw_curtain(const Box& box, const LessonDesk& desk, const Workspace& workspace, UiState& ui);
/// Over the page: a frame around what the step points at, and what was foretold, on the time line.
void draw_lesson_marks(const LessonDesk& desk, const UiState& ui);
/// The mouse as a bright ring.
void draw_pointer();

// Over everything, while they are open.
void draw_help(UiState& ui);
void draw_open_dialog(UiState& ui, Wishes& wishes);

}  // namespace bicoastal::gui
