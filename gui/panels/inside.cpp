// A region from inside: its zones, replicas and stores at the cursor's moment.
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/fault_menu.hpp"
#include "gui/panels/measures.hpp"
#include "gui/panels/panels.hpp"
#include "sim/analysis/fault_places.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

struct ReplicaState {
  Sign sign = Sign::good;
  std::string why{};
};

ReplicaState state_of(const RunView& run, const Moment& moment, ReplicaId replica) {
  ReplicaState state;
  const Replica& r = run.scenario.replicas[replica.index()];
  const bool room = is_mere_room(run.scenario, replica);
  if (room) state = {Sign::off, "room for a machine that may come"};
  for (const Happening& h : run.timeline->happenings()) {
    if (h.from > moment.at) break;
    if (room || h.replica != replica || h.moment() || moment.at >= h.to) continue;
    state = {h.lane == Lane::detection ? Sign::warn : Sign::off, h.text};
  }
  for (const FaultId fault : moment.acting)
    if (strikes(run.scenario, run.scenario.faults[fault.index()], replica))
      state = {Sign::bad, run.scenario.faults[fault.index()].name};
  state.why = r.name + (state.why.empty() ? " is well" : ": " + state.why);
  return state;
}

void draw_replicas(ImDrawList& to, Box box, const RunView& run, const Moment& moment, const Zone& zone, UiState& ui) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const auto count = static_cast<float>(std::max<std::size_t>(1, zone.replicas.size()));
  const float fit = std::sqrt(std::max(1.0F, box.width() * box.height()) / count) * 0.8F;
  const float cell = std::clamp(fit, px(7), px(46));
  float x = box.min.x, y = box.min.y;
  for (const ReplicaId replica : zone.replicas) {
    if (x + cell > box.max.x) {
      x = box.min.x;
      y += cell;
    }
    if (y + cell > box.max.y + 1) return;
    const Box square = Box{{x, y}, {x + cell, y + cell}}.inset(std::max(1.0F, cell * 0.09F));
    const ReplicaState state = state_of(run, moment, replica);
    to.AddRectFilled(square.min, square.max, faded(colour_of(state.sign), 0.25F), px(3));
    to.AddRect(square.min, square.max, colour_of(state.sign), px(3));
    if (cell > px(20)) put_sign(to, square.centre(), px(4.5F), state.sign);
    if (square.holds(mouse) && ImGui::IsWindowHovered()) {
      tip(state.why + "\nRight click: pull the plug.");
      if (ImGui::IsMouseClicked(ImGuiMouseButton_Right))
        open_fault_menu(ui, {zone.region, {}, {}, run.scenario.replicas[replica.index()].name});
    }
    x += cell;
  }
}

void draw_zone(ImDrawList& to, Box box, const RunView& run, const Moment& moment, std::size_t z, UiState& ui) {
  const Zone& zone = run.scenario.zones[z];
  to.AddRectFilled(box.min, box.max, theme().ground, px(6));
  to.AddRect(box.min, box.max, theme().edge, px(6));
  box = box.inset(px(10));
  Box head = box.cut_top(px(24));
  if (area(head, fmt::format("##zone{}", z).c_str())) open_fault_menu(ui, {zone.region, {}, zone.name});
  if (ImGui::IsItemHovered()) tip("Click: pull the plug of this zone.");
  put_text(to, head, style().strong, theme().text, zone.name);
  put_text(to, head, style().small, theme().dim, counted(zone.replicas.size(), "replica"), Align::right);
  box.cut_top(px(6));
  Box stores =
      box.cut_bottom(px(24) * static_cast<float>(std::count_if(run.scenario.stores.begin(), run.scenario.stores.end(),
                                                               [&](const Store& s) { return s.zone == ZoneId(z); })));
  for (const Store& store : run.scenario.stores) {
    if (store.zone != ZoneId(z)) continue;
    const Box line = stores.cut_top(px(24)).inset(0, px(2));
    const bool dark = std::any_of(moment.acting.begin(), moment.acting.end(), [&](FaultId f) {
      const Fault& fault = run.scenario.faults[f.index()];
      if (const auto* down = std::get_if<ZoneDown>(&fault.what)) return down->zone == store.zone;
      if (const auto* lost = std::get_if<StoreDown>(&fault.what)) return lost->region == store.region && store.leader;
      const auto* region = std::get_if<RegionDown>(&fault.what);
      return region != nullptr && region->region == store.region;
    });
    to.AddRectFilled(line.min, line.max, faded(dark ? theme().bad : theme().accent, store.leader ? 0.22F : 0.10F),
                     px(4));
    put_text(to, line.inset(px(8), 0), style().small, theme().text, store.name);
  }
  draw_replicas(to, box, run, moment, zone, ui);
}

void draw_trend(ImDrawList& to, const Box& box, const RunView& run, const UiState& ui, Measure measure) {
  const std::size_t r = ui.inside->index();
  std::vector<Curve> curves = curves_of(run, measure);
  if (r >= curves.size()) return;
  const std::vector<Curve> own = {std::move(curves[r])};
  const TimeAxis time{ui.from_s, ui.to_s, box.min.x + px(60), box.max.x};
  ChartSpec spec = spec_of(measure);
  spec.title = info_of(measure).name;
  draw_chart(to, box, time, spec, own);
  const float x = time.x_of(ui.cursor_s);
  if (x >= time.left && x <= time.right) to.AddLine({x, box.min.y + px(21)}, {x, box.max.y}, theme().text, px(1));
}

}  // namespace

void draw_inside(const Box& whole, const RunView& run, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const Region& region = run.scenario.regions[ui.inside->index()];
  const Moment moment = run.timeline->at(Time::seconds(ui.cursor_s));
  const RegionState& state = moment.regions[ui.inside->index()];
  Box box = panel(to, whole);
  Box head = box.cut_top(px(28));
  if (button(head.cut_left(px(86)), "##outside", "← World")) ui.inside.reset();
  head.cut_left(px(12));
  put_text(to, head, style().heading, theme().text, region.name);
  put_text(to, head, style().body, theme().dim,
           fmt::format("{} busy · {} waiting · {} up{}", counted(state.busy, "request"), state.queued,
                       counted(state.replicas_up, "replica"),
                       state.leads > 0 ? " · primary"
                       : state.in      ? ""
                                       : " · out of DNS"),
           Align::right);
  box.cut_top(px(8));
  Box trends = box.cut_bottom(std::min(px(150), box.height() * 0.4F));
  trends.cut_top(px(8));
  const float third = trends.width() / 3;
  draw_trend(to, trends.cut_left(third).inset(px(4), 0), run, ui, Measure::load);
  draw_trend(to, trends.cut_left(third).inset(px(4), 0), run, ui, Measure::queued);
  draw_trend(to, trends.inset(px(4), 0), run, ui, Measure::success);
  const auto zones = static_cast<float>(std::max<std::size_t>(1, region.zones.size()));
  const float wide = box.width() / zones;
  for (const ZoneId zone : region.zones)
    draw_zone(to, box.cut_left(wide).inset(px(4), 0), run, moment, zone.index(), ui);
  draw_fault_menu(run, ui, wishes);
}

}  // namespace bicoastal::gui
