// A stage for the desktop program without window and pixels: ImGui with no renderer, and a user made of code.
#pragma once

#include "gui/app/program.hpp"
#include "support/temporary_folder.hpp"

#include <string>

namespace bicoastal::test {

class Stage {
 public:
  explicit Stage(float width = 1280, float height = 800, float scale = 1, gui::ThemeName theme = gui::ThemeName::dark);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  gui::Program& program() { return *program_; }
  gui::UiState& ui() { return program_->ui(); }
  const gui::RunView& run() { return *program_->workspace().now().run; }

  /// One frame; the mouse and keys are as they were set.
  void frame(double real_s = 1.0 / 60);
  void frames(int count) {
    for (int i = 0; i < count; ++i) frame();
  }
  /// Opens a file and waits until its run is there, or there will be none.
  void open(const std::string& path);
  /// Frames until nothing runs and reads any more.
  void settle();

  void move(ImVec2 to);
  void press(int button = 0);
  void release(int button = 0);
  void click(ImVec2 at, int button = 0);
  void wheel(float by) { wheel_ = by; }
  void type(const std::string& text) { typed_ += text; }
  void key(ImGuiKey key);

 private:
  std::unique_ptr<gui::Program> program_;
  ImVec2 mouse_{-1e30F, -1e30F};
  float wheel_ = 0;
  std::string typed_;
};

/// A folder for this test's files, in which the program keeps its state, too, and not in that of whoever tests.
class TestFolder {
 public:
  TestFolder();
  std::string operator/(const std::string& name) const { return (folder_.path() / name).string(); }

 private:
  TemporaryFolder folder_;
};

/// Runs `bicoastal run` on a scenario and gives the path of its run file.
std::string make_run(const TestFolder& folder, const std::string& scenario_text, const std::string& name,
                     const std::vector<std::string>& options = {});
/// Runs the small sweep that comes with the program and gives the path of its result file.
std::string make_sweep(const TestFolder& folder);
/// Three regions, an outage of one, some seconds long.
std::string small_scenario();
std::string shipped(const std::string& name);
/// A run whose process was killed while it ran.
std::string make_killed_run(const TestFolder& folder);
/// What `run --json` prints of a scenario.
std::string json_of(const std::string& scenario);
/// Of a place that was noted in the last frame.
ImVec2 centre_of(const std::string& name);
/// Processes that this one has started and not waited for.
int children();

}  // namespace bicoastal::test
