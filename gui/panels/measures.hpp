// What the charts show of a run.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/data/run_view.hpp"
#include "gui/draw/plot.hpp"

#include <vector>

namespace bicoastal::gui {

struct MeasureInfo {
  const char* key;    ///< in names of places and in lessons
  const char* name;   ///< on buttons
  const char* title;  ///< with what it counts and its unit
};
const MeasureInfo& info_of(Measure measure);
ChartSpec spec_of(Measure measure);
/// Chooses ui.measure: a button each, or, where their names have no room, one with a menu.
void draw_measures(Box bar, const char* id, UiState& ui);
/// Mostly one a region, in its colour; of anomalies one a kind that occurred.
std::vector<Curve> curves_of(const RunView& run, Measure measure);

}  // namespace bicoastal::gui
