#include "gui/window/pictures.hpp"

#include "gui/app/program.hpp"
#include "gui/app/scenes.hpp"
#include "gui/app/signals.hpp"
#include "gui/window/lesson_pictures.hpp"
#include "gui/window/offscreen.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>

namespace bicoastal::gui {

namespace {

constexpr double kFrame = 1.0 / 60;
/// Sizes of tables and the like are known after a frame or two.
constexpr int kFramesToSettle = 4;

Pixels draw(Program& program, Offscreen& screen) {
  for (int i = 1; i < kFramesToSettle || (program.is_busy() && !told_to_end()); ++i) {
    screen.begin_frame(kFrame);
    program.frame(kFrame);
    screen.drop_frame();
  }
  screen.begin_frame(kFrame);
  program.frame(kFrame);
  return screen.end_frame();
}

/// Until the run is there, or there will be none.
std::string wait_for_run(Program& program) {
  while (program.workspace().busy()) {
    if (told_to_end()) return "interrupted";
    program.workspace().tick();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const Branch& branch = program.workspace().now();
  return branch.run ? std::string() : branch.trouble;
}

}  // namespace

std::string make_pictures(const PictureOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  if (error) return options.folder + " cannot be made: " + error.message();
  std::string trouble;
  const auto screen = Offscreen::create(options.width, options.height, trouble);
  if (!screen) return trouble;
  Program program(options.simulator, options.theme.value_or(ThemeName::dark), options.scale);
  screen->fonts_changed();
  if (options.present) program.present(options.theme);
  if (!options.lesson.empty()) {
    const std::string why = program.open_lesson(options.lesson);
    return why.empty() ? make_lesson_pictures(program, *screen, options.folder) : why;
  }
  program.open(options.files.front());
  for (std::size_t i = 1; i < options.files.size(); ++i) program.open_beside(options.files[i]);
  if (!program.workspace().empty())
    if (const std::string why = wait_for_run(program); !why.empty()) return why;
  draw(program, *screen);  // the first frames lead the visitor somewhere
  if (options.at_s && !program.workspace().empty())
    program.ui().cursor_s = std::clamp(*options.at_s, 0.0, program.workspace().now().run->end_s);
  for (const Picture& picture : kPictures) {
    const std::string name = picture.name;
    if (!options.pages.empty() && std::find(options.pages.begin(), options.pages.end(), name) == options.pages.end())
      continue;
    show_picture(picture, program.ui());
    const std::string path = (std::filesystem::path(options.folder) / (name + ".png")).string();
    if (const std::string why = write_png(draw(program, *screen), path); !why.empty()) return why;
  }
  return {};
}

}  // namespace bicoastal::gui
