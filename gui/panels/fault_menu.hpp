// Pull the plug: a menu of what can break at a place, from the cursor's moment on.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/app/wishes.hpp"
#include "gui/data/run_view.hpp"

namespace bicoastal::gui {

void open_fault_menu(UiState& ui, FaultTarget target);
/// Where it is open. A choice becomes a change of the scenario, and the wish to run it again.
void draw_fault_menu(const RunView& run, UiState& ui, Wishes& wishes);

}  // namespace bicoastal::gui
