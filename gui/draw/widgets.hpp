// Controls at a place of the screen, over ImGui's own.
#pragma once

#include "gui/draw/box.hpp"

#include <string>
#include <string_view>

namespace bicoastal::gui {

/// A button with a text. `chosen`: it is the one of its group that is on. True when pressed.
bool button(const Box& box, const char* id, std::string_view text, bool chosen = false, bool enabled = true);
/// A button with an icon made of lines: play, pause, …
enum class Icon : unsigned char { play, pause, next, previous, plus, minus, fit, bookmark, cross };
bool icon_button(const Box& box, const char* id, Icon icon, const char* tip, bool enabled = true);
/// An area that can be hovered and pressed. Sets what ImGui's IsItem… functions are about.
bool area(const Box& box, const char* id);
/// A tool tip for the item before, at once.
void tip(std::string_view text);
/// A scrolled area: content goes between begin and end, by ImGui's own cursor.
bool begin_scroll(const Box& box, const char* id);
void end_scroll();

}  // namespace bicoastal::gui
