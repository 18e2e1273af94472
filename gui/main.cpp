// bicoastal-gui: see the anomaly, pull the plug, understand.
#include "gui/app/scenes.hpp"
#include "gui/app/signals.hpp"
#include "gui/window/desktop.hpp"
#include "gui/window/pictures.hpp"

#include "sim/base/units.hpp"
#include "sim/scenario/file_kind.hpp"

#include <imgui.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

namespace {

using namespace bicoastal;
using namespace bicoastal::gui;

// As `bicoastal` has them.
constexpr int kUsage = 64, kBadInput = 65, kInternal = 70;

/// `bicoastal` stands beside this program.
std::string simulator() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto beside = self.parent_path() / "bicoastal";
  return !error && std::filesystem::exists(beside, error) ? beside.string() : "bicoastal";
}

struct Arguments {
  std::vector<std::string> files{};
  std::string lesson{}, picture{}, theme{}, size{}, at{}, places{};
  bool present = false;
  std::vector<std::string> pages{};
  float scale = 0;
};

int fail(int code, const std::string& why) {
  std::fprintf(stderr, "bicoastal gui: %s\n", why.c_str());
  return code;
}

std::string page_names() {
  std::string names;
  for (const Picture& picture : kPictures) names += (names.empty() ? "" : ", ") + std::string(picture.name);
  return names;
}

int start(Arguments given) {
  const auto is_lesson = [](const std::string& file) {
    return file.ends_with(".json") && kind_of(file) == FileKind::lesson;
  };
  if (given.lesson.empty() && given.files.size() == 1 && is_lesson(given.files[0])) given.lesson = given.files[0];
  if (given.files.size() > 1)
    for (const std::string& file : given.files)
      if (is_lesson(file))
        return fail(kUsage,
                    file + " is a lesson, which brings runs of its own: open it alone (bicoastal gui " + file + ")");
  std::optional<ThemeName> theme;
  if (!given.theme.empty()) {
    theme = theme_named(given.theme);
    if (!theme) return fail(kUsage, "--theme " + given.theme + " is none of: dark, light, projector");
  }
  int width = 0, height = 0;
  if (!given.size.empty()) {
    char end = 0;
    if (std::sscanf(given.size.c_str(), "%dx%d%c", &width, &height, &end) != 2 || width < 640 || height < 400 ||
        width > 7680 || height > 4320)
      return fail(kUsage, "--size " + given.size + " is no size from 640x400 to 7680x4320, such as 1280x800");
  }
  if (given.scale != 0 && !(given.scale >= 0.5F && given.scale <= 4))
    return fail(kUsage, "--scale must be from 0.5 to 4");
  std::optional<double> at_s;
  if (!given.at.empty()) {
    const auto at = parse_quantity(given.at, Dimension::time);
    if (const auto* fault = std::get_if<UnitFault>(&at))
      return fail(kUsage, "--at: " + fault->message + "; " + fault->suggestion);
    at_s = std::get<double>(at) * 1e-9;
  }
  for (const std::string& page : given.pages)
    if (std::none_of(kPictures.begin(), kPictures.end(), [&](const Picture& p) { return page == p.name; }))
      return fail(kUsage, "--page " + page + " is none of: " + page_names());

  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  std::string trouble;
  if (!given.picture.empty()) {
    if (given.files.empty() && given.lesson.empty())
      return fail(kUsage, "--picture needs a scenario, a run or a lesson to show");
    PictureOptions options{.simulator = simulator(), .files = given.files, .folder = given.picture};
    options.theme = theme;
    if (width > 0) options.width = width;
    if (height > 0) options.height = height;
    if (given.scale > 0) options.scale = given.scale;
    options.at_s = at_s;
    options.pages = given.pages;
    options.lesson = given.lesson;
    options.present = given.present;
    trouble = make_pictures(options);
  } else {
    DesktopOptions options{.simulator = simulator(), .files = given.files, .theme = theme};
    if (width > 0) options.width = width;
    if (height > 0) options.height = height;
    if (given.scale > 0) options.scale = given.scale;
    options.places = given.places;
    options.lesson = given.lesson;
    options.present = given.present;
    trouble = run_desktop(options);
  }
  ImGui::DestroyContext();
  return trouble.empty() ? 0 : fail(kBadInput, trouble);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  watch_signals();
  CLI::App app("See what a simulated deployment did to its users, pull the plug, and compare.", "bicoastal gui");
  Arguments given;
  app.add_option(
         "files", given.files,
         "Scenario file, which is run first, run file, or lesson; more runs and scenarios stand beside the first")
      ->type_name("FILE");
  app.add_option("--lesson", given.lesson, "Lesson to begin with: its number, its name, a part of it, or a file")
      ->type_name("LESSON");
  app.add_flag("--present", given.present, "Lessons for a room: large type, a pointer, keys of a clicker (F5)");
  app.add_option("--picture", given.picture, "Draw every page into PNG files in this directory, without a screen")
      ->type_name("DIR");
  app.add_option("--page", given.pages, "Only this page, with --picture; may stand several times: " + page_names())
      ->type_name("NAME");
  app.add_option("--theme", given.theme, "dark, light or projector; by default as last time, of pictures dark")
      ->type_name("NAME");
  app.add_option("--size", given.size, "Size of the window or the pictures in pixels")->type_name("WxH");
  app.add_option("--scale", given.scale, "Pixels a point; by default as the screen has it")->type_name("FACTOR");
  app.add_option("--at", given.at, "Moment to show in pictures, such as \"2.5 min\"")->type_name("TIME");
  app.add_option("--places", given.places,
                 "Keep a file up to date that says where things are in the window, for scripts")
      ->type_name("FILE");
  app.footer(
      "Examples:\n  bicoastal gui                                    an outage, to begin with\n  bicoastal gui "
      "scenarios/quickstart.json\n  bicoastal gui results/quickstart-42.db\n"
      "  bicoastal gui --lesson 3                         a lesson of the course\n"
      "  bicoastal gui scenarios/quickstart.json --picture pictures --theme light --size 1920x1080 --at \"2.5 min\"");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  try {
    return start(given);
  } catch (const std::exception& error) {
    return fail(kInternal, std::string("internal error: ") + error.what() + ". This is a bug in bicoastal.");
  }
}
