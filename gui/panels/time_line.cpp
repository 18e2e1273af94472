// The time line under everything: transport, lanes of what happened, one chart, the axis.
#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/measures.hpp"
#include "gui/panels/panels.hpp"
#include "gui/panels/time_axis.hpp"
#include "gui/panels/transport.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

constexpr std::array<const char*, kLanes> kLaneNames = {"Faults", "Detection", "Primaries", "Deploys", "Services"};

ImU32 colour_of_lane(const Happening& h) {
  switch (h.lane) {
    case Lane::faults: return theme().bad;
    case Lane::detection: return theme().warn;
    case Lane::roles: return h.good ? theme().good : theme().accent;
    case Lane::deploys: return theme().series_colour(3);
    case Lane::services: return h.good ? theme().good : theme().warn;
  }
  return theme().dim;
}

std::string speed_text(double speed) { return speed == 1 ? "1 × (real time)" : fmt::format("{:g} × real time", speed); }

void draw_transport(Box bar, const RunView& run, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const float h = bar.height();
  const auto key = [&](float w = 1.2F) {
    const Box box = bar.cut_left(h * w);
    bar.cut_left(px(4));
    return box;
  };
  const Time now = Time::seconds(ui.cursor_s);
  if (icon_button(key(), "##previous", Icon::previous, "Back to the event before  ( , )",
                  run.timeline->last_before(now).has_value()))
    to_last_event(ui, run);
  if (icon_button(key(1.6F), "##play", ui.playing ? Icon::pause : Icon::play, "Play or pause  ( space )"))
    play_or_pause(ui, run);
  if (icon_button(key(), "##next", Icon::next, "On to the next event  ( . )",
                  run.timeline->next_after(now).has_value()))
    to_next_event(ui, run);
  bar.cut_left(px(6));
  if (icon_button(key(0.9F), "##slower", Icon::minus, "Slower  ( - )")) change_speed(ui, -1);
  put_text(to, bar.cut_left(px(112)), style().small, theme().dim, speed_text(ui.speed), Align::centre);
  if (icon_button(key(0.9F), "##faster", Icon::plus, "Faster  ( + )")) change_speed(ui, 1);
  bar.cut_left(px(10));
  const double step = (ui.to_s - ui.from_s) < 30 ? 0.01 : 0.1;
  put_text(to, bar.cut_left(px(150)), style().strong, theme().text,
           fmt::format("{}  of  {}", show_clock(ui.cursor_s, step), show_clock(run.end_s)));
  const Box fit = bar.cut_right(h * 1.2F);
  bar.cut_right(px(4));
  const Box mark = bar.cut_right(h * 1.2F);
  bar.cut_right(px(12));
  if (icon_button(fit, "##fit", Icon::fit, "Show the whole run  ( home )")) show_all(ui, run);
  if (icon_button(mark, "##bookmark", Icon::bookmark, "Set or take away a bookmark here  ( b )")) toggle_bookmark(ui);

  draw_measures(bar, "measure", ui);
}

/// Draws the lanes' happenings: those of single replicas as thin lines below those of regions, which have labels where
/// there is room.
class LaneDrawing {
 public:
  LaneDrawing(const Box& box, const TimeAxis& time, const RunView& run, Lane lane)
      : to_(*ImGui::GetWindowDrawList()), box_(box), time_(time), run_(run), lane_(lane) {}

  /// What the mouse is on, and how many others.
  std::pair<const Happening*, std::size_t> draw() {
    to_.AddLine({time_.left, box_.max.y}, {time_.right, box_.max.y}, theme().grid);
    to_.PushClipRect({time_.left, box_.min.y}, {time_.right, box_.max.y}, true);
    for (const bool of_replicas : {true, false})
      for (const Happening& h : run_.timeline->happenings())
        if (h.lane == lane_ && h.replica.has_value() == of_replicas) draw(h);
    // Names last, one after the other where spans lie over each other.
    for (const Happening& h : run_.timeline->happenings())
      if (h.lane == lane_ && !h.replica.has_value() && !h.moment()) label(h);
    to_.PopClipRect();
    return {told_, others_};
  }

