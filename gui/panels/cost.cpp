// What a month costs, by part and by region, as bars; where the scenario names no prices, how to name some.
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

/// Greatest first; of those that do not fit, how many.
void draw_bars(ImDrawList& to, Box& box, std::vector<Bar> bars, const char* what) {
  std::stable_sort(bars.begin(), bars.end(), [](const Bar& a, const Bar& b) { return a.amount > b.amount; });
  std::erase_if(bars, [](const Bar& bar) { return bar.amount <= 0; });
  if (bars.empty() || box.height() < px(44)) return;
  const double most = bars.front().amount;
  put_text(to, box.cut_top(px(22)), style().strong, theme().text, what);
  std::size_t left = bars.size();
  for (const Bar& bar : bars) {
    if (left > 1 && box.height() < px(36)) {
      put_text(to, box.cut_top(px(18)), style().small, theme().faint, fmt::format("and {} more", left));
      return;
    }
    --left;
    Box row = box.cut_top(px(18));
    put_text(to, row.cut_left(row.width() * 0.42F), style().small, theme().text, bar.name);
    const Box amount = row.cut_right(px(64));
    put_text(to, amount, style().small, theme().dim, show_money(bar.amount), Align::right);
    Box length = row.inset(px(4), px(4));
    const Box filled = length.cut_left(std::max(px(1), length.width() * static_cast<float>(bar.amount / most)));
    to.AddRectFilled(filled.min, filled.max, bar.colour, px(2));
  }
}

}  // namespace

void draw_cost(const Box& whole, const RunView& run) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const auto total = run.figures.number("/cost/per_month/total");
  Box box = panel(to, whole, "Cost", total ? "a month" : "");
  if (!total) {
    put_paragraph(to, box, style().small, theme().dim,
                  "No prices given: add cost.prices to the scenario, such as \"aws-2024-11\".");
    return;
  }
  const std::string amount = show_money(*total);
  Box head = box.cut_top(px(28));
  const Box note = head.cut_right(head.width() * 0.7F);
  put_text(to, head, style().heading, theme().text, amount);
  note_place("cost a month", head, amount);
  const std::string month = run.figures.text("/cost/month_from").value_or("");
  put_text(to, note, style().small, theme().faint,
           fmt::format("{}; prices: {}", month == "calm" ? "faults aside" : "the whole run",
                       run.figures.text("/cost/prices").value_or("")),
           Align::right);
  area(note, "##costnote");
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
  box.cut_top(px(4));
  draw_bars(to, box, std::move(parts), "By part");
  box.cut_top(px(6));
  draw_bars(to, box, std::move(regions), "By region");
}

}  // namespace bicoastal::gui
