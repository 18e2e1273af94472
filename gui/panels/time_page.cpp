// Everything that was measured, one chart over another on one axis.
#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/measures.hpp"
#include "gui/panels/panels.hpp"
#include "gui/panels/time_axis.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal::gui {

void draw_time_page(const Box& whole, const RunView& run, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = panel(to, whole);
  const TimeAxis time{ui.from_s, ui.to_s, box.min.x + px(kAxisLabels), box.max.x - px(4)};
  const Box axis = box.cut_bottom(px(20));
  const Box field{{time.left, box.min.y}, {time.right, axis.max.y}};
  handle_time_axis(field, time, run, ui);
  const float high = box.height() / static_cast<float>(kMeasures);
  // Where there is no room for all, two columns would break the common axis; so the charts get as low as they must.
  for (std::size_t m = 0; m < kMeasures; ++m) {
    const auto measure = static_cast<Measure>(m);
    Box row = box.cut_top(high);
    row.cut_bottom(px(6));
    const std::vector<Curve> curves = curves_of(run, measure);
    draw_chart(to, row, time, spec_of(measure), curves);
    note_place(fmt::format("chart {}", info_of(measure).key), row);
    if (m == 0 || measure == Measure::anomalies)
      draw_legend(to, {{time.left + px(420), row.min.y}, {time.right, row.min.y + px(18)}}, curves);
  }
  draw_time_labels(to, axis, time);
  draw_cursor(to, field, field, time, ui, {}, {});
}

}  // namespace bicoastal::gui
