// Two branches side by side, differences first.
#include "gui/data/comparison.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/map/placement.hpp"
#include "gui/panels/map_view.hpp"
#include "gui/panels/measures.hpp"
#include "gui/panels/panels.hpp"
#include "gui/panels/time_axis.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

void draw_rows(const Box& whole, const Branch& a, const Branch& b) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  note_place("differences", whole);
  const Box box = panel(to, whole, "Figures, greatest differences first",
                        a.run->meta.seed == b.run->meta.seed ? "same seed: paired" : "different seeds");
  ImGui::SetCursorScreenPos(box.min);
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerH |
                                     ImGuiTableFlags_SizingStretchProp;
  if (!ImGui::BeginTable("##figures", 4, kFlags, box.size())) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("", 0, 2.9F);
  ImGui::TableSetupColumn(a.name.c_str(), 0, 1);
  ImGui::TableSetupColumn(b.name.c_str(), 0, 1);
  ImGui::TableSetupColumn("Difference", 0, 1.2F);
  ImGui::TableHeadersRow();
  const auto shown = [](const ComparedFigure& row, const std::optional<double>& value) {
    return value ? row.show(*value) : std::string("–");
  };
  for (const ComparedFigure& row : compared(*a.run, *b.run)) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(row.name.c_str());
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(shown(row, row.a).c_str());
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(shown(row, row.b).c_str());
    ImGui::TableNextColumn();
    const auto better = row.second_is_better();
    ImGui::PushStyleColor(ImGuiCol_Text, better           ? colour_of(*better ? Sign::good : Sign::bad)
                                         : row.a == row.b ? theme().faint
                                                          : theme().accent);
    ImGui::TextUnformatted(row.difference().c_str());
    ImGui::PopStyleColor();
  }
  ImGui::EndTable();
}

/// The chosen measure of both, one over the other on the same axes.
void draw_both(const Box& whole, const Branch& a, const Branch& b, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = panel(to, whole);
  draw_measures(box.cut_top(px(26)), "both", ui);
  box.cut_top(px(10));
  const double end_s = std::max(a.run->end_s, b.run->end_s);
  const TimeAxis time{0, end_s, box.min.x + px(kAxisLabels), box.max.x - px(4)};
  const Box axis = box.cut_bottom(px(20));
  const float half = box.height() / 2;
  std::vector<Curve> first = curves_of(*a.run, ui.measure), second = curves_of(*b.run, ui.measure);
  // The same axis for both: the greatest value of either.
  std::vector<Curve> all = first;
  all.insert(all.end(), second.begin(), second.end());
  double low = 0, high = 1;
  ChartSpec spec = spec_of(ui.measure);
  if (range_of(all, time, low, high)) {
    spec.least_top = std::max(spec.least_top, high);
    spec.least_bottom = low;
  }
  for (const auto& [branch, curves] : {std::pair(&a, &first), std::pair(&b, &second)}) {
    Box chart = box.cut_top(half);
    chart.cut_bottom(px(8));
    spec.title = fmt::format("{}: {}", branch->name, info_of(ui.measure).title);
    draw_chart(to, chart, time, spec, *curves);
    if (branch == &a)
      draw_legend(to, {{time.left + px(440), chart.min.y}, {time.right, chart.min.y + px(18)}}, *curves);
  }
  draw_time_labels(to, axis, time);
}

/// Both on the map at the cursor's moment, one over the other.
void draw_worlds(const Box& whole, const Branch& a, const Branch& b, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = whole;
  const float half = (box.height() - px(8)) / 2;
  for (const Branch* branch : {&a, &b}) {
    Box part = panel(to, box.cut_top(half), fmt::format("{} at {}", branch->name, show_seconds(ui.cursor_s)),
                     branch->what.empty() ? "as it was" : branch->what);
    box.cut_top(px(8));
    const MapView view = ui.map ? within_world(*ui.map, part) : view_of(places_of(branch->run->scenario), part);
    const double t_s = std::min(ui.cursor_s, branch->run->end_s);
    draw_map(to, part, {*branch->run, t_s, view, ui.region, std::nullopt, branch->name});
  }
}

}  // namespace

void draw_compare(const Box& whole, const Workspace& workspace, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const std::optional<std::size_t> other = workspace.beside_chosen(ui.compared);
  if (!other || !workspace.now().run) {
    say_empty(to, panel(to, whole), "There is one run so far",
              "Pull a plug on the World page, or change the scenario on the Workbench: the result stands here beside "
              "the first. Or open a second run beside it.");
    return;
  }
  const Branch &a = *workspace.branches()[std::min(*other, workspace.chosen())],
               &b = *workspace.branches()[std::max(*other, workspace.chosen())];
  Box box = whole;
  Box head = box.cut_top(px(34));
  put_text(to, head.cut_left(px(110)), style().body, theme().dim, "Compare with");
  for (std::size_t i = 0; i < workspace.branches().size(); ++i) {
    if (i == workspace.chosen() || !workspace.branches()[i]->run) continue;
    if (button(head.cut_left(px(40)).inset(px(2), px(4)), fmt::format("##with{}", i).c_str(),
               workspace.branches()[i]->name, other == i))
      ui.compared = i;
  }
  if (button(head.cut_right(px(84)).inset(px(2), px(4)), "##worlds", "Worlds", ui.compare_worlds))
    ui.compare_worlds = true;
  if (button(head.cut_right(px(96)).inset(px(2), px(4)), "##series", "Over time", !ui.compare_worlds))
    ui.compare_worlds = false;
  head.cut_left(px(10));
  put_text(to, head, style().small, theme().dim,
           fmt::format("{}: {}      {}: {}", a.name, a.what.empty() ? "as it was" : a.what, b.name,
                       b.what.empty() ? "as it was" : b.what));
  const Box left = box.cut_left(std::clamp(box.width() * 0.42F, px(420), px(680)));
  box.cut_left(px(8));
  draw_rows(left, a, b);
  if (ui.compare_worlds) {
    draw_worlds(box, a, b, ui);
  } else {
    draw_both(box, a, b, ui);
  }
}

}  // namespace bicoastal::gui
