// Keys. What the mouse does often has one; dialogs and forms are walked through with the arrow keys.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/app/wishes.hpp"
#include "gui/app/workspace.hpp"

#include <array>
#include <utility>

namespace bicoastal::gui {

/// What the cheat sheet says: key, and what it does.
inline constexpr std::array<std::pair<const char*, const char*>, 22> kKeys = {{
    {"space", "play or pause"},
    {", and .", "event before, next event"},
    {"← and →", "a window back, a window on (shift: ten)"},
    {"home and end", "whole run; end of the run"},
    {"+ and -", "play faster, slower"},
    {"wheel", "zoom the map or the time line (shift: pan)"},
    {"b", "set or take away a bookmark"},
    {"n", "next bookmark"},
    {"m", "next measure in the chart"},
    {"1 … 7", "pages"},
    {"r", "choose the next region"},
    {"enter", "look inside the chosen region"},
    {"p", "pull the plug of the chosen region"},
    {"tab", "next branch"},
    {"ctrl Z, ctrl Y", "undo, redo a branch"},
    {"ctrl O, ctrl S", "open; save the scenario as"},
    {"ctrl P, ctrl C", "picture (PNG), table (CSV) of what is shown"},
    {"t", "theme"},
    {"l, page up and down", "lessons; the step before, the next one"},
    {"c, h, u, s, x", "change, hint, undo, solve, reset step"},
    {"F5", "present a lesson to a room"},
    {"esc, F1, ctrl Q", "back or close; this sheet; quit"},
}};

void handle_keys(const Workspace& workspace, UiState& ui, Wishes& wishes);

}  // namespace bicoastal::gui
