// Pixels of a frame, and PNG files of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bicoastal::gui {

struct Pixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;  ///< rows from the top, three bytes a pixel
};

/// Reads what is drawn in the current context of OpenGL.
Pixels read_pixels(int width, int height);
/// Why that fails, or nothing. The file is whole or as it was before.
std::string write_png(const Pixels& pixels, const std::string& path);

}  // namespace bicoastal::gui
