// Texts of the last frame that cover each other or leave the window. REQUIRES: keep_ink(true) before that frame.
#pragma once

#include "gui/draw/places.hpp"

#include <string>
#include <vector>

namespace bicoastal::test {

inline std::vector<std::string> covered_texts(ImVec2 screen) {
  std::vector<std::string> found;
  const std::vector<gui::NamedPlace>& all = gui::ink();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const gui::Box a = all[i].box.inset(1, 3);  // letters leave that much of a line free
    if (a.min.x < -1 || a.max.x > screen.x + 1 || a.min.y < -1 || a.max.y > screen.y + 1)
      found.push_back(all[i].text + " leaves the window");
    for (std::size_t j = i + 1; j < all.size(); ++j)
      if (a.overlaps(all[j].box.inset(1, 3))) found.push_back(all[i].text + " | " + all[j].text);
  }
  return found;
}

}  // namespace bicoastal::test
