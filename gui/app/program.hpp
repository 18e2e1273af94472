// The program without its window: state, workspace, and what one frame does with them. Windows, pictures and tests
// drive it.
#pragma once

#include "gui/app/lesson_desk.hpp"
#include "gui/app/shell.hpp"
#include "gui/app/ui_state.hpp"
#include "gui/app/workspace.hpp"

#include <optional>
#include <string>
#include <utility>

namespace bicoastal::gui {

class Program {
 public:
  /// `simulator`: path of `bicoastal`. REQUIRES: a context of ImGui.
  Program(std::string simulator, ThemeName theme, float scale);

  /// A scenario, a run, or the result of a sweep.
  void open(const std::string& path, const std::vector<Override>& changes = {}, const std::string& what = {});
  /// Beside what is there. Not a lesson, which brings runs of its own: then a line says so.
  void open_beside(const std::string& path);
  /// Between ImGui's NewFrame and Render. `real_s`: since the frame before.
  void frame(double real_s);

  /// Begins a lesson: a number of the course, a name or a file. What is wrong with it, or nothing.
  std::string open_lesson(const std::string& what);

  /// Lessons for a room, from the next frame on; in the projector's theme where nobody chose another.
  void present(std::optional<ThemeName> theme = std::nullopt);

  Workspace& workspace() { return workspace_; }
  LessonDesk& lessons() { return lessons_; }
  UiState& ui() { return ui_; }
  bool wants_to_quit() const { return quit_; }
  /// Asked for by the user, once: pictures are taken by who has the pixels.
  bool take_picture_wish() { return picture_in_ > 0 && --picture_in_ == 0; }
  /// Something is under way that will change what is shown.
  bool is_busy() const { return workspace_.busy() || workspace_.what_if().busy() || ui_.stories.busy(); }
  /// Something moves by itself: the next frame should come at once.
  bool is_moving() const { return ui_.playing || is_busy() || picture_in_ > 0 || notice_left_s_ > 0; }
  /// Between frames: takes another theme, or size of type, where it was asked for. True: the fonts were made anew, and
  /// the renderer must be told.
  bool restyle();
  /// A line at the bottom for a few seconds: "Saved …".
  void say(std::string text) {
    notice_ = std::move(text);
    notice_left_s_ = 5;
  }
  /// What it says; empty where it is over.
  std::string_view said() const { return notice_left_s_ > 0 ? std::string_view(notice_) : std::string_view(); }

 private:
  void grant(Wishes& wishes);
  void draw_notice(double real_s);

  Workspace workspace_;
  LessonDesk lessons_;
  UiState ui_;
  const RunView* seen_ = nullptr;  // the run that the state was fitted to
  bool quit_ = false;
  int picture_in_ = 0;  // frames
  std::optional<ThemeName> theme_wish_{};
  std::string notice_;
  double notice_left_s_ = 0;
};

}  // namespace bicoastal::gui
