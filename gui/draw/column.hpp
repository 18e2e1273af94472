// A column of text and controls, one under the other, that scrolls where it is longer than its box.
#pragma once

#include <imgui.h>

#include "gui/draw/box.hpp"

#include <string>
#include <string_view>

namespace bicoastal::gui {

class Column {
 public:
  /// `scroll`: pixels to move by, in this frame; negative towards the top.
  Column(const Box& box, const char* id, float scroll);
  ~Column();
  Column(const Column&) = delete;
  Column& operator=(const Column&) = delete;

  float width() const { return width_; }
  float top() const { return y_; }
  void gap(float points);
  void paragraph(ImFont* font, ImU32 colour, std::string_view text);
  /// Room for something of that height.
  Box row(float pixels);
  /// A button whose text may take several lines, with a short label before it; `colour`: of its edge, 0 for none.
  bool choice(const char* id, std::string_view label, std::string_view text, ImFont* font, ImU32 colour,
              bool enabled = true);
  /// Brings what comes next into the upper part of the box.
  void scroll_here();
  /// There is more than is in sight.
  bool below() const;

 private:
  float x_ = 0, y_ = 0, width_ = 0, bottom_ = 0;
};

/// "30 s" and "99.9 %" stay on one line.
std::string with_units_unbroken(std::string_view text);
/// Height that put_paragraph() needs.
float paragraph_height(ImFont* font, std::string_view text, float width);

}  // namespace bicoastal::gui
