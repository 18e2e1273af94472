// The course as a list: what each lesson asks, how long it takes, how far one has come.
#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/lesson_parts.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

std::string state_of(const LessonProgress& mine, const LessonDesk::Entry& entry) {
  if (mine.done) return mine.asked > 0 ? fmt::format("done, {} of {} right", mine.right, mine.asked) : "done";
  if (mine.steps > 0) return shown_progress(mine, entry.steps);
  return fmt::format("{} min", entry.minutes);
}

bool draw_entry(Column& column, const LessonDesk& desk, std::size_t index, bool chosen, bool next) {
  const LessonDesk::Entry& entry = desk.course()[index];
  const LessonProgress& mine = desk.progress().of(entry.name, entry.steps);
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const float body = style().lesson->FontSize;
  Box row = column.row(body * 2.9F);
  const Box whole = row;
  const bool pressed = area(whole, fmt::format("##lesson entry {}", index + 1).c_str());
  note_place(fmt::format("lesson entry {}", index + 1), whole, entry.title);
  if (ImGui::IsItemHovered() || chosen)
    to.AddRectFilled(whole.min, whole.max, faded(theme().accent, chosen ? 0.2F : 0.1F), px(5));
  if (ImGui::IsItemHovered()) tip(entry.question);
  row = row.inset(px(6), px(4));
  const Box sign = row.cut_left(px(24));
  const ImVec2 at{sign.min.x + px(9), sign.min.y + body * 0.55F};
  if (mine.done)
    put_sign(to, at, px(5.5F), Sign::good);
  else if (next)
    to.AddTriangleFilled({at.x - px(4), at.y - px(6)}, {at.x + px(6), at.y}, {at.x - px(4), at.y + px(6)},
                         theme().accent);
  else
    to.AddCircle(at, px(5), theme().faint, 0, px(1.2F));
  put_text(to, row.cut_top(body * 1.2F), style().lesson_strong, theme().text,
           fmt::format("{}  {}", index + 1, entry.title));
  put_text(to, row, style().small, mine.done ? theme().good : theme().dim, state_of(mine, entry));
  return pressed;
}

}  // namespace

void draw_course(Box box, const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box head = box.cut_top(px(26));
  if (icon_button(head.cut_right(px(26)), "##lesson close", Icon::cross, "Close the column  ( l )"))
    ui.lesson.open = false;
  put_text(to, head, style().heading, theme().text, "Learn");
  box.cut_top(px(6));
  const auto next = desk.next_lesson();
  const auto done = std::ranges::count_if(
      desk.course(), [&](const LessonDesk::Entry& entry) { return desk.progress().of(entry.name, entry.steps).done; });
  const Box bar = box.cut_bottom(px(34));
  box.cut_bottom(px(6));
  box.max.x += px(8);
  const float scroll = std::exchange(ui.lesson.scroll, 0.0F);
  {
    Column column(box, "##lesson list", scroll);
    if (next)
      column.paragraph(style().small, theme().dim,
                       fmt::format("{} short lessons in high availability. Predict, run, see why, change one thing. "
                                   "{} done.",
                                   desk.course().size(), done));
    else
      column.paragraph(style().lesson_strong, theme().good,
                       fmt::format("You have finished the course: all {} lessons. Any of them can be walked again.",
                                   desk.course().size()));
    for (const std::string& complaint : desk.complaints()) column.paragraph(style().small, theme().bad, complaint);
    column.gap(6);
    for (std::size_t i = 0; i < desk.course().size(); ++i)
      if (draw_entry(column, desk, i, ui.lesson.row == i + 1, next == i))
        wishes.lesson.push_back({LessonWish::What::open, desk.course()[i].file});
    ui.lesson.below = column.below();
  }
  const std::size_t first = ui.lesson.row > 0 ? ui.lesson.row - 1 : next.value_or(0);
  if (button(bar, "##lesson begin", fmt::format("Begin lesson {}", first + 1), true))
    wishes.lesson.push_back({LessonWish::What::open, desk.course()[first].file});
}

}  // namespace bicoastal::gui
