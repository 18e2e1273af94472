// Playing: what buttons and keys do alike.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/data/run_view.hpp"

namespace bicoastal::gui {

/// Plays on, or pauses; from the begin where the run is over.
void play_or_pause(UiState& ui, const RunView& run);
// To where something begins or ends; stays where there is no such moment.
void to_next_event(UiState& ui, const RunView& run);
void to_last_event(UiState& ui, const RunView& run);
/// So many steps up or down the ladder of speeds.
void change_speed(UiState& ui, int steps);
/// The least speed of the ladder at which the run is over within a minute or so.
double speed_for(const RunView& run);

}  // namespace bicoastal::gui
