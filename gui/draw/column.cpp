#include "gui/draw/column.hpp"

#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"

#include <cctype>
#include <cmath>
#include <string>

namespace bicoastal::gui {

std::string with_units_unbroken(std::string_view text) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool after_number = text[at] == ' ' && at > 0 && std::isdigit(static_cast<unsigned char>(text[at - 1])) != 0;
    bool unit = false;
    for (const std::string_view one : {"%", "s", "ms", "us", "min", "h", "d", "B", "MB", "GB"}) {
      const std::size_t end = at + 1 + one.size();
      const bool ends = end >= text.size() || std::isalpha(static_cast<unsigned char>(text[end])) == 0;
      unit = unit || (after_number && text.substr(at + 1, one.size()) == one && ends);
    }
    made += unit ? "\u00a0" : std::string(1, text[at]);
  }
  return made;
}

float paragraph_height(ImFont* font, std::string_view text, float width) {
  const float step = std::round(font->FontSize * 1.3F);
  float high = 0;
  const char *at = text.data(), *const end = text.data() + text.size();
  while (at < end) {
    const char* stop = font->CalcWordWrapPositionA(1, at, end, width);
    if (stop == at) ++stop;
    while (at < stop && *at != '\n') ++at;
    while (at < end && (*at == ' ' || *at == '\n')) ++at;
    high += step;
  }
  return high;
}

Column::Column(const Box& box, const char* id, float scroll) {
  begin_scroll(box, id);
  if (scroll != 0) ImGui::SetScrollY(std::max(0.0F, ImGui::GetScrollY() + scroll));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  x_ = at.x;
  y_ = at.y;
  width_ = box.width() - px(14);  // of which the scroll bar takes some
  bottom_ = box.max.y;
}

Column::~Column() {
  ImGui::SetCursorScreenPos({x_, y_});
  ImGui::Dummy({1, 1});
  end_scroll();
}

void Column::gap(float points) { y_ += px(points); }

Box Column::row(float pixels) {
  const Box box{{x_, y_}, {x_ + width_, y_ + pixels}};
  y_ += pixels;
  return box;
}

void Column::paragraph(ImFont* font, ImU32 colour, std::string_view words) {
  const std::string text = with_units_unbroken(words);
  const Box box = row(paragraph_height(font, text, width_));
  put_paragraph(*ImGui::GetWindowDrawList(), box, font, colour, text);
}

bool Column::choice(const char* id, std::string_view label, std::string_view words, ImFont* font, ImU32 colour,
                    bool enabled) {
  const std::string text = with_units_unbroken(words);
  const float indent = label.empty() ? px(10) : text_size(font, label).x + px(22);
  const float high = paragraph_height(font, text, width_ - indent - px(10)) + px(12);
  Box box = row(high);
  gap(6);
  const bool pressed = button(box, id, {}, false, enabled);
  note_place(id, box, words);
  ImDrawList& to = *ImGui::GetWindowDrawList();
  if (colour != 0) to.AddRect(box.min, box.max, colour, px(5), 0, px(2));
  const float top = box.min.y + px(6) + font->FontSize * 0.15F;
  put_text(to, ImVec2(box.min.x + px(10), top), font, theme().dim, label);
  put_paragraph(to, {{box.min.x + indent, top}, {box.max.x - px(10), box.max.y}}, font, theme().text, text);
  return pressed;
}

void Column::scroll_here() { ImGui::SetScrollFromPosY(y_ - ImGui::GetWindowPos().y, 0.05F); }

bool Column::below() const { return y_ > bottom_ + px(4); }

}  // namespace bicoastal::gui
