// Drawing without a screen: EGL's surfaceless platform and a frame buffer object. Needs no X server and no GPU.
#pragma once

#include "gui/window/pixels.hpp"

#include <memory>
#include <string>

namespace bicoastal::gui {

class Offscreen {
 public:
  /// Why there is none, in `trouble`; null then. REQUIRES: a context of ImGui.
  static std::unique_ptr<Offscreen> create(int width, int height, std::string& trouble);
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

  void begin_frame(double real_s);  ///< up to ImGui's NewFrame
  Pixels end_frame();               ///< renders
  void drop_frame();                ///< ends one that nobody looks at: draws nothing
  void fonts_changed();

 private:
  struct Egl;
  explicit Offscreen(std::unique_ptr<Egl> egl, int width, int height);
  std::unique_ptr<Egl> egl_;
  int width_, height_;
};

}  // namespace bicoastal::gui
