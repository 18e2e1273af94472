#include "gui/window/pixels.hpp"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#include <stb/stb_image_write.h>

#include <GL/gl.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace bicoastal::gui {

Pixels read_pixels(int width, int height) {
  std::vector<std::uint8_t> rows(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, rows.data());
  Pixels pixels{width, height, {}};
  pixels.rgb.reserve(rows.size());
  const auto row = static_cast<std::ptrdiff_t>(width) * 3;
  for (int y = height - 1; y >= 0; --y)  // OpenGL's first row is the lowest
    pixels.rgb.insert(pixels.rgb.end(), rows.begin() + y * row, rows.begin() + (y + 1) * row);
  return pixels;
}

std::string write_png(const Pixels& pixels, const std::string& path) {
  namespace fs = std::filesystem;
  const std::string draft = path + ".new";
  {
    std::ofstream file(draft, std::ios::binary | std::ios::trunc);
    const auto put = [](void* context, void* data, int size) {
      static_cast<std::ofstream*>(context)->write(static_cast<const char*>(data), size);
    };
    stbi_write_png_to_func(put, &file, pixels.width, pixels.height, 3, pixels.rgb.data(), pixels.width * 3);
    if (!file.flush()) {
      const std::string why = std::strerror(errno);
      file.close();
      std::error_code ignored;
      fs::remove(draft, ignored);
      return path + " cannot be written: " + why;
    }
  }
  std::error_code error;
  fs::rename(draft, path, error);
  return error ? path + " cannot be written: " + error.message() : std::string();
}

}  // namespace bicoastal::gui
