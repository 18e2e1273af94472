// What is remembered from one start to the next: files that were open lately, theme and size of the window.
//
// In $XDG_STATE_HOME/bicoastal, else ~/.local/state/bicoastal. Where that cannot be written, nothing is remembered and
// nobody is bothered.
#pragma once

#include "gui/draw/theme.hpp"

#include <string>
#include <vector>

namespace bicoastal::gui {

/// Latest first; only those that are there.
std::vector<std::string> recent_files();
void remember_file(const std::string& path);

struct WindowMemory {
  int width = 1440, height = 900;
  ThemeName theme = ThemeName::dark;
};
WindowMemory remembered_window();
void remember_window(const WindowMemory& window);

}  // namespace bicoastal::gui
