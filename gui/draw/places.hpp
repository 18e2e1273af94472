// Where things with names are on the screen, and what they say, as of the last frame: so that lessons can point at
// them, scripts can press them, and tests can read what is really shown.
#pragma once

#include "gui/draw/box.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal::gui {

struct NamedPlace {
  Box box;
  std::string text;  ///< what it says; may be empty
};

/// Begins a new frame: what is not noted again is not there any more.
void begin_places();
void note_place(std::string_view name, const Box& box, std::string_view text = {});
/// Of the last frame that was drawn in full.
std::optional<NamedPlace> place_of(std::string_view name);
const std::map<std::string, NamedPlace, std::less<>>& all_places();

/// Every text that panels put somewhere, in the last frame; kept only while somebody wants to know whether two of them
/// cover each other.
void keep_ink(bool keep);
void note_ink(const Box& box, std::string_view text);
const std::vector<NamedPlace>& ink();

}  // namespace bicoastal::gui
