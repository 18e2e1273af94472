#include "gui/panels/time_axis.hpp"

#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

void keep_in_run(UiState& ui, const RunView& run) {
  const double length = std::min(ui.to_s - ui.from_s, run.end_s);
  ui.from_s = std::clamp(ui.from_s, 0.0, run.end_s - length);
  ui.to_s = ui.from_s + length;
}

float legend_width(const Curve& curve) { return text_size(style().small, curve.name).x + px(26); }

void draw_legend_item(ImDrawList& to, Box item, const Curve& curve) {
  const Box swatch = item.cut_left(px(12));
  const float y = swatch.centre().y;
  to.AddRectFilled({swatch.min.x, y - px(1.5F)}, {swatch.max.x, y + px(1.5F)}, curve.colour, px(1));
  item.cut_left(px(5));
  put_text(to, item, style().small, theme().dim, curve.name);
}

}  // namespace

void show_all(UiState& ui, const RunView& run) {
  ui.from_s = 0;
  ui.to_s = run.end_s;
}

void toggle_bookmark(UiState& ui) {
  const double near = (ui.to_s - ui.from_s) / 200;
  const auto found = std::find_if(ui.bookmarks_s.begin(), ui.bookmarks_s.end(),
                                  [&](double at) { return std::abs(at - ui.cursor_s) < near; });
  if (found != ui.bookmarks_s.end()) {
    ui.bookmarks_s.erase(found);
  } else {
    ui.bookmarks_s.push_back(ui.cursor_s);
  }
}

void handle_time_axis(const Box& field, const TimeAxis& time, const RunView& run, UiState& ui) {
  area(field, "##axis");
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActive()) {
    ui.cursor_s = std::clamp(time.time_at(io.MousePos.x), 0.0, run.end_s);
    ui.playing = false;
  }
  if (!ImGui::IsItemHovered()) return;
  const double length = ui.to_s - ui.from_s;
  if (io.MouseWheel != 0 && !io.KeyShift) {
    const double at = time.time_at(io.MousePos.x);
    const double next =
        std::clamp(length * std::pow(0.85, static_cast<double>(io.MouseWheel)), std::min(0.05, run.end_s), run.end_s);
    ui.from_s = at - (at - ui.from_s) * next / length;
    ui.to_s = ui.from_s + next;
    keep_in_run(ui, run);
  }
  const float pan = io.MouseWheelH + (io.KeyShift ? io.MouseWheel : 0);
  double by = static_cast<double>(-pan) * length * 0.1;
  if (ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 0))
    by -= static_cast<double>(io.MouseDelta.x) / static_cast<double>(std::max(1.0F, field.width())) * length;
  if (by != 0) {
    ui.from_s += by;
    ui.to_s += by;
    keep_in_run(ui, run);
  }
}

void draw_legend(ImDrawList& to, Box box, const std::vector<Curve>& curves) {
  if (box.max.x - box.min.x < px(70)) return;
  for (auto curve = curves.rbegin(); curve != curves.rend(); ++curve) {
    const float wide = legend_width(*curve);
    if (box.width() < wide + px(70) && curve + 1 != curves.rend()) {
      box.cut_right(px(10));
      put_text(to, box, style().small, theme().dim, fmt::format("and {} more", curves.rend() - curve), Align::right);
      return;
    }
    draw_legend_item(to, box.cut_right(wide), *curve);
  }
}

void draw_legend_lines(ImDrawList& to, Box& box, const std::vector<Curve>& curves) {
  constexpr int kMostLines = 4;
  Box line = box.cut_top(px(18));
  int lines = 1;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const float wide = legend_width(curves[i]);
    const bool last = i + 1 == curves.size();
    if (line.width() < wide + (lines == kMostLines && !last ? px(70) : 0)) {
      if (lines == kMostLines) {
        put_text(to, line, style().small, theme().dim, fmt::format("and {} more", curves.size() - i));
        return;
      }
      line = box.cut_top(px(18));
      ++lines;
    }
    draw_legend_item(to, line.cut_left(wide), curves[i]);
  }
}

void draw_cursor(ImDrawList& to, const Box& field, const Box& plot, const TimeAxis& time, const UiState& ui,
                 const std::vector<Curve>& curves, const ChartSpec& spec) {
  to.PushClipRect(field.min, field.max, true);
  for (const double at : ui.bookmarks_s) {
    const float x = std::round(time.x_of(at));
    to.AddLine({x, field.min.y}, {x, field.max.y}, faded(theme().accent, 0.5F), px(1));
    to.AddTriangleFilled({x - px(4), field.min.y}, {x + px(4), field.min.y}, {x, field.min.y + px(6)}, theme().accent);
  }
  const float x = std::round(time.x_of(ui.cursor_s));
  to.AddLine({x, field.min.y}, {x, field.max.y}, theme().text, px(1.5F));
  to.AddTriangleFilled({x - px(5), field.max.y}, {x + px(5), field.max.y}, {x, field.max.y - px(7)}, theme().text);
  to.PopClipRect();

  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (curves.empty() || !field.holds(mouse) || !plot.holds(mouse) || !ImGui::IsWindowHovered() || ImGui::IsMouseDown(0))
    return;
  const double t = time.time_at(mouse.x);
  std::string text = show_clock(t, (time.to_s - time.from_s) < 60 ? 0.1 : 1);
  for (const Curve& curve : curves) {
    const double window = t / curve.window_s;
    if (!(window >= 0 && window < static_cast<double>(curve.windows))) continue;
    const auto w = static_cast<std::size_t>(window);
    const float v = curve.value(w);
    text += fmt::format("\n{}: {}", curve.name, std::isnan(v) ? "nothing ended" : spec.show(static_cast<double>(v)));
  }
  to.AddLine({mouse.x, plot.min.y}, {mouse.x, field.max.y}, faded(theme().text, 0.3F));
  tip(text);
}

}  // namespace bicoastal::gui
