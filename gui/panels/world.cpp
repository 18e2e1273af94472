// The map that fills the page: what is pressed on it.
#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/map/placement.hpp"
#include "gui/map/projection.hpp"
#include "gui/panels/fault_menu.hpp"
#include "gui/panels/map_view.hpp"
#include "gui/panels/panels.hpp"
#include "sim/report/numbers.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

void tell_region(const RunView& run, const Map& map, std::size_t r, double t_s) {
  const RegionState& state = map.moment.regions[r];
  std::string text = fmt::format("{}\n{} busy, {} waiting, {} up", run.region_name(RegionId(r)),
                                 counted(state.busy, "request"), state.queued, counted(state.replicas_up, "replica"));
  Sign users = Sign::good;
  text += fmt::format("\nUsers: {}\nData: {}", users_of(run, r, t_s, users), duty_of(run, map.moment, r));
  for (const FaultId fault : map.moment.acting)
    if (state.down == fault || state.struck == fault)
      text += fmt::format("\n{}", run.scenario.faults[fault.index()].name);
  tip(text + "\nDouble click: inside.  Right click: pull the plug.");
}

/// Which link the mouse is close to, as a pair of regions.
std::optional<std::pair<std::size_t, std::size_t>> link_at(const Map& map, ImVec2 mouse) {
  const std::size_t regions = map.anchors.size();
  for (std::size_t a = 0; a < regions; ++a)
    for (std::size_t b = a + 1; b < regions; ++b)
      for (int i = 2; i <= 38; ++i) {
        const ImVec2 p = on_curve(map.anchors[a], map.anchors[b], kLinkBend, static_cast<float>(i) / 40);
        if (std::hypot(p.x - mouse.x, p.y - mouse.y) < px(6)) return std::pair(a, b);
      }
  return std::nullopt;
}

void move_map(const Box& box, const MapView& view, UiState& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  MapView next = view;
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, px(3))) {
    const Projection projection(box, view);
    next.longitude -= io.MouseDelta.x / projection.scale();
    next.latitude += io.MouseDelta.y / projection.scale() / Projection::kStretch;
  }
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    const GeoXY fixed = Projection(box, view).place(io.MousePos);
    next.span *= std::pow(0.87F, io.MouseWheel);
    next = within_world(next, box);
    const GeoXY moved = Projection(box, next).place(io.MousePos);
    next.longitude += fixed.longitude - moved.longitude;
    next.latitude += fixed.latitude - moved.latitude;
  }
  next = within_world(next, box);
  if (next.longitude != view.longitude || next.latitude != view.latitude || next.span != view.span) ui.map = next;
}

}  // namespace

void draw_world(const Box& box, const RunView& run, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  area(box, "##world");
  note_place("map", box);
  const bool over_map = ImGui::IsItemHovered();
  const MapView view = ui.map ? within_world(*ui.map, box) : view_of(places_of(run.scenario), box);
  move_map(box, view, ui);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Map map =
      draw_map(to, box, {run, ui.cursor_s, view, ui.region, over_map ? std::optional(mouse) : std::nullopt});
  if (map.hovered) {
    const RegionId region(*map.hovered);
    tell_region(run, map, *map.hovered, ui.cursor_s);
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) ui.region = region;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) ui.inside = region;
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Right)) open_fault_menu(ui, {region, {}});
  } else if (over_map) {
    if (const auto link = link_at(map, mouse)) {
      tip(fmt::format("{} – {}\nRight click: cut, slow or lose.", run.region_name(RegionId(link->first)),
                      run.region_name(RegionId(link->second))));
      if (ImGui::IsMouseClicked(ImGuiMouseButton_Right))
        open_fault_menu(ui, {RegionId(link->first), RegionId(link->second)});
    }
  }
  if (std::exchange(ui.pulling_asked, false) && ui.region) {
    open_fault_menu(ui, {*ui.region, {}});
    ImGui::SetNextWindowPos(map.cards[ui.region->index()].min);
  }
  draw_fault_menu(run, ui, wishes);
}

}  // namespace bicoastal::gui
