// Pictures of every page without a screen: for documents, reports and tests.
#pragma once

#include "gui/draw/theme.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

struct PictureOptions {
  std::string simulator{};
  std::vector<std::string> files{};  ///< scenario or run files; none where there is a lesson
  std::string lesson{};              ///< whose steps are drawn in place of pages
  bool present = false;              ///< as for a room
  std::string folder{};              ///< made where it is not there
  std::optional<ThemeName> theme{};  ///< nothing: dark, or the projector's for a room
  int width = 1280, height = 800;    ///< pixels
  float scale = 1;
  std::optional<double> at_s{};      ///< moment to show; nothing: where a visitor is led first
  std::vector<std::string> pages{};  ///< names; empty: all
};

/// Writes FOLDER/PAGE.png, or of a lesson what lesson_pictures.hpp says. What went wrong, or nothing.
std::string make_pictures(const PictureOptions& options);

}  // namespace bicoastal::gui
