// The workbench: the scenario as a form made from its schema, its JSON, and what is wrong with it.
#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/form.hpp"
#include "gui/panels/panels.hpp"
#include "sim/report/numbers.hpp"
#include "sim/scenario/schema.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

/// Sections of the schema, in its own order; what the file itself has stands out.
void draw_sections(const Box& whole, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  note_place("scenario", whole);
  const Box box = panel(to, whole, "Scenario");
  const Node* properties = scenario_schema_tree().find("properties");
  if (begin_scroll(box, "##sections")) {
    for (const std::string& key : properties->keys) {
      if (key == "$schema" || key == "include") continue;
      const bool there = ui.draft.document().find(key) != nullptr;
      ImGui::PushStyleColor(ImGuiCol_Text, there ? theme().text : theme().faint);
      if (ImGui::Selectable(key.c_str(), ui.section == key)) ui.section = key;
      ImGui::PopStyleColor();
      if (ImGui::IsItemHovered())
        if (const Node* description = properties->find(key)->find("description")) tip(description->text);
    }
  }
  end_scroll();
}

/// The document with numbers of lines; lines with faults are marked.
void draw_document(const Box& whole, const UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const Box box = panel(to, whole, "JSON", "what would be run");
  if (begin_scroll(box, "##json")) {
    ImGui::PushFont(style().mono);
    std::vector<std::string_view> lines;
    std::string_view text = ui.draft.text();
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      lines.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(lines.size()));
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        const auto number = static_cast<std::size_t>(i) + 1;
        const bool wrong = std::any_of(ui.draft.faults().begin(), ui.draft.faults().end(),
                                       [&](const Diagnostic& d) { return static_cast<std::size_t>(d.line) == number; });
        ImGui::PushStyleColor(ImGuiCol_Text, wrong ? theme().bad : theme().faint);
        ImGui::Text("%4zu", number);
        ImGui::PopStyleColor();
        ImGui::SameLine();
        if (wrong) ImGui::PushStyleColor(ImGuiCol_Text, theme().bad);
        const std::string_view line = lines[static_cast<std::size_t>(i)];
        ImGui::TextUnformatted(line.data(), line.data() + line.size());
        if (wrong) ImGui::PopStyleColor();
      }
    }
    ImGui::PopFont();
  }
  end_scroll();
}

/// Changes that were not run yet, and faults.
void draw_foot(const Box& whole, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const Diagnostics& faults = ui.draft.faults();
  const std::size_t changes = ui.draft.changes().size();
  Box box = panel(to, whole);
  Box buttons = box.cut_right(px(240));
  Box row = buttons.cut_top(px(30));
  const bool can_run = changes > 0 && faults.empty();
  if (button(row.cut_right(px(120)), "##run", changes == 0 ? "Run" : fmt::format("Run {}", counted(changes, "change")),
             can_run, can_run)) {
    wishes.changes = ui.draft.changes();
    wishes.change_text = ui.draft.in_words();
    ui.draft.clear();  // they become a branch of their own
  }
  row.cut_right(px(6));
  if (button(row.cut_right(px(104)), "##discard", "Discard", false, changes > 0)) ui.draft.clear();
  box.cut_right(px(16));
  if (faults.empty()) {
    put_text(to, box.cut_top(px(24)), style().body, changes == 0 ? theme().dim : theme().text,
             changes == 0
                 ? "Nothing is changed. Change a value: it becomes another branch, and the run that is shown stays."
                 : ui.draft.in_words());
    return;
  }
  for (const Diagnostic& fault : faults) {
    if (box.height() < px(20)) return;
    Box line = box.cut_top(px(21));
    put_sign(to, {line.min.x + px(6), line.centre().y}, px(4), Sign::bad);
    line.cut_left(px(18));
    std::string text = fmt::format("{} {}: {}", fault.code, fault.pointer, fault.message);
    if (!fault.suggestion.empty()) text += "; " + fault.suggestion;
    put_text(to, line, style().small, theme().bad, text);
  }
}

}  // namespace

void draw_workbench(const Box& whole, const Workspace& workspace, UiState& ui, Wishes& wishes) {
  ui.draft.begin(workspace.now().run->scenario.document);
  Box box = whole;
  const auto lines = static_cast<float>(std::clamp<std::size_t>(ui.draft.faults().size(), 1, 5));
  const Box foot = box.cut_bottom(px(36) + px(21) * lines);
  box.cut_bottom(px(8));
  draw_sections(box.cut_left(px(150)), ui);
  box.cut_left(px(8));
  const Box json = box.cut_right(box.width() * 0.45F);
  box.cut_right(px(8));
  draw_form(box, ui);
  draw_document(json, ui);
  draw_foot(foot, ui, wishes);
}

}  // namespace bicoastal::gui
