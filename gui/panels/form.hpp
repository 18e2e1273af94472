// A section of the scenario as a form, made from the schema: names, descriptions, units, defaults, choices.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/draw/box.hpp"

namespace bicoastal::gui {

/// Changes go to the draft.
void draw_form(const Box& box, UiState& ui);

}  // namespace bicoastal::gui
