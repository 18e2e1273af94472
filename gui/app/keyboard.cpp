#include "gui/app/keyboard.hpp"

#include "gui/app/keys.hpp"
#include "gui/panels/time_axis.hpp"
#include "gui/panels/transport.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace bicoastal::gui {

namespace {

/// With control no letter is typed.
bool with_control(char letter) { return ImGui::IsKeyPressed(letter, false); }

void keys_of_time(const RunView& run, UiState& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  if (typed(' ')) play_or_pause(ui, run);
  if (typed('.')) to_next_event(ui, run);
  if (typed(',')) to_last_event(ui, run);
  const double step = run.window_s * (io.KeyShift ? 10 : 1);
  if (pressed(ImGuiKey_LeftArrow)) ui.cursor_s -= step;
  if (pressed(ImGuiKey_RightArrow)) ui.cursor_s += step;
  if (pressed(ImGuiKey_Home)) show_all(ui, run);
  if (pressed(ImGuiKey_End)) ui.cursor_s = run.end_s;
  if (typed('+') || typed('=')) change_speed(ui, 1);
  if (typed('-')) change_speed(ui, -1);
  if (typed('b')) toggle_bookmark(ui);
  if (typed('n') && !ui.bookmarks_s.empty()) {
    std::vector<double> marks = ui.bookmarks_s;
    std::sort(marks.begin(), marks.end());
    const auto next = std::upper_bound(marks.begin(), marks.end(), ui.cursor_s + 1e-9);
    ui.cursor_s = next == marks.end() ? marks.front() : *next;
  }
  if (typed('m')) ui.measure = static_cast<Measure>((static_cast<std::size_t>(ui.measure) + 1) % kMeasures);
  ui.cursor_s = std::clamp(ui.cursor_s, 0.0, run.end_s);
}

void keys_of_regions(const RunView& run, UiState& ui) {
  const std::size_t regions = run.scenario.regions.size();
  if (typed('r')) {
    const std::size_t next = ui.region ? (ui.region->index() + 1) % regions : 0;
    ui.region = RegionId(next);
    if (ui.inside) ui.inside = ui.region;
  }
  if (ui.region && pressed(ImGuiKey_Enter)) ui.inside = ui.region;
  if (ui.region && typed('p')) {
    ui.page = Page::world;
    ui.pulling_asked = true;
  }
}

}  // namespace

void handle_keys(const Workspace& workspace, UiState& ui, Wishes& wishes) {
  const ImGuiIO& io = ImGui::GetIO();
  if (pressed(ImGuiKey_Escape)) {
    if (ui.help || ui.opening) {
      ui.help = ui.opening = false;
    } else {
      ui.inside.reset();
    }
  }
  const bool elsewhere = ui.help || ui.opening || ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId);
  if (elsewhere && (typed('?') || ImGui::IsKeyPressed(kF1, false))) ui.help = false;
  if (io.WantTextInput || elsewhere) return;
  if (io.KeyCtrl) {
    if (with_control('Z')) wishes.undo = true;
    if (with_control('Y')) wishes.redo = true;
    if (with_control('C')) wishes.table = true;
    if (with_control('O')) ui.opening = true;
    if (with_control('S')) wishes.save_as = true;
    if (with_control('P')) wishes.picture = true;
    if (with_control('Q')) wishes.quit = true;
    return;
  }
  for (std::size_t p = 0; p < kPages; ++p)
    if (typed(static_cast<char>('1' + p))) ui.page = static_cast<Page>(p);
  if (typed('t')) wishes.theme = next_theme(theme().name);
  if (typed('?') || ImGui::IsKeyPressed(kF1, false)) ui.help = !ui.help;
  if (workspace.empty()) return;
  if (pressed(ImGuiKey_Tab) && workspace.branches().size() > 1)
    wishes.branch = (workspace.chosen() + 1) % workspace.branches().size();
  if (!workspace.now().run) return;
  keys_of_time(*workspace.now().run, ui);
  keys_of_regions(*workspace.now().run, ui);
}

}  // namespace bicoastal::gui
