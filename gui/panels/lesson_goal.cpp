// The learner's turn: what is to be brought about, what may be changed, and what came of the changes so far.
#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/lesson_parts.hpp"
#include "sim/report/numbers.hpp"

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

using What = LessonWish::What;

void draw_row(Column& column, const GoalRow& row, bool tried) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const std::string value = tried && row.now != row.before ? fmt::format("{} → {}", row.before, row.now) : row.before;
  const float right = text_size(style().lesson_strong, value).x + px(14);
  const std::string means = with_units_unbroken(fmt::format("{}, wanted {}", row.means, row.wanted));
  Box box = column.row(paragraph_height(style().lesson, means, column.width() - right - px(22)) + px(2));
  put_sign(to, {box.min.x + px(7), box.min.y + style().lesson->FontSize * 0.6F}, px(5),
           !tried     ? Sign::off
           : row.held ? Sign::good
                      : Sign::bad);
  put_text(to, ImVec2(box.max.x, box.min.y), style().lesson_strong, theme().text, value, Align::right);
  box.cut_left(px(22));
  box.cut_right(right);
  put_paragraph(to, box, style().lesson, theme().dim, means);
}

/// An object as "attempts 2, backoff 20 ms"; anything else as it is.
std::string in_words(const std::string& json) {
  std::string text = on_one_line(json);
  if (!text.starts_with('{')) return text;
  std::erase_if(text, [](char c) { return c == '{' || c == '}' || c == '"' || c == ':'; });
  const std::size_t first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  return first == std::string::npos ? "none" : text.substr(first, last - first + 1);
}

void draw_changes(Column& column, const LessonGoal& goal, Wishes& wishes) {
  column.gap(6);
  column.paragraph(style().lesson_strong, theme().text, "You may change");
  for (std::size_t c = 0; c < goal.changes.size(); ++c) {
    const LessonChange& change = goal.changes[c];
    column.gap(4);
    const std::string now = change.now.empty() ? "not set" : in_words(change.now);
    column.paragraph(style().lesson, theme().text, fmt::format("{}  {}; now {}", c + 1, change.means, now));
    column.gap(2);
    for (std::size_t t = 0; t < change.tries.size(); ++t) {
      const std::string label = fmt::format("{}{}", c + 1, static_cast<char>('a' + t));
      if (column.choice(fmt::format("##lesson try {}", label).c_str(), label, in_words(change.tries[t]), style().lesson,
                        0))
        wishes.lesson.push_back({What::change, label});
    }
  }
}

void draw_helps(Column& column, const LessonDesk& desk, const LessonGoal& goal, Wishes& wishes) {
  const GoalPursuit& pursuit = *desk.pursuit();
  Box row = column.row(px(28));
  const float third = (row.width() - px(12)) / 3;
  const std::size_t left = goal.hints.size() - pursuit.hints();
  if (button(row.cut_left(third), "##lesson hint", left > 0 ? fmt::format("Hint ({} left)", left) : "No more hints",
             false, left > 0))
    wishes.lesson.push_back({What::hint});
  row.cut_left(px(6));
  if (button(row.cut_left(third), "##lesson undo", "Undo", false, !pursuit.changes().empty()))
    wishes.lesson.push_back({What::undo});
  if (ImGui::IsItemHovered()) tip("All is as it was before your changes  ( u )");
  row.cut_left(px(6));
  if (button(row, "##lesson solve", "Solve it")) wishes.lesson.push_back({What::solve});
  if (ImGui::IsItemHovered()) tip("Make the change of the lesson itself  ( s )");
  column.gap(6);
  for (const std::string& hint : desk.hints()) {
    column.paragraph(style().lesson, theme().warn, fmt::format("Hint. {}", hint));
    column.gap(4);
  }
}

void draw_outcome(Column& column, const GoalOutcome& outcome) {
  const bool good = outcome.reached;
  ImDrawList& to = *ImGui::GetWindowDrawList();
  column.gap(6);
  Box head = column.row(style().lesson_strong->FontSize * 1.35F);
  put_sign(to, {head.min.x + px(7), head.centre().y}, px(6), good ? Sign::good : Sign::warn);
  head.cut_left(px(22));
  put_text(to, head, style().lesson_strong, good ? theme().good : theme().warn, good ? "Reached." : "Not yet.");
  note_place("lesson outcome", head, good ? "Reached." : "Not yet.");
  if (good)
    column.paragraph(style().lesson, theme().text, outcome.done);
  else if (!outcome.other_task.empty())
    column.paragraph(
        style().lesson, theme().text,
        fmt::format("{} was changed: that is another task. Take it back with ctrl Z.", outcome.other_task));
  else
    column.paragraph(style().lesson, theme().dim, "Changes add up. Undo takes them back.");
  column.gap(6);
}

}  // namespace

void draw_goal(Column& column, const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  const LessonSession& session = *desk.session();
  const LessonGoal& goal = *session.step().goal;
  const FigureValues before = session.figures().values();
  column.gap(4);
  column.paragraph(style().small, theme().accent, "Your turn");
  column.paragraph(style().lesson_strong, theme().text, goal.ask.shown(before));
  column.gap(4);
  const auto& outcome = desk.outcome();
  for (const GoalRow& row : outcome ? outcome->rows : goal_rows(session.lesson(), goal, before, before))
    draw_row(column, row, outcome.has_value());
  if (outcome) draw_outcome(column, *outcome);
  if (!outcome && session.reached()) column.paragraph(style().lesson_strong, theme().good, "You have reached it.");
  draw_changes(column, goal, wishes);
  column.gap(2);
  if (lesson_field(column, "##lesson change", "your own: 1 = 3 s", "Run", ui)) {
    wishes.lesson.push_back({What::change, ui.lesson.typed.data()});
    ui.lesson.typed = {};
  }
  column.gap(6);
  for (const std::string& complaint : desk.complaints()) column.paragraph(style().lesson, theme().bad, complaint);
  draw_helps(column, desk, goal, wishes);
  column.paragraph(style().small, theme().faint,
                   "What you change on the Workbench counts, and so does a plug that you pull.");
}

}  // namespace bicoastal::gui
