// Two branches side by side, differences first.
#include "gui/data/comparison.hpp"
#include "gui/draw/column.hpp"
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
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

NamedRun named(const Branch& branch) { return {branch.name, branch.run}; }

/// What keeps some of the figures from being held against each other: each remark once, by the stars that stand at
/// them.
std::vector<std::string> remarks_of(const std::vector<ComparedFigure>& rows) {
  std::vector<std::string> remarks;
  for (const ComparedFigure& row : rows)
    if (!row.remark.empty() && std::find(remarks.begin(), remarks.end(), row.remark) == remarks.end())
      remarks.push_back(row.remark);
  return remarks;
}

std::string shown(const ComparedFigure& row, const std::optional<double>& value) {
  return value ? row.show(*value) : std::string("–");
}

/// What the figures need, so that names get the rest. The first rows tell it: those of the whole run are among them.
std::array<float, 3> widths_of(const std::vector<ComparedFigure>& rows, const Branch& a, const Branch& b) {
  const auto wide = [](const std::string& text) { return text_size(style().body, text).x + 1; };
  std::array<float, 3> widths = {px(40), px(40), wide("Difference")};
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 60); ++i) {
    widths[0] = std::max(widths[0], wide(shown(rows[i], rows[i].a)));
    widths[1] = std::max(widths[1], wide(shown(rows[i], rows[i].b)));
    widths[2] = std::max(widths[2], wide(rows[i].difference(a.name, b.name)));
  }
  return widths;
}

void draw_row(const ComparedFigure& row, const std::string& stars, const Branch& a, const Branch& b) {
  const std::string mark = stars.empty() ? stars : fmt::format(" {}", stars);
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x - text_size(style().body, mark).x;
  const std::string cut = fitted(style().body, row.name, room), name = fmt::format("{}{}", cut, mark);
  ImGui::TextUnformatted(name.c_str());
  if (ImGui::IsItemHovered() && (cut != row.name || !row.remark.empty()))
    tip(row.remark.empty() ? row.name : fmt::format("{}\n{}", row.name, row.remark));
  const std::string of_a = shown(row, row.a), of_b = shown(row, row.b), difference = row.difference(a.name, b.name);
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(of_a.c_str());
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(of_b.c_str());
  ImGui::TableNextColumn();
  const auto better = row.second_is_better();
  ImGui::PushStyleColor(ImGuiCol_Text, better           ? colour_of(*better ? Sign::good : Sign::bad)
                                       : row.a == row.b ? theme().faint
                                                        : theme().accent);
  ImGui::TextUnformatted(difference.c_str());
  ImGui::PopStyleColor();
  note_place(fmt::format("compared {}", row.name), {at, ImGui::GetItemRectMax()},
             fmt::format("{} {} {} {}", name, of_a, of_b, difference));
}

void draw_rows(const Box& whole, const Branch& a, const Branch& b, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  note_place("differences", whole);
  Box box = panel(to, whole, "Figures, greatest differences first",
                  a.run->meta.seed == b.run->meta.seed ? "same seed: paired" : "different seeds");
  const std::vector<ComparedFigure>& rows = ui.comparison.of(named(a), named(b));
  const std::vector<std::string> remarks = remarks_of(rows);
  const auto stars = [](std::size_t remark) { return std::string(remark + 1, '*'); };
  for (std::size_t i = remarks.size(); i-- > 0;) {
    const std::string text = fmt::format("{} {}", stars(i), remarks[i]);
    const float high = paragraph_height(style().small, text, box.width());
    const Box note = box.cut_bottom(high);
    put_paragraph(to, note, style().small, theme().warn, text);
    note_place(fmt::format("remark {}", i + 1), note, text);
    box.cut_bottom(px(4));
  }
  ImGui::SetCursorScreenPos(box.min);
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerH;
  if (!ImGui::BeginTable("##figures", 4, kFlags, box.size())) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  const std::array<float, 3> wide = widths_of(rows, a, b);
  ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthStretch);
  ImGui::TableSetupColumn(a.name.c_str(), ImGuiTableColumnFlags_WidthFixed, wide[0]);
  ImGui::TableSetupColumn(b.name.c_str(), ImGuiTableColumnFlags_WidthFixed, wide[1]);
  ImGui::TableSetupColumn("Difference", ImGuiTableColumnFlags_WidthFixed, wide[2]);
  ImGui::TableHeadersRow();
  ImGuiListClipper in_sight;
  in_sight.Begin(static_cast<int>(rows.size()));
  while (in_sight.Step())
    for (auto i = static_cast<std::size_t>(in_sight.DisplayStart); i < static_cast<std::size_t>(in_sight.DisplayEnd);
         ++i) {
      const auto remark = std::find(remarks.begin(), remarks.end(), rows[i].remark);
      draw_row(rows[i],
               remark == remarks.end() ? std::string() : stars(static_cast<std::size_t>(remark - remarks.begin())), a,
               b);
    }
  ImGui::EndTable();
}

/// One legend for both: what has a name in one has the same colour in the other.
std::vector<Curve> common_legend(const std::vector<Curve>& first, std::vector<Curve>& second) {
  std::vector<Curve> all = first;
  for (Curve& curve : second) {
    const auto known =
        std::find_if(all.begin(), all.end(), [&](const Curve& other) { return other.name == curve.name; });
    if (known != all.end()) {
      curve.colour = known->colour;
    } else {
      curve.colour = theme().series_colour(all.size());
      all.push_back(curve);
    }
  }
  return all;
}

/// The chosen measure of both, one over the other on the same axes.
void draw_both(const Box& whole, const Branch& a, const Branch& b, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = panel(to, whole);
  draw_measures(box.cut_top(px(26)), "both", ui);
  box.cut_top(px(8));
  std::vector<Curve> first = curves_of(*a.run, ui.measure), second = curves_of(*b.run, ui.measure);
  draw_legend_lines(to, box, common_legend(first, second));
  box.cut_top(px(6));
  const double end_s = std::max(a.run->end_s, b.run->end_s);
  const TimeAxis time{0, end_s, box.min.x + px(kAxisLabels), box.max.x - px(4)};
  const Box axis = box.cut_bottom(px(20));
  const float half = box.height() / 2;
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
  draw_rows(left, a, b, ui);
  if (ui.compare_worlds) {
    draw_worlds(box, a, b, ui);
  } else {
    draw_both(box, a, b, ui);
  }
}

}  // namespace bicoastal::gui
