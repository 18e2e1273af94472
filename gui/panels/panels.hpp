// The panels. Each draws one run into a box, reads the run, and changes nothing but the state of the user interface and
// the list of wishes.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/app/wishes.hpp"
#include "gui/data/run_view.hpp"
#include "gui/draw/box.hpp"

namespace bicoastal::gui {

void draw_world(const Box& box, const RunView& run, UiState& ui, Wishes& wishes);
void draw_inside(const Box& box, const RunView& run, UiState& ui, Wishes& wishes);
/// Status, log and what comes next at the cursor's moment.
void draw_now(const Box& box, const RunView& run, UiState& ui, Wishes& wishes);
void draw_time_line(const Box& box, const RunView& run, UiState& ui);
void draw_time_page(const Box& box, const RunView& run, UiState& ui);
void draw_anomalies(const Box& box, const RunView& run, UiState& ui, Wishes& wishes);
void draw_impact(const Box& box, const RunView& run, UiState& ui);

}  // namespace bicoastal::gui
