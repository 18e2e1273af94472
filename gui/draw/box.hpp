// Rectangles of the screen, laid out by cutting pieces off (in pixels).
#pragma once

#include <imgui.h>

#include <algorithm>

namespace bicoastal::gui {

struct Box {
  ImVec2 min{0, 0}, max{0, 0};

  float width() const { return std::max(0.0F, max.x - min.x); }
  float height() const { return std::max(0.0F, max.y - min.y); }
  ImVec2 size() const { return {width(), height()}; }
  ImVec2 centre() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
  bool holds(ImVec2 p) const { return p.x >= min.x && p.x < max.x && p.y >= min.y && p.y < max.y; }
  bool overlaps(const Box& o) const { return min.x < o.max.x && o.min.x < max.x && min.y < o.max.y && o.min.y < max.y; }

  Box inset(float by) const { return inset(by, by); }
  Box inset(float x, float y) const {
    const ImVec2 c = centre();
    return {{std::min(min.x + x, c.x), std::min(min.y + y, c.y)}, {std::max(max.x - x, c.x), std::max(max.y - y, c.y)}};
  }

  // Cuts a piece off, leaves the rest.
  Box cut_left(float w) {
    const float x = std::min(min.x + w, max.x);
    const Box piece{min, {x, max.y}};
    min.x = x;
    return piece;
  }
  Box cut_right(float w) {
    const float x = std::max(max.x - w, min.x);
    const Box piece{{x, min.y}, max};
    max.x = x;
    return piece;
  }
  Box cut_top(float h) {
    const float y = std::min(min.y + h, max.y);
    const Box piece{min, {max.x, y}};
    min.y = y;
    return piece;
  }
  Box cut_bottom(float h) {
    const float y = std::max(max.y - h, min.y);
    const Box piece{{min.x, y}, max};
    max.y = y;
    return piece;
  }
};

}  // namespace bicoastal::gui
