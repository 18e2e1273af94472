// Anomalies: a table to choose from, and the story of the chosen one.
#include "gui/data/anomaly_list.hpp"
#include "gui/data/story.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/panels.hpp"
#include "gui/panels/story_view.hpp"
#include "sim/base/anomaly_names.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

/// Kinds with their counts; a click shows only these.
void draw_kinds(Box& box, const RunView& run, UiState& ui) {
  float x = box.min.x, y = box.min.y;
  const float high = px(25);
  for (std::size_t k = 0; k < kAnomalyKinds; ++k) {
    const std::uint64_t count = run.figures.count(fmt::format("/anomalies/{}", kAnomalyNames[k]));
    if (count == 0) continue;
    const std::string text = fmt::format("{}  {}", kind_in_words(static_cast<AnomalyKind>(k)), show_count(count));
    const float wide = text_size(style().strong, text).x + px(20);
    if (x + wide > box.max.x && x > box.min.x) {
      x = box.min.x;
      y += high + px(4);
    }
    const std::uint32_t bit = 1U << k;
    if (button({{x, y}, {x + wide, y + high}}, fmt::format("##kind{}", k).c_str(), text, (ui.anomaly_kinds & bit) != 0))
      ui.anomaly_kinds ^= bit;
    x += wide + px(4);
  }
  box.cut_top(y + high - box.min.y + px(6));
}

void draw_table(const Box& box, const RunView& run, UiState& ui, const std::vector<std::size_t>& shown) {
  ImGui::SetCursorScreenPos(box.min);
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerH |
                                     ImGuiTableFlags_SizingStretchProp;
  if (!ImGui::BeginTable("##anomalies", 4, kFlags, box.size())) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("Time", 0, 1);
  ImGui::TableSetupColumn("Kind", 0, 1.9F);
  ImGui::TableSetupColumn("Key", 0, 0.9F);
  ImGui::TableSetupColumn("Written in", 0, 1.6F);
  ImGui::TableHeadersRow();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(shown.size()));
  while (clipper.Step()) {
    for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
      const std::size_t number = shown[static_cast<std::size_t>(row)];
      const Anomaly& a = run.anomalies[number];
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::PushID(static_cast<int>(number));
      if (ImGui::Selectable(show_clock(a.time.in_seconds(), 0.01).c_str(), ui.anomaly == number,
                            ImGuiSelectableFlags_SpanAllColumns)) {
        ui.anomaly = number;
        ui.cursor_s = std::clamp(a.time.in_seconds(), 0.0, run.end_s);
      }
      ImGui::PopID();
      note_place(fmt::format("anomaly {}", number), {ImGui::GetItemRectMin(), ImGui::GetItemRectMax()});
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(kind_in_words(a.kind).c_str());
      ImGui::TableNextColumn();
      ImGui::Text("%u", a.key.value);
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(written_in(run, a).c_str());
    }
  }
  ImGui::EndTable();
}

}  // namespace

void draw_anomalies(const Box& whole, const RunView& run, const WhatIf& what_if, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = whole;
  const Box left = box.cut_left(std::clamp(box.width() * 0.40F, px(380), px(620)));
  box.cut_left(px(8));
  const std::vector<std::size_t> shown = anomalies_that_pass(run, {ui.anomaly_kinds, ui.anomaly_search.data()});
  note_place("anomaly list", left);
  Box list = panel(to, left, "What went wrong with the data",
                   fmt::format("{} of {} kept", show_count(shown.size()), show_count(run.anomalies.size())));
  if (run.anomalies.empty()) {
    say_empty(to, list, "No anomaly",
              "Every read returned what it should, and no acknowledged write was lost or overwritten unseen.");
    say_empty(to, panel(to, box), "Nothing to tell", "");
    return;
  }
  draw_kinds(list, run, ui);
  const Box search = list.cut_top(px(30));
  ImGui::SetCursorScreenPos(search.min);
  ImGui::SetNextItemWidth(search.width());
  ImGui::InputTextWithHint("##search", "Search: key 12, session 7, us-east-1 …", ui.anomaly_search.data(),
                           ui.anomaly_search.size());
  list.cut_top(px(4));
  if (shown.empty()) {
    say_empty(to, list, "No anomaly matches", "Choose other kinds above, or search for something else.");
  } else {
    draw_table(list, run, ui, shown);
    if (!ui.anomaly) ui.anomaly = shown.front();
  }
  if (ui.anomaly && *ui.anomaly < run.anomalies.size()) {
    if (const Story* story = ui.stories.of(run, *ui.anomaly)) {
      draw_story(box, *story, run, what_if, ui, wishes);
    } else {
      say_empty(to, panel(to, box), "Looking the story up",
                "What was written and read around this moment is read from the run file.");
    }
  } else {
    say_empty(to, panel(to, box), "Choose an anomaly",
              "Its story stands here: who wrote and read what, where, and why.");
  }
}

}  // namespace bicoastal::gui
