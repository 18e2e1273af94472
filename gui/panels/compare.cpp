// Two branches side by side, differences first.
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/measures.hpp"
#include "gui/panels/panels.hpp"
#include "gui/panels/time_axis.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

std::string show_millis(double ms) { return show_seconds(ms * 1e-3); }

struct FigureInfo {
  std::string name, pointer;
  std::string (*show)(double);
  bool more_is_better = false;
};

std::vector<FigureInfo> figures_of(const RunView& a, const RunView& b) {
  std::vector<FigureInfo> list = {
      {"Answered", "/availability/overall", show_share, true},
      {"Failed requests", "/requests/failed", show_amount},
      {"Retried requests", "/requests/retried", show_amount},
      {"Read latency p50", "/latency_ms/read/p50", show_millis},
      {"Read latency p99", "/latency_ms/read/p99", show_millis},
      {"Write latency p50", "/latency_ms/write/p50", show_millis},
      {"Write latency p99", "/latency_ms/write/p99", show_millis},
      {"Stale reads", "/staleness/stale_reads", show_amount},
      {"Age of stale reads p99", "/staleness/age_ms/p99", show_millis},
      {"Concurrent writes", "/conflicts/concurrent", show_amount},
      {"Discarded writes", "/conflicts/discarded", show_amount},
      {"Lost writes", "/lost_writes", show_amount},
      {"Share of keys that differ", "/divergence/share", show_share},
      {"Split brain", "/split_brain_s", show_seconds},
      {"Bytes between regions", "/wan/bytes", show_bytes},
  };
  const std::size_t faults = std::max(a.figures.size("/faults"), b.figures.size("/faults"));
  for (std::size_t f = 0; f < std::min<std::size_t>(faults, 50); ++f) {
    const std::string at = fmt::format("/faults/{}", f);
    const std::string name = a.figures.text(at + "/name").value_or(b.figures.text(at + "/name").value_or("fault"));
    list.push_back({"RTO of " + name, at + "/rto_s/total", show_seconds});
    list.push_back({"Writes lost by " + name, at + "/rpo/writes", show_amount});
  }
  return list;
}

struct Row {
  std::string name, a, b, difference;
  double weight = 0;  ///< of the difference, relative; greatest first
  Sign sign = Sign::off;
};

std::vector<Row> rows_of(const RunView& a, const RunView& b) {
  std::vector<Row> rows;
  for (const FigureInfo& figure : figures_of(a, b)) {
    const auto left = a.figures.number(figure.pointer), right = b.figures.number(figure.pointer);
    if (!left && !right) continue;
    Row row{figure.name, left ? figure.show(*left) : "–", right ? figure.show(*right) : "–", "", 0, Sign::off};
    if (left && right) {
      const double difference = *right - *left;
      row.weight = std::abs(difference) / std::max({std::abs(*left), std::abs(*right), 1e-12});
      if (difference != 0) {
        row.difference = *left != 0 && *left > 0 && *right > 0
                             ? fmt::format("{}{:.3g} ×", difference > 0 ? "↑ " : "↓ ",
                                           std::max(*left, *right) / std::min(*left, *right))
                         : difference > 0 ? "↑ from none"
                                          : "↓ to none";
        row.sign = (difference > 0) == figure.more_is_better ? Sign::good : Sign::bad;
      } else {
        row.difference = "same";
      }
    } else {
      row.difference = left ? "only in the first" : "only in the second";
      row.weight = 2;
      row.sign = Sign::info;
    }
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& x, const Row& y) { return x.weight > y.weight; });
  return rows;
}

void draw_rows(const Box& whole, const Branch& a, const Branch& b) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const Box box = panel(to, whole, "Figures, greatest differences first",
                        a.run->meta.seed == b.run->meta.seed ? "same seed: paired" : "different seeds");
  ImGui::SetCursorScreenPos(box.min);
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerH |
                                     ImGuiTableFlags_SizingStretchProp;
  if (!ImGui::BeginTable("##figures", 4, kFlags, box.size())) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("", 0, 2.2F);
  ImGui::TableSetupColumn(a.name.c_str(), 0, 1);
  ImGui::TableSetupColumn(b.name.c_str(), 0, 1);
  ImGui::TableSetupColumn("Difference", 0, 1.2F);
  ImGui::TableHeadersRow();
  for (const Row& row : rows_of(*a.run, *b.run)) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(row.name.c_str());
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(row.a.c_str());
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(row.b.c_str());
    ImGui::TableNextColumn();
    ImGui::PushStyleColor(ImGuiCol_Text, row.sign == Sign::off ? theme().faint : colour_of(row.sign));
    ImGui::TextUnformatted(row.difference.c_str());
    ImGui::PopStyleColor();
  }
  ImGui::EndTable();
}

/// The chosen measure of both, one over the other on the same axes.
void draw_both(const Box& whole, const Branch& a, const Branch& b, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = panel(to, whole);
  Box buttons = box.cut_top(px(26));
  const float wide = buttons.width() / static_cast<float>(kMeasures);
  for (std::size_t m = 0; m < kMeasures; ++m) {
    const auto measure = static_cast<Measure>(m);
    const Box one = buttons.cut_left(wide).inset(px(2), 0);
    if (button(one, fmt::format("##both{}", m).c_str(), info_of(measure).name, ui.measure == measure))
      ui.measure = measure;
  }
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

}  // namespace

void draw_compare(const Box& whole, const Workspace& workspace, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < workspace.branches().size(); ++i)
    if (workspace.branches()[i]->run) ready.push_back(i);
  if (ready.size() < 2) {
    say_empty(to, panel(to, whole), "There is one run so far",
              "Pull a plug on the World page, or change the scenario on the Workbench: the result stands here beside "
              "the first.");
    return;
  }
  if (!ui.compared || *ui.compared == workspace.chosen() ||
      std::find(ready.begin(), ready.end(), *ui.compared) == ready.end()) {
    const auto other = std::find_if(ready.begin(), ready.end(), [&](std::size_t i) { return i != workspace.chosen(); });
    ui.compared = *other;
  }
  const Branch &a = *workspace.branches()[std::min(*ui.compared, workspace.chosen())],
               &b = *workspace.branches()[std::max(*ui.compared, workspace.chosen())];
  Box box = whole;
  Box head = box.cut_top(px(34));
  put_text(to, head.cut_left(px(110)), style().body, theme().dim, "Compare with");
  for (const std::size_t i : ready) {
    if (i == workspace.chosen()) continue;
    if (button(head.cut_left(px(40)).inset(px(2), px(4)), fmt::format("##with{}", i).c_str(),
               workspace.branches()[i]->name, ui.compared == i))
      ui.compared = i;
  }
  head.cut_left(px(10));
  put_text(to, head, style().small, theme().dim,
           fmt::format("{}: {}      {}: {}", a.name, a.what.empty() ? "as it was" : a.what, b.name,
                       b.what.empty() ? "as it was" : b.what));
  const Box left = box.cut_left(std::clamp(box.width() * 0.42F, px(420), px(680)));
  box.cut_left(px(8));
  draw_rows(left, a, b);
  draw_both(box, a, b, ui);
}

}  // namespace bicoastal::gui
