// What the user takes along: tables as CSV, scenarios as files.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/app/workspace.hpp"
#include "gui/data/run_view.hpp"

#include <string>

namespace bicoastal::gui {

/// What the page shows, as CSV with a line of names: the series in view, the anomalies that pass the filter, the
/// faults, the figures of two runs, the points of a study. REQUIRES: the chosen branch has a run, or the page is the
/// study.
std::string table_of(const Workspace& workspace, const UiState& ui);

/// Writes the run's scenario, on the workbench with the changes that were made to it, beside where the program was
/// started, under its name and a number that is free. What to tell the user.
std::string save_scenario(const RunView& run, const UiState& ui);

}  // namespace bicoastal::gui
