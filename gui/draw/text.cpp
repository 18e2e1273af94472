#include "gui/draw/text.hpp"

#include "gui/draw/places.hpp"
#include "gui/draw/theme.hpp"

#include <cfloat>
#include <cmath>

namespace bicoastal::gui {

namespace {

const char* end_of(std::string_view text) { return text.data() + text.size(); }

/// Back to the begin of a character of UTF-8.
std::size_t whole(std::string_view text, std::size_t length) {
  while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
  return length;
}

}  // namespace

ImVec2 text_size(ImFont* font, std::string_view text) {
  if (text.empty()) return {0, font->FontSize};
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), end_of(text));
}

std::string fitted(ImFont* font, std::string_view text, float width) {
  if (text_size(font, text).x <= width + 0.5F) return std::string(text);  // boxes are cut in fractions of pixels
  const float room = width - text_size(font, "…").x;
  if (room <= 0) return {};
  std::size_t low = 0, high = text.size();
  while (low < high) {  // the most characters that have room
    const std::size_t middle = (low + high + 1) / 2;
    if (text_size(font, text.substr(0, whole(text, middle))).x <= room) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  std::string cut(text.substr(0, whole(text, low)));
  while (!cut.empty() && cut.back() == ' ') cut.pop_back();
  return cut + "…";
}

void put_text(ImDrawList& to, ImVec2 at, ImFont* font, ImU32 colour, std::string_view text, Align align) {
  if (text.empty()) return;
  if (align != Align::left) at.x -= text_size(font, text).x * (align == Align::centre ? 0.5F : 1);
  at = {std::floor(at.x), std::floor(at.y)};
  const ImVec2 size = text_size(font, text);
  const ImVec2 from = to.GetClipRectMin(), until = to.GetClipRectMax();
  const Box seen{{std::max(at.x, from.x), std::max(at.y, from.y)},
                 {std::min(at.x + size.x, until.x), std::min(at.y + size.y, until.y)}};
  // What is scrolled out of sight covers nothing; what leaves the window is a fault all the same.
  const bool scrolled = from.y > 0 || until.y < ImGui::GetIO().DisplaySize.y;
  if (!scrolled)
    note_ink({at, {at.x + size.x, at.y + size.y}}, text);
  else if (seen.width() > 0 && seen.height() > 0)
    note_ink(seen, text);
  to.AddText(font, font->FontSize, at, colour, text.data(), end_of(text));
}

void put_text(ImDrawList& to, const Box& box, ImFont* font, ImU32 colour, std::string_view text, Align align) {
  const std::string cut = fitted(font, text, box.width());
  const float x = align == Align::left ? box.min.x : align == Align::right ? box.max.x : box.centre().x;
  put_text(to, ImVec2(x, box.centre().y - font->FontSize / 2), font, colour, cut, align);
}

float put_paragraph(ImDrawList& to, const Box& box, ImFont* font, ImU32 colour, std::string_view text) {
  const float step = std::round(font->FontSize * 1.3F);
  float y = box.min.y;
  const char* at = text.data();
  const char* const end = end_of(text);
  while (at < end && y + font->FontSize <= box.max.y + 1) {
    const char* stop = font->CalcWordWrapPositionA(1, at, end, box.width());
    if (stop == at) ++stop;
    const char* newline = at;
    while (newline < stop && *newline != '\n') ++newline;
    const bool last_line = y + step + font->FontSize > box.max.y + 1;
    std::string_view line(at, static_cast<std::size_t>(newline - at));
    if (last_line && newline < end) {
      put_text(to, ImVec2(box.min.x, y), font, colour, fitted(font, std::string(line) + " …", box.width()));
    } else {
      put_text(to, ImVec2(box.min.x, y), font, colour, line);
    }
    y += step;
    at = newline;
    while (at < end && (*at == ' ' || *at == '\n')) ++at;
  }
  return y - box.min.y;
}

Box panel(ImDrawList& to, Box box, std::string_view title, std::string_view remark) {
  to.AddRectFilled(box.min, box.max, theme().panel, px(6));
  to.AddRect(box.min, box.max, theme().edge, px(6));
  box = box.inset(px(12), px(10));
  if (!title.empty()) {
    Box head = box.cut_top(px(22));
    const float used = text_size(style().strong, title).x;
    put_text(to, head, style().strong, theme().text, title);
    head.cut_left(used + px(12));
    put_text(to, head, style().small, theme().dim, remark, Align::right);
    box.cut_top(px(6));
  }
  return box;
}

Box pill(ImDrawList& to, ImVec2 at, ImU32 colour, std::string_view text) {
  const ImVec2 size = text_size(style().small, text);
  const Box box{at, {at.x + size.x + px(14), at.y + size.y + px(6)}};
  to.AddRectFilled(box.min, box.max, faded(colour, 0.18F), box.height() / 2);
  put_text(to, ImVec2(at.x + px(7), at.y + px(3)), style().small, colour, text);
  return box;
}

ImU32 colour_of(Sign sign) {
  switch (sign) {
    case Sign::good: return theme().good;
    case Sign::warn: return theme().warn;
    case Sign::bad: return theme().bad;
    case Sign::off: return theme().faint;
    case Sign::info: return theme().accent;
  }
  return theme().faint;
}

void put_sign(ImDrawList& to, ImVec2 c, float r, Sign sign) {
  const ImU32 colour = colour_of(sign);
  switch (sign) {
    case Sign::good:
    case Sign::info: to.AddCircleFilled(c, r, colour); break;
    case Sign::warn:
      to.AddTriangleFilled({c.x, c.y - r * 1.1F}, {c.x + r * 1.1F, c.y + r * 0.9F}, {c.x - r * 1.1F, c.y + r * 0.9F},
                           colour);
      break;
    case Sign::bad: {
      const float d = r * 0.8F, width = r * 0.6F;
      to.AddLine({c.x - d, c.y - d}, {c.x + d, c.y + d}, colour, width);
      to.AddLine({c.x - d, c.y + d}, {c.x + d, c.y - d}, colour, width);
      break;
    }
    case Sign::off: to.AddCircle(c, r, colour, 0, r * 0.4F); break;
  }
}

void say_empty(ImDrawList& to, const Box& box, std::string_view what, std::string_view hint) {
  const float y = box.centre().y - style().strong->FontSize;
  put_text(to, ImVec2(box.centre().x, y), style().strong, theme().dim, fitted(style().strong, what, box.width()),
           Align::centre);
  const float wide = std::min(box.width(), px(460));
  const ImVec2 size = text_size(style().body, hint);
  if (size.x <= wide) {
    put_text(to, ImVec2(box.centre().x, y + px(26)), style().body, theme().faint, hint, Align::centre);
  } else {
    put_paragraph(to, {{box.centre().x - wide / 2, y + px(26)}, {box.centre().x + wide / 2, box.max.y}}, style().body,
                  theme().faint, hint);
  }
}

}  // namespace bicoastal::gui
