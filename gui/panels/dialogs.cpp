// What stands over everything or in place of it: the welcome, the cheat sheet, the dialog that opens files.
#include "gui/app/keyboard.hpp"
#include "gui/app/recent.hpp"
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

struct Listed {
  std::string name;
  bool folder = false;
};

std::vector<Listed> list(const fs::path& folder) {
  std::vector<Listed> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, fs::directory_options::skip_permission_denied, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.')) continue;
    const bool is_folder = entry.is_directory(error);
    const auto extension = entry.path().extension();
    if (is_folder || extension == ".json" || extension == ".db") all.push_back({name, is_folder});
  }
  std::sort(all.begin(), all.end(),
            [](const Listed& a, const Listed& b) { return a.folder != b.folder ? a.folder : a.name < b.name; });
  return all;
}

}  // namespace

void draw_welcome(const Box& box, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const float wide = std::min(box.width() - px(40), px(620));
  Box text{{box.centre().x - wide / 2, box.min.y + box.height() * 0.18F}, {box.centre().x + wide / 2, box.max.y}};
  put_text(to, text.cut_top(px(36)), style().heading, theme().text, "What would a regional outage do to your users?");
  put_paragraph(
      to, text.cut_top(px(56)), style().body, theme().dim,
      "Open a scenario to simulate it, or a run to look at. A scenario says where your regions, users and data "
      "are and what breaks; the simulation says what users see and what becomes of their writes.");
  Box row = text.cut_top(px(34));
  if (button(row.cut_left(px(150)), "##openfile", "Open a file…")) ui.opening = true;
  text.cut_top(px(18));
  const std::vector<std::string> recent = recent_files();
  if (!recent.empty()) put_text(to, text.cut_top(px(24)), style().strong, theme().text, "Recent");
  for (std::size_t i = 0; i < std::min<std::size_t>(recent.size(), 8); ++i) {
    const Box line = text.cut_top(px(26));
    if (area(line, fmt::format("##recent{}", i).c_str())) wishes.open = recent[i];
    const bool hovered = ImGui::IsItemHovered() || ImGui::IsItemFocused();
    put_text(to, line, style().body, hovered ? theme().accent : theme().text, recent[i]);
  }
  put_text(to, text.cut_top(px(40)), style().small, theme().faint, "Or drop a file on this window.");
}

void draw_help(UiState& ui) {
  if (!begin_dialog("Keys", {560, 640}, ui.help)) return;
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

void draw_open_dialog(UiState& ui, Wishes& wishes) {
  if (!begin_dialog("Open a scenario or a run", {640, 520}, ui.opening)) return;
  std::error_code error;
  if (ui.folder.empty())
    ui.folder = fs::is_directory("scenarios", error) ? fs::absolute("scenarios", error).string()
                                                     : fs::current_path(error).string();
  ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
  ImGui::TextUnformatted(ui.folder.c_str());
  ImGui::PopStyleColor();
  const float foot = ImGui::GetFrameHeightWithSpacing();
  if (ImGui::BeginChild("##files", {0, -foot}, false)) {
    if (ImGui::Selectable("..  (folder above)")) ui.folder = fs::path(ui.folder).parent_path().string();
    for (const Listed& entry : list(ui.folder)) {
      const std::string label = entry.folder ? entry.name + "/" : entry.name;
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
  ImGui::EndChild();
  if (ImGui::Button("Cancel")) ui.opening = false;
  ImGui::End();
}

}  // namespace bicoastal::gui
