#include "gui/app/program.hpp"

#include "gui/app/export.hpp"
#include "gui/app/lesson_keys.hpp"
#include "gui/app/recent.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "sim/scenario/file_kind.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

bool is_lesson_file(const std::string& path) { return path.ends_with(".json") && kind_of(path) == FileKind::lesson; }

/// Until the menu that asked for the picture is gone from it.
constexpr int kFramesToPicture = 3;

}  // namespace

Program::Program(std::string simulator, ThemeName theme, float scale) : workspace_(std::move(simulator)) {
  apply_style(theme, scale);
}

void Program::open(const std::string& path, const std::vector<Override>& changes, const std::string& what) {
  if (changes.empty() && is_lesson_file(path)) {
    open_lesson(path);
    return;
  }
  lessons_.grant({LessonWish::What::close}, workspace_);
  const StudyView* before = workspace_.study();
  workspace_.open(path, changes, what);
  if (workspace_.study() != before) {
    ui_.page = Page::study;
    ui_.study_point.reset();
  } else {
    seen_ = nullptr;
  }
}

void Program::open_beside(const std::string& path) {
  if (!is_lesson_file(path)) {
    workspace_.open_beside(path);
  } else if (workspace_.empty()) {
    open(path);
  } else {
    say(fmt::format("{} is a lesson, which brings runs of its own: open it in place of what is open.",
                    std::filesystem::path(path).filename().string()));
  }
}

std::string Program::open_lesson(const std::string& what) {
  lessons_.grant({LessonWish::What::open, what}, workspace_);
  seen_ = nullptr;
  ui_.lesson.open = true;
  ui_.page = Page::world;
  std::string text;
  for (const std::string& complaint : lessons_.complaints()) text += (text.empty() ? "" : "\n") + complaint;
  return text;
}

void Program::present(std::optional<ThemeName> theme) {
  Wishes wishes;
  gui::present(true, ui_, wishes);
  if (theme) wishes.theme = theme;
  grant(wishes);
}

bool Program::restyle() {
  if (!theme_wish_) return false;
  apply_style(*std::exchange(theme_wish_, std::nullopt), style().scale, ui_.lesson.presenting);
  return true;
}

void Program::frame(double real_s) {
  begin_places();
  workspace_.tick();
  lessons_.tick(workspace_);
  if (!workspace_.empty()) {
    const RunView* run = workspace_.now().run.get();
    if (run != nullptr && run != seen_) {
      if (seen_ == nullptr) {
        look_at(*run, ui_);
        if (!workspace_.now().source.starts_with("shipped:")) remember_file(workspace_.now().source);
      } else {
        fit_to(*run, ui_);
      }
      seen_ = run;
    }
    if (run != nullptr) advance(ui_, *run, real_s);
    if (run == nullptr || run == seen_) lessons_.show(workspace_, ui_);
  } else {
    lessons_.show(workspace_, ui_);
  }
  Wishes wishes;
  draw_shell(workspace_, lessons_, ui_, wishes);
  draw_notice(real_s);
  grant(wishes);
}

void Program::grant(Wishes& wishes) {
  if (wishes.open && wishes.beside) {
    open_beside(*wishes.open);
  } else if (wishes.open) {
    open(*wishes.open, wishes.changes, wishes.change_text);
    wishes.changes.clear();
  }
  for (const LessonWish& wish : wishes.lesson) {
    if (wish.what == LessonWish::What::open) {
      open_lesson(wish.text);
    } else {
      lessons_.grant(wish, workspace_);
    }
  }
  if (wishes.branch && *wishes.branch < workspace_.branches().size()) workspace_.choose(*wishes.branch);
  if (!wishes.changes.empty()) workspace_.change(wishes.changes, wishes.change_text);
  if (wishes.run_again) workspace_.run_again();
  if (wishes.undo) workspace_.undo();
  if (wishes.redo) workspace_.redo();
  if (wishes.cancel) workspace_.cancel();
  if (wishes.table && (ui_.page == Page::study || (!workspace_.empty() && workspace_.now().run))) {
    ImGui::SetClipboardText(table_of(workspace_, ui_).c_str());
    say("Copied as CSV: paste it into a spreadsheet.");
  }
  if (wishes.save_as && !workspace_.empty() && workspace_.now().run) say(save_scenario(*workspace_.now().run, ui_));
  if (wishes.picture) picture_in_ = kFramesToPicture;
  if (wishes.what_if) workspace_.ask_what_if();
  if (wishes.theme) theme_wish_ = wishes.theme;
  if (wishes.quit) quit_ = true;
}

void Program::draw_notice(double real_s) {
  if (notice_left_s_ <= 0) return;
  notice_left_s_ -= real_s;
  if (picture_in_ > 0) return;
  ImDrawList& to = *ImGui::GetForegroundDrawList();
  const ImVec2 screen = ImGui::GetIO().DisplaySize, size = text_size(style().body, notice_);
  const Box box{{screen.x / 2 - size.x / 2 - px(16), screen.y - px(76)},
                {screen.x / 2 + size.x / 2 + px(16), screen.y - px(76) + size.y + px(16)}};
  to.AddRectFilled(box.min, box.max, theme().raised, px(8));
  to.AddRect(box.min, box.max, theme().accent, px(8));
  put_text(to, box, style().body, theme().text, notice_, Align::centre);
}

}  // namespace bicoastal::gui
