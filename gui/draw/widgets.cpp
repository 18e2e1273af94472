#include "gui/draw/widgets.hpp"

#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"

namespace bicoastal::gui {

namespace {

struct Pressed {
  bool now = false, hovered = false, held = false;
};

Pressed press(const Box& box, const char* id, bool enabled) {
  const ImVec2 before = ImGui::GetCursorPos();
  ImGui::SetCursorScreenPos(box.min);
  const ImVec2 size{std::max(1.0F, box.width()), std::max(1.0F, box.height())};
  Pressed pressed;
  ImGui::BeginDisabled(!enabled);
  pressed.now = ImGui::InvisibleButton(id, size) && enabled;
  ImGui::EndDisabled();
  pressed.hovered = enabled && ImGui::IsItemHovered();
  pressed.held = enabled && ImGui::IsItemActive();
  // With the keyboard: a frame shows where one is.
  if (enabled && ImGui::IsItemFocused() && ImGui::GetIO().NavVisible)
    ImGui::GetWindowDrawList()->AddRect(box.min, box.max, theme().accent, px(5), 0, px(2));
  ImGui::SetCursorPos(before);
  return pressed;
}

ImU32 ground(const Pressed& pressed, bool chosen) {
  const ImU32 base = chosen ? mixed(theme().raised, theme().accent, 0.35F) : theme().raised;
  return pressed.held ? mixed(base, theme().accent, 0.4F) : pressed.hovered ? mixed(base, theme().accent, 0.2F) : base;
}

void draw_icon(ImDrawList& to, const Box& box, Icon icon, ImU32 colour) {
  const ImVec2 c = box.centre();
  const float r = px(5), line = px(1.6F);
  switch (icon) {
    case Icon::play:
      to.AddTriangleFilled({c.x - r * 0.7F, c.y - r}, {c.x + r, c.y}, {c.x - r * 0.7F, c.y + r}, colour);
      break;
    case Icon::pause:
      to.AddRectFilled({c.x - r * 0.8F, c.y - r}, {c.x - r * 0.2F, c.y + r}, colour);
      to.AddRectFilled({c.x + r * 0.2F, c.y - r}, {c.x + r * 0.8F, c.y + r}, colour);
      break;
    case Icon::next:
      to.AddTriangleFilled({c.x - r * 0.9F, c.y - r}, {c.x + r * 0.5F, c.y}, {c.x - r * 0.9F, c.y + r}, colour);
      to.AddRectFilled({c.x + r * 0.6F, c.y - r}, {c.x + r, c.y + r}, colour);
      break;
    case Icon::previous:
      to.AddTriangleFilled({c.x + r * 0.9F, c.y - r}, {c.x + r * 0.9F, c.y + r}, {c.x - r * 0.5F, c.y}, colour);
      to.AddRectFilled({c.x - r, c.y - r}, {c.x - r * 0.6F, c.y + r}, colour);
      break;
    case Icon::plus: to.AddLine({c.x, c.y - r}, {c.x, c.y + r}, colour, line); [[fallthrough]];
    case Icon::minus: to.AddLine({c.x - r, c.y}, {c.x + r, c.y}, colour, line); break;
    case Icon::fit: to.AddRect({c.x - r, c.y - r * 0.75F}, {c.x + r, c.y + r * 0.75F}, colour, px(2), 0, line); break;
    case Icon::bookmark: {
      const ImVec2 shape[] = {{c.x - r * 0.7F, c.y - r},
                              {c.x + r * 0.7F, c.y - r},
                              {c.x + r * 0.7F, c.y + r},
                              {c.x, c.y + r * 0.35F},
                              {c.x - r * 0.7F, c.y + r}};
      to.AddPolyline(shape, 5, colour, ImDrawFlags_Closed, line);
      break;
    }
    case Icon::cross:
      to.AddLine({c.x - r * 0.7F, c.y - r * 0.7F}, {c.x + r * 0.7F, c.y + r * 0.7F}, colour, line);
      to.AddLine({c.x - r * 0.7F, c.y + r * 0.7F}, {c.x + r * 0.7F, c.y - r * 0.7F}, colour, line);
      break;
  }
}

}  // namespace

bool button(const Box& box, const char* id, std::string_view text, bool chosen, bool enabled) {
  const Pressed pressed = press(box, id, enabled);
  note_place(id, box, text);
  ImDrawList& to = *ImGui::GetWindowDrawList();
  to.AddRectFilled(box.min, box.max, ground(pressed, chosen), px(5));
  put_text(to, box.inset(px(6), 0), chosen ? style().strong : style().body, enabled ? theme().text : theme().faint,
           text, Align::centre);
  return pressed.now;
}

bool icon_button(const Box& box, const char* id, Icon icon, const char* what, bool enabled) {
  const Pressed pressed = press(box, id, enabled);
  note_place(id, box);
  if (pressed.hovered) tip(what);
  ImDrawList& to = *ImGui::GetWindowDrawList();
  to.AddRectFilled(box.min, box.max, ground(pressed, false), px(5));
  draw_icon(to, box, icon, enabled ? theme().text : theme().faint);
  return pressed.now;
}

bool area(const Box& box, const char* id) {
  const ImVec2 before = ImGui::GetCursorPos();
  ImGui::SetCursorScreenPos(box.min);
  const bool pressed = ImGui::InvisibleButton(id, {std::max(1.0F, box.width()), std::max(1.0F, box.height())});
  ImGui::SetCursorPos(before);
  return pressed;
}

void tip(std::string_view text) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(10), px(7)});
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, px(1));
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(px(380));
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
  ImGui::PopStyleVar(2);
}

bool begin_scroll(const Box& box, const char* id) {
  ImGui::SetCursorScreenPos(box.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  const bool open = ImGui::BeginChild(id, {std::max(1.0F, box.width()), std::max(1.0F, box.height())}, false);
  ImGui::PopStyleVar();
  return open;
}

void end_scroll() { ImGui::EndChild(); }

}  // namespace bicoastal::gui
