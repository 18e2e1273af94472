// What every axis over the time of a run has in common: cursor, zoom, bookmarks, legend.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/data/run_view.hpp"
#include "gui/draw/plot.hpp"

#include <vector>

namespace bicoastal::gui {

inline constexpr float kAxisLabels = 76;  ///< points on the left of a plot

void show_all(UiState& ui, const RunView& run);
/// At the cursor.
void toggle_bookmark(UiState& ui);
/// Click and drag: moves the cursor. Wheel: zooms around the mouse. Shift and wheel, or the middle button: pans.
void handle_time_axis(const Box& field, const TimeAxis& time, const RunView& run, UiState& ui);
/// The cursor and bookmarks over a field, and what the curves of the chart in `plot` are worth where the mouse is.
void draw_cursor(ImDrawList& to, const Box& field, const Box& plot, const TimeAxis& time, const UiState& ui,
                 const std::vector<Curve>& curves, const ChartSpec& spec);
/// Names of the curves, in one line from the right.
void draw_legend(ImDrawList& to, Box box, const std::vector<Curve>& curves);
/// Likewise from the left, in as many lines as it takes, up to four, which are cut off the box.
void draw_legend_lines(ImDrawList& to, Box& box, const std::vector<Curve>& curves);

}  // namespace bicoastal::gui
