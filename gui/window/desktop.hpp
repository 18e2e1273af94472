// The window on a desktop: GLFW and OpenGL 3.
#pragma once

#include "gui/app/program.hpp"

#include <string>
#include <vector>

namespace bicoastal::gui {

struct DesktopOptions {
  std::string simulator{};
  std::vector<std::string> files{};  ///< to open, beside each other; none: what a first-time visitor is shown
  std::string lesson{};              ///< to begin with; empty: none
  bool present = false;              ///< to a room
  std::optional<ThemeName> theme{};  ///< nothing: as it was last time
  std::optional<float> scale{};      ///< nothing: as the screen has it
  std::optional<int> width{}, height{};
  std::string places{};  ///< file that says where things are on the screen, for scripts; empty: none
};

/// Runs until the window is closed. What went wrong, or nothing.
std::string run_desktop(const DesktopOptions& options);

}  // namespace bicoastal::gui
