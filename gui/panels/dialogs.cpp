// What stands over everything: the cheat sheet, the dialog that opens scenarios and runs.
#include "gui/app/keyboard.hpp"
#include "gui/app/recent.hpp"
#include "gui/data/templates.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/panels.hpp"
#include "sim/history/run_file.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

namespace fs = std::filesystem;

/// A window in the middle, over a dimmed ground. False while it is closed.
bool begin_dialog(const char* title, ImVec2 points, bool& open) {
  if (!open) return false;
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 size{std::min(px(points.x), io.DisplaySize.x - px(40)),
                    std::min(px(points.y), io.DisplaySize.y - px(40))};
  ImGui::SetNextWindowPos({io.DisplaySize.x / 2, io.DisplaySize.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize(size);
  ImGui::SetNextWindowFocus();
  ImGui::PushStyleColor(ImGuiCol_WindowBg, theme().panel);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, px(1));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(20), px(16)});
  ImGui::Begin(title, nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
  const WithFont font(style().heading);
  ImGui::TextUnformatted(title);
  return true;
}

std::vector<FolderEntry> list(const fs::path& folder) {
  std::vector<FolderEntry> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, fs::directory_options::skip_permission_denied, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.')) continue;
    const bool is_folder = entry.is_directory(error);
    const auto extension = entry.path().extension();
    if (is_folder || extension == ".json" || extension == ".db") all.push_back({name, is_folder});
  }
  std::sort(all.begin(), all.end(), [](const FolderEntry& a, const FolderEntry& b) {
    return a.folder != b.folder ? a.folder : a.name < b.name;
  });
  return all;
}

}  // namespace

void draw_help(UiState& ui) {
  if (!begin_dialog("Keys", {580, 718}, ui.help)) return;
  if (ImGui::BeginTable("##keys", 2, ImGuiTableFlags_SizingFixedFit)) {
    for (const auto& [key, what] : kKeys) {
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::PushFont(style().strong);
      ImGui::TextUnformatted(key);
      ImGui::PopFont();
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(what);
    }
    ImGui::EndTable();
  }
  ImGui::Spacing();
  ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
  ImGui::TextWrapped("Right click a region, a link, a zone or a replica to pull its plug at the moment that is shown.");
  ImGui::PopStyleColor();
  if (ImGui::Button("Close")) ui.help = false;
  ImGui::End();
}

namespace {

/// Scenarios that come with the program, one line each.
void list_templates(UiState& ui, Wishes& wishes) {
  if (ImGui::Selectable("The course: lessons that predict, run and explain", false, 0, {0, px(24)})) {
    ui.lesson.open = true;
    ui.opening = false;
  }
  note_place("open lessons", {ImGui::GetItemRectMin(), ImGui::GetItemRectMax()});
  std::string group = "-";
  for (const Template& entry : templates()) {
    if (entry.group != group) {
      group = entry.group;
      ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
      ImGui::TextUnformatted(group.empty() ? "first steps" : group.c_str());
      ImGui::PopStyleColor();
    }
    ImGui::PushID(entry.path.c_str());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float wide = ImGui::GetContentRegionAvail().x, high = px(42);
    if (ImGui::Selectable("##template", false, 0, {wide, high})) {
      wishes.open = entry.path;
      ui.opening = false;
    }
    Box row = Box{at, {at.x + wide, at.y + high}}.inset(px(8), px(3));
    ImDrawList& to = *ImGui::GetWindowDrawList();
    put_text(to, row.cut_top(px(18)), style().strong, theme().text, entry.name);
    put_text(to, row, style().small, theme().dim, entry.description);
    ImGui::PopID();
  }
}

void list_files(UiState& ui, Wishes& wishes) {
  std::error_code error;
  if (ui.folder.empty()) ui.folder = fs::current_path(error).string();
  for (const std::string& path : recent_files()) {
    if (ImGui::Selectable(path.c_str())) {
      wishes.open = path;
      ui.opening = false;
    }
  }
  ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
  ImGui::TextWrapped("%s", ui.folder.c_str());
  ImGui::PopStyleColor();
  if (ImGui::Selectable("..  (folder above)")) ui.folder = fs::path(ui.folder).parent_path().string();
  if (ui.listed.folder != ui.folder || ImGui::GetTime() - ui.listed.at_s > 1)
    ui.listed = {ui.folder, ImGui::GetTime(), list(ui.folder)};
  for (const FolderEntry& entry : ui.listed.entries) {
    const std::string label = entry.folder ? fmt::format("{}/", entry.name) : entry.name;
    if (!ImGui::Selectable(label.c_str())) continue;
    const std::string path = (fs::path(ui.folder) / entry.name).string();
    if (entry.folder) {
      ui.folder = path;
    } else {
      wishes.open = path;
      ui.opening = false;
    }
  }
}

}  // namespace

void draw_open_dialog(UiState& ui, Wishes& wishes) {
  if (!begin_dialog("Open a scenario or a run", {940, 600}, ui.opening)) return;
  const float foot = ImGui::GetFrameHeightWithSpacing();
  const float half = ImGui::GetContentRegionAvail().x * 0.56F;
  if (ImGui::BeginChild("##templates", {half, -foot}, false)) {
    const WithFont font(style().strong);
    ImGui::TextUnformatted("Ready scenarios");
    ImGui::PushFont(style().body);
    list_templates(ui, wishes);
    ImGui::PopFont();
  }
  ImGui::EndChild();
  ImGui::SameLine(0, px(20));
  if (ImGui::BeginChild("##files", {0, -foot}, false)) {
    const WithFont font(style().strong);
    ImGui::TextUnformatted("Your files");
    ImGui::PushFont(style().body);
    list_files(ui, wishes);
    ImGui::PopFont();
  }
  ImGui::EndChild();
  wishes.beside = wishes.beside || (wishes.open && ui.beside);
  if (ImGui::Button("Cancel")) ui.opening = false;
  ImGui::SameLine(0, px(16));
  ImGui::Checkbox("Beside what is open, to compare", &ui.beside);
  ImGui::SameLine(0, px(16));
  ImGui::TextDisabled("Or drop a file on the window.");
  ImGui::End();
}

}  // namespace bicoastal::gui
