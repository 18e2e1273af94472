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
/// Mostly one a region, in its colour; of anomalies one a kind that occurred.
std::vector<Curve> curves_of(const RunView& run, Measure measure);

}  // namespace bicoastal::gui