 private:
  void draw(const Happening& h) {
    const double to_s = h.to == Time::max() ? run_.end_s : h.to.in_seconds();
    const float x0 = time_.x_of(h.from.in_seconds());
    const float x1 = h.moment() ? x0 : std::max(x0 + px(2), time_.x_of(to_s));
    if (x1 < time_.left || x0 > time_.right) return;
    const ImU32 colour = colour_of_lane(h);
    const float middle = box_.centre().y, half = box_.height() * (h.replica.has_value() ? 0.14F : 0.44F);
    if (!h.moment()) {
      const ImVec2 from{x0, middle - half}, until{x1, middle + half};
      // Nothing shines through what has a label.
      if (!h.replica.has_value()) to_.AddRectFilled(from, until, theme().panel, px(2));
      to_.AddRectFilled(from, until, faded(colour, h.replica.has_value() ? 0.5F : 0.85F), px(2));
    } else if (x0 - last_mark_ >= px(2)) {
      const float r = box_.height() * 0.3F;
      to_.AddQuadFilled({x0 - r, middle}, {x0, middle - r}, {x0 + r, middle}, {x0, middle + r}, colour);
      last_mark_ = x0;
    }
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!box_.holds(mouse) || mouse.x < time_.left || mouse.x < x0 - px(4) || mouse.x > x1 + px(4)) return;
    if (told_ != nullptr) ++others_;
    told_ = &h;
  }

  void label(const Happening& h) {
    const float x0 = time_.x_of(h.from.in_seconds());
    const float x1 = time_.x_of(h.to == Time::max() ? run_.end_s : h.to.in_seconds());
    const float from = std::max({x0, time_.left, labels_until_}) + px(5);
    const Box place{{from, box_.min.y}, {std::min(x1, time_.right) - px(3), box_.max.y}};
    if (place.width() < px(40)) return;
    const std::string text = fitted(style().small, h.text, place.width());
    if (labels_until_ > x0) {  // inside another span: a line says where this one begins
      to_.AddRectFilled({x0, box_.min.y + px(2)}, {x0 + px(2), box_.max.y - px(2)}, theme().ground);
    }
    put_text(to_, place, style().small, theme().ground, text);
    labels_until_ = from + text_size(style().small, text).x + px(6);
  }

  ImDrawList& to_;
  Box box_;
  const TimeAxis& time_;
  const RunView& run_;
  Lane lane_;
  float last_mark_ = -1e9F, labels_until_ = -1e9F;
  const Happening* told_ = nullptr;
  std::size_t others_ = 0;
};

void draw_lane(const Box& box, const TimeAxis& time, const RunView& run, Lane lane, UiState& ui) {
  const auto [told, others] = LaneDrawing(box, time, run, lane).draw();
  if (told == nullptr || !ImGui::IsWindowHovered()) return;
  std::string text = fmt::format("{}\n{}", told->text, show_clock(told->from.in_seconds(), 0.1));
  if (!told->moment())
    text += told->to == Time::max() ? " to the end" : fmt::format(" – {}", show_clock(told->to.in_seconds(), 0.1));
  if (others > 0) text += fmt::format("\nand {} more here", others);
  tip(text);
  if (!ImGui::IsMouseClicked(ImGuiMouseButton_Left)) return;
  ui.cursor_s = told->from.in_seconds();
  if (told->fault.has_value()) ui.fault = told->fault.index();
}

}  // namespace

void draw_time_line(const Box& whole, const RunView& run, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  to.AddRectFilled(whole.min, whole.max, theme().panel);
  to.AddLine(whole.min, {whole.max.x, whole.min.y}, theme().edge);
  Box box = whole.inset(px(12), px(8));
  draw_transport(box.cut_top(px(26)), run, ui);
  box.cut_top(px(6));

  TimeAxis time{ui.from_s, ui.to_s, box.min.x + px(kAxisLabels), box.max.x - px(4)};
  const Box axis = box.cut_bottom(px(20));
  const Box field{{time.left, box.min.y}, {time.right, axis.max.y}};
  handle_time_axis(field, time, run, ui);
  note_place("time axis", field, show_clock(ui.cursor_s, 0.1));
  note_place("time line", {{whole.min.x + px(6), field.min.y}, field.max}, show_clock(ui.cursor_s, 0.1));

  // Lanes of what never happens would only take room away.
  std::array<bool, kLanes> used{};
  for (const Happening& h : run.timeline->happenings()) used[static_cast<std::size_t>(h.lane)] = true;
  used[0] = true;
  for (std::size_t l = 0; l < kLanes; ++l) {
    if (!used[l]) continue;
    const Box lane = box.cut_top(px(16));
    put_text(to, Box{lane.min, {time.left - px(8), lane.max.y}}, style().small, theme().dim, kLaneNames[l],
             Align::right);
    draw_lane(lane, time, run, static_cast<Lane>(l), ui);
  }
  box.cut_top(px(4));
  const std::vector<Curve> curves = curves_of(run, ui.measure);
  draw_chart(to, box, time, spec_of(ui.measure), curves);
  draw_legend(to, {{time.left + px(420), box.min.y}, {time.right, box.min.y + px(18)}}, curves);
  draw_time_labels(to, axis, time);
  draw_cursor(to, field, box, time, ui, curves, spec_of(ui.measure));
}

}  // namespace bicoastal::gui
