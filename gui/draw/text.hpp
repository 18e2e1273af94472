// Text at a place, cut where there is no room, and the small pieces that panels are made of.
#pragma once

#include <imgui.h>

#include "gui/draw/box.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bicoastal::gui {

enum class Align : std::uint8_t { left, centre, right };

ImVec2 text_size(ImFont* font, std::string_view text);
/// `text`, or as much of it as `width` pixels hold with an ellipsis at its end.
std::string fitted(ImFont* font, std::string_view text, float width);

/// One line, cut at the box's edge, in the middle of its height.
void put_text(ImDrawList& to, const Box& box, ImFont* font, ImU32 colour, std::string_view text,
              Align align = Align::left);
/// One line whose top left corner (or top centre, top right) is at `at`; never cut.
void put_text(ImDrawList& to, ImVec2 at, ImFont* font, ImU32 colour, std::string_view text, Align align = Align::left);
/// Several lines, wrapped at the box's width; ends with an ellipsis where its height is over. The height used.
float put_paragraph(ImDrawList& to, const Box& box, ImFont* font, ImU32 colour, std::string_view text);

/// A panel's ground, with a title where it has one; what is left for its content.
Box panel(ImDrawList& to, Box box, std::string_view title = {}, std::string_view remark = {});

/// A short word on a ground of its own colour. Its box.
Box pill(ImDrawList& to, ImVec2 at, ImU32 colour, std::string_view text);

/// How something is: shape and colour say the same.
enum class Sign : std::uint8_t { good, warn, bad, off, info };
ImU32 colour_of(Sign sign);
void put_sign(ImDrawList& to, ImVec2 centre, float radius, Sign sign);

/// In the middle of a box that has nothing to show: what is missing, and what to do about it.
void say_empty(ImDrawList& to, const Box& box, std::string_view what, std::string_view hint);

}  // namespace bicoastal::gui
