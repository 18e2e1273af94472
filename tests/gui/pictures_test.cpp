// Pictures of every page without a screen: held against stored ones, and looked through for texts that cover each other
// or leave the window.
#include "gui/ink.hpp"
#include "gui/stage.hpp"

#include "gui/app/scenes.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/theme.hpp"
#include "gui/window/offscreen.hpp"

#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

using namespace bicoastal;
using namespace bicoastal::gui;
using test::TestFolder;

namespace {

struct Format {
  const char* name;
  ThemeName theme;
  int width, height;
  float scale;
};
constexpr Format kFormats[] = {
    {"dark-1280x800", ThemeName::dark, 1280, 800, 1},
    {"dark-1920x1080", ThemeName::dark, 1920, 1080, 1},
    {"dark-3840x2160@2", ThemeName::dark, 3840, 2160, 2},
    {"light-1280x800", ThemeName::light, 1280, 800, 1},
    {"light-1920x1080", ThemeName::light, 1920, 1080, 1},
    {"light-3840x2160@2", ThemeName::light, 3840, 2160, 2},
    {"projector-1280x800", ThemeName::projector, 1280, 800, 1},
    {"projector-1920x1080", ThemeName::projector, 1920, 1080, 1},
    {"projector-3840x2160@2", ThemeName::projector, 3840, 2160, 2},
};
constexpr int kSmallWide = 96, kSmallHigh = 60;

/// Means of blocks: small, and blind to how a machine smooths its edges.
Pixels smaller(const Pixels& p) {
  Pixels small{kSmallWide, kSmallHigh, {}};
  for (int y = 0; y < kSmallHigh; ++y)
    for (int x = 0; x < kSmallWide; ++x)
      for (int c = 0; c < 3; ++c) {
        const int x0 = x * p.width / kSmallWide, x1 = (x + 1) * p.width / kSmallWide;
        const int y0 = y * p.height / kSmallHigh, y1 = (y + 1) * p.height / kSmallHigh;
        long sum = 0;
        for (int v = y0; v < y1; ++v)
          for (int u = x0; u < x1; ++u) sum += p.rgb[static_cast<std::size_t>((v * p.width + u) * 3 + c)];
        small.rgb.push_back(static_cast<std::uint8_t>(sum / std::max(1L, long(x1 - x0) * long(y1 - y0))));
      }
  return small;
}

/// Mean difference of colour, 0..255; 255 where there is no stored picture.
double difference(const Pixels& small, const std::string& path) {
  int width = 0, height = 0, channels = 0;
  stbi_uc* stored = stbi_load(path.c_str(), &width, &height, &channels, 3);
  if (stored == nullptr) return 255;
  double sum = 255;
  if (width == small.width && height == small.height) {
    sum = 0;
    for (std::size_t i = 0; i < small.rgb.size(); ++i) sum += std::abs(double(small.rgb[i]) - double(stored[i]));
    sum /= static_cast<double>(small.rgb.size());
  }
  stbi_image_free(stored);
  return sum;
}

/// What is open while pictures are taken.
struct Opened {
  std::string run, other, sweep, empty_folder;
};

void draw_all(const Opened& opened, const Format& format) {
  INFO(format.name);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  std::string trouble;
  {
    auto screen = Offscreen::create(format.width, format.height, trouble);
    INFO(trouble);
    REQUIRE(screen);
    Program program(BICOASTAL_PROGRAM, format.theme, format.scale);
    screen->fonts_changed();
    program.open(opened.sweep);
    program.open(opened.run);
    program.open_beside(opened.other);
    while (program.workspace().busy()) program.workspace().tick();
    REQUIRE(program.workspace().now().run);
    keep_ink(true);
    program.ui().folder = opened.empty_folder;  // of the dialog that opens files
    for (const Picture& picture : kPictures) {
      show_picture(picture, program.ui());
      for (int i = 0; i < 4 || program.is_busy(); ++i) {
        screen->begin_frame(1.0 / 60);
        program.frame(1.0 / 60);
        screen->drop_frame();
      }
      screen->begin_frame(1.0 / 60);
      program.frame(1.0 / 60);
      const Pixels pixels = screen->end_frame();
      INFO(picture.name);
      CHECK(ink().size() > 10);
      const bool over_others = program.ui().opening || program.ui().help;  // on purpose
      if (!over_others)
        CHECK(test::covered_texts({float(format.width), float(format.height)}) == std::vector<std::string>());
      const std::string golden =
          std::string(BICOASTAL_SOURCE_DIR) + "/tests/gui/golden/" + format.name + "-" + picture.name + ".png";
      if (std::getenv("BICOASTAL_NEW_PICTURES") != nullptr) REQUIRE(write_png(smaller(pixels), golden).empty());
      CHECK(difference(smaller(pixels), golden) < 1.5);
    }
    keep_ink(false);
  }
  ImGui::DestroyContext();
}

}  // namespace

// A change of looks is looked at, and then stored: BICOASTAL_NEW_PICTURES=1 test_gui '[pictures]'
TEST_CASE("Every page looks as it did, in every theme and size, and no text covers another", "[gui][pictures]") {
  const TestFolder folder;
  const Opened opened{test::make_run(folder, test::small_scenario(), "small"),
                      test::make_run(folder, test::small_scenario(), "other", {"--set", "/faults/0/for=5 s"}),
                      test::make_sweep(folder), folder / "empty"};
  std::filesystem::create_directory(opened.empty_folder);
  for (const Format& format : kFormats) draw_all(opened, format);
}

TEST_CASE("The comparison of pictures sees a panel that is missing", "[gui][pictures]") {
  const TestFolder folder;
  Pixels picture{320, 200, std::vector<std::uint8_t>(320 * 200 * 3, 40)};
  const std::string path = folder / "a.png";
  REQUIRE(write_png(smaller(picture), path).empty());
  CHECK(difference(smaller(picture), path) == 0);
  for (int y = 20; y < 80; ++y)
    for (int x = 20; x < 120; ++x) picture.rgb[static_cast<std::size_t>((y * 320 + x) * 3)] = 140;
  CHECK(difference(smaller(picture), path) > 1.5);
}
