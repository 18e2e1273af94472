// What pictures are taken of: every page, and what stands over or inside them.
#pragma once

#include "gui/app/ui_state.hpp"

#include <array>

namespace bicoastal::gui {

struct Picture {
  const char* name;
  void (*show)(UiState& ui);
};

inline constexpr std::array<Picture, 11> kPictures = {{
    {"world", [](UiState& ui) { ui.page = Page::world; }},
    {"inside",
     [](UiState& ui) {
       ui.page = Page::world;
       ui.inside = RegionId(0);
     }},
    {"time", [](UiState& ui) { ui.page = Page::time; }},
    {"anomalies", [](UiState& ui) { ui.page = Page::anomalies; }},
    {"impact", [](UiState& ui) { ui.page = Page::impact; }},
    {"compare", [](UiState& ui) { ui.page = Page::compare; }},
    {"compare-worlds",
     [](UiState& ui) {
       ui.page = Page::compare;
       ui.compare_worlds = true;
     }},
    {"workbench", [](UiState& ui) { ui.page = Page::workbench; }},
    {"study", [](UiState& ui) { ui.page = Page::study; }},
    {"open",
     [](UiState& ui) {
       ui.page = Page::world;
       ui.opening = true;
     }},
    {"keys",
     [](UiState& ui) {
       ui.page = Page::world;
       ui.help = true;
     }},
}};

/// From whatever is shown to a picture.
inline void show_picture(const Picture& picture, UiState& ui) {
  ui.inside.reset();
  ui.opening = ui.help = ui.compare_worlds = false;
  picture.show(ui);
}

}  // namespace bicoastal::gui
