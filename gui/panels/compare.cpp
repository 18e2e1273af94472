// Two branches side by side, differences first.
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

std::string show_millis(double ms) { return show_seconds(ms * 1e-3); }

struct FigureInfo {
  std::string name, pointer;
  std::string (*show)(double);
  bool more_is_better = false;
};

std::vector<FigureInfo> figures_of_runs() {
  return {
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
      {"Cost a month", "/cost/per_month/total", show_money},
      {"Cost of a million answers", "/cost/per_million", show_money},
      {"Failures, to the business", "/cost/failures/total", show_money},
  };
}

/// Where the document of a run has the fault of that name; nothing where it has none.
std::optional<std::string> fault_named(const RunView& run, const std::string& name) {
  for (std::size_t f = 0; f < run.figures.size("/faults"); ++f) {
    const std::string at = fmt::format("/faults/{}", f);
    if (run.figures.text(fmt::format("{}/name", at)) == name) return at;
  }
  return std::nullopt;
}

/// Names of the faults that either has.
std::vector<std::string> faults_of(const RunView& a, const RunView& b) {
  std::vector<std::string> names;
  for (const RunView* run : {&a, &b})
    for (std::size_t f = 0; f < std::min<std::size_t>(run->figures.size("/faults"), 50); ++f) {
      const std::string name = run->figures.text(fmt::format("/faults/{}/name", f)).value_or("");
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  return names;
}

struct Row {
  std::string name, a, b, difference;
  double weight = 0;  ///< of the difference, relative; greatest first
  Sign sign = Sign::off;
};

std::string said_difference(double a, double b) {
  if (a == b) return "same";
  const char* arrow = b > a ? "↑" : "↓";
  if (a > 0 && b > 0) return fmt::format("{} {:.3g} ×", arrow, std::max(a, b) / std::min(a, b));
  return fmt::format("{} {}", arrow, b > a ? "from none" : "to none");
}

/// Nothing where neither run has the figure.
std::optional<Row> row_of(const std::string& name, std::optional<double> a, std::optional<double> b,
                          std::string (*show)(double), bool more_is_better = false) {
  if (!a && !b) return std::nullopt;
  Row row{name, a ? show(*a) : "–", b ? show(*b) : "–", "", 2, Sign::info};
  if (!a || !b) {
    row.difference = a ? "only in the first" : "only in the second";
    return row;
  }
  row.difference = said_difference(*a, *b);
  row.weight = std::abs(*b - *a) / std::max({std::abs(*a), std::abs(*b), 1e-12});
  row.sign = *a == *b ? Sign::off : (*b > *a) == more_is_better ? Sign::good : Sign::bad;
  return row;
}

std::vector<Row> rows_of(const RunView& a, const RunView& b) {
  std::vector<Row> rows;
  const auto add = [&rows](std::optional<Row> row) {
    if (row) rows.push_back(*std::move(row));
  };
  for (const FigureInfo& figure : figures_of_runs())
    add(row_of(figure.name, a.figures.number(figure.pointer), b.figures.number(figure.pointer), figure.show,
               figure.more_is_better));
  for (const std::string& fault : faults_of(a, b)) {
    const auto in_a = fault_named(a, fault), in_b = fault_named(b, fault);
    const auto both = [&](const char* what, const char* pointer, std::string (*show)(double)) {
      add(row_of(fmt::format("{} {}", what, fault), in_a ? a.figures.number(*in_a + pointer) : std::nullopt,
                 in_b ? b.figures.number(*in_b + pointer) : std::nullopt, show));
    };
    both("RTO of", "/rto_s/total", show_seconds);
    both("Writes lost by", "/rpo/writes", show_amount);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& x, const Row& y) { return x.weight > y.weight; });
  return rows;
}

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
