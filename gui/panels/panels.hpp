// The panels. Each draws one run into a box, reads the run, and changes nothing but the state of the user interface and
// the list of wishes.
#pragma once

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
/// Of the branch that is looked at, and the one that the user has chosen beside it.
void draw_compare(const Box& box, const Workspace& workspace, UiState& ui);
void draw_workbench(const Box& box, const Workspace& workspace, UiState& ui, Wishes& wishes);

/// Null: none is open.
void draw_study(const Box& box, const StudyView* study, UiState& ui, Wishes& wishes);

// Over everything, while they are open.
void draw_help(UiState& ui);
void draw_open_dialog(UiState& ui, Wishes& wishes);

}  // namespace bicoastal::gui
