// What a month costs, by part and by region, as bars; where the scenario names no prices, how to name some.
#include "gui/draw/column.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/panels.hpp"
#include "sim/report/cost_words.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

struct Bar {
  std::string name;
  double amount = 0;
  ImU32 colour = 0;
};

/// Greatest first.
void draw_bars(Column& column, std::vector<Bar> bars, const char* what) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  std::stable_sort(bars.begin(), bars.end(), [](const Bar& a, const Bar& b) { return a.amount > b.amount; });
  std::erase_if(bars, [](const Bar& bar) { return bar.amount <= 0; });
  if (bars.empty()) return;
  const double most = bars.front().amount;
  float name_wide = 0;
  for (const Bar& bar : bars) name_wide = std::max(name_wide, text_size(style().small, bar.name).x);
  name_wide = std::min(name_wide + px(8), column.width() * 0.5F);
  column.gap(4);
  put_text(to, column.row(px(22)), style().strong, theme().text, what);
  for (const Bar& bar : bars) {
    Box row = column.row(px(18));
    const std::string shown = bar.amount < 0.01 ? "< $0.01" : show_money(bar.amount);
    note_place(fmt::format("cost {}", bar.name), row, shown);
    put_text(to, row.cut_left(name_wide), style().small, theme().text, bar.name);
    const Box amount = row.cut_right(px(64));
    put_text(to, amount, style().small, theme().dim, shown, Align::right);
    Box length = row.inset(px(4), px(4));
    const Box filled = length.cut_left(std::max(px(1), length.width() * static_cast<float>(bar.amount / most)));
    to.AddRectFilled(filled.min, filled.max, bar.colour, px(2));
  }
}

}  // namespace

void draw_cost(const Box& whole, const RunView& run) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const auto total = run.figures.number("/cost/per_month/total");
  note_place("cost", whole);
  const Box box = panel(to, whole, "Cost", total ? "a month" : "");
  if (!total) {
    put_paragraph(to, box, style().small, theme().dim,
                  "No prices given: add cost.prices to the scenario, such as \"aws-2024-11\".");
    return;
  }
  Column column(box, "##cost", 0);
  const std::string amount = show_money(*total);
  const Box head = column.row(px(28));
  put_text(*ImGui::GetWindowDrawList(), head, style().heading, theme().text, amount);
  note_place("cost a month", head, amount);
  const float before = column.top();
  column.paragraph(
      style().small, theme().faint,
      fmt::format("{}; prices: {}",
                  run.figures.text("/cost/month_from").value_or("") == "calm" ? "faults aside" : "the whole run",
                  run.figures.text("/cost/prices").value_or("")));
  area({{head.min.x, before}, {head.max.x, column.top()}}, "##costnote");
  if (ImGui::IsItemHovered())
    tip("List prices without discounts, free tiers and taxes; bicoastal list prices has each with its source.");
  std::vector<Bar> parts, regions;
  for (const CostPartWords& part : kCostPartWords)
    parts.push_back({std::string(part.name),
                     run.figures.number(fmt::format("/cost/per_month/{}", part.key)).value_or(0), theme().accent});
  for (std::size_t r = 0; r < run.scenario.regions.size(); ++r) {
    const std::string& name = run.scenario.regions[r].name;
    regions.push_back({name, run.figures.number(fmt::format("/cost/by_region/{}/total", in_pointer(name))).value_or(0),
                       theme().series_colour(r)});
  }
  draw_bars(column, std::move(parts), "By part");
  column.gap(2);
  draw_bars(column, std::move(regions), "By region");
}

}  // namespace bicoastal::gui
