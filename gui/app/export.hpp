// What the user takes along: tables as CSV, scenarios as files.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/data/run_view.hpp"

#include <string>

namespace bicoastal::gui {

/// What the page shows, as CSV with a line of names: the series in view, the anomalies, the faults.
std::string table_of(const RunView& run, const UiState& ui);

/// Writes the run's scenario, on the workbench with the changes that were made to it, beside where the program was
/// started, under its name and a number that is free. What to tell the user.
std::string save_scenario(const RunView& run, const UiState& ui);

}  // namespace bicoastal::gui
