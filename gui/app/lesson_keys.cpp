#include "gui/app/lesson_keys.hpp"

#include "gui/app/keys.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

using What = LessonWish::What;

constexpr float kLines = 60, kPage = 0.7F;

/// On: to what is below first, then to what comes next.
void go_on(const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  if (ui.lesson.below) {
    ui.lesson.scroll = ImGui::GetIO().DisplaySize.y * kPage;
  } else if (desk.session() != nullptr && (desk.session()->asking() || desk.session()->telling())) {
    wishes.lesson.push_back({What::next});
  }
}

void keys_of_course(const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  const std::size_t all = desk.course().size();
  std::size_t& row = ui.lesson.row;
  if (row == 0) row = desk.next_lesson().value_or(0) + 1;
  const std::size_t before = row;
  if (pressed(ImGuiKey_DownArrow) && row < all) ++row;
  if (pressed(ImGuiKey_UpArrow) && row > 1) --row;
  if (row != before) ui.lesson.scroll = (row > before ? 1.0F : -1.0F) * style().lesson->FontSize * 2.0F;
  if (pressed(ImGuiKey_Enter)) wishes.lesson.push_back({What::open, desk.course()[row - 1].file});
}

void keys_of_step(const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  const LessonSession& session = *desk.session();
  if (session.finished()) {
    const auto number = desk.number();
    if (pressed(ImGuiKey_Enter) && number && *number + 1 < desk.course().size())
      wishes.lesson.push_back({What::open, desk.course()[*number + 1].file});
    return;
  }
  const LessonStep& step = session.step();
  if (typed('x')) wishes.lesson.push_back({What::reset});
  if (session.asking()) {
    for (std::size_t o = 0; o < step.predict->options.size(); ++o)
      if (typed(static_cast<char>('1' + o)) || typed(static_cast<char>('a' + o)))
        wishes.lesson.push_back({What::answer, fmt::format("{}", o + 1)});
    if (step.predict->number && pressed(ImGuiKey_Enter)) ui.lesson.focus = true;
    return;
  }
  if (!session.telling()) return;
  if (step.goal && typed('c')) ui.lesson.focus = true;
  if (step.goal && typed('h')) wishes.lesson.push_back({What::hint});
  if (step.goal && typed('u')) wishes.lesson.push_back({What::undo});
  if (step.goal && typed('s')) wishes.lesson.push_back({What::solve});
  if (pressed(ImGuiKey_Enter) && !step.goal) wishes.lesson.push_back({What::next});
}

}  // namespace

void present(bool on, UiState& ui, Wishes& wishes) {
  if (on == ui.lesson.presenting) return;
  ui.lesson.presenting = on;
  if (on) {
    ui.lesson.before = theme().name;
    ui.lesson.open = true;
  }
  wishes.theme = on ? ThemeName::projector : ui.lesson.before.value_or(ThemeName::dark);
}

bool handle_lesson_keys(const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  if (ImGui::IsKeyPressed(kF5, false)) present(!ui.lesson.presenting, ui, wishes);
  if (ui.lesson.presenting && pressed(ImGuiKey_Escape)) {
    present(false, ui, wishes);
    return true;
  }
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.WantTextInput && !io.KeyCtrl && typed('l')) ui.lesson.open = !ui.lesson.open;
  if (!ui.lesson.open || io.KeyCtrl) return false;
  if (pressed(ImGuiKey_PageDown)) go_on(desk, ui, wishes);
  if (pressed(ImGuiKey_PageUp) && desk.session() != nullptr) wishes.lesson.push_back({What::back});
  if (io.WantTextInput) return false;
  if (ui.lesson.presenting) {
    if (pressed(ImGuiKey_RightArrow)) go_on(desk, ui, wishes);
    if (pressed(ImGuiKey_LeftArrow) && desk.session() != nullptr) wishes.lesson.push_back({What::back});
  }
  if (desk.session() == nullptr) {
    keys_of_course(desk, ui, wishes);
    return false;
  }
  if (pressed(ImGuiKey_DownArrow)) ui.lesson.scroll = px(kLines);
  if (pressed(ImGuiKey_UpArrow)) ui.lesson.scroll = -px(kLines);
  keys_of_step(desk, ui, wishes);
  return ui.lesson.presenting || desk.hides();
}

}  // namespace bicoastal::gui
