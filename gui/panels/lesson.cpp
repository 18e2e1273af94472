// The column of lessons: one step of the lesson that is walked, from its words to its explanation.
#include "gui/draw/column.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/lesson_parts.hpp"
#include "gui/panels/panels.hpp"
#include "sim/lessons/glossary.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

using What = LessonWish::What;

/// Where in the lesson one is.
void draw_dots(ImDrawList& to, const Box& box, const LessonSession& session) {
  float x = box.min.x + px(5);
  for (std::size_t s = 0; s < session.lesson().steps.size(); ++s) {
    const bool here = s == session.at() && !session.finished(), past = s < session.at() || session.finished();
    const ImVec2 at{x, box.centre().y};
    if (here || past) to.AddCircleFilled(at, px(here ? 5 : 4), here ? theme().accent : theme().dim);
    if (!here && !past) to.AddCircle(at, px(4), theme().dim, 0, px(1.2F));
    x += px(17);
  }
}

void draw_head(Box box, const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const LessonSession& session = *desk.session();
  if (icon_button(box.cut_right(px(26)), "##lesson close", Icon::cross, "Close the column  ( l )"))
    ui.lesson.open = false;
  box.cut_right(px(4));
  if (button(box.cut_right(px(74)), "##lesson course", "Course")) wishes.lesson.push_back({What::close});
  if (ImGui::IsItemHovered()) tip("All lessons, and how far you have come");
  box.cut_right(px(8));
  const auto number = desk.number();
  const std::string text = number ? fmt::format("Lesson {} of {}", *number + 1, desk.course().size())
                                  : fmt::format("Lesson {}", session.lesson().name);
  put_text(to, box.cut_left(text_size(style().small, text).x + px(12)), style().small, theme().dim, text);
  draw_dots(to, box, session);
}

void draw_foot(Box box, const LessonSession& session, Wishes& wishes) {
  const bool asking = !session.finished() && session.asking();
  if (button(box.cut_left(px(64)), "##lesson back", "Back", false, session.at() > 0 || session.finished()))
    wishes.lesson.push_back({What::back});
  if (ImGui::IsItemHovered()) tip("The step before  ( page up )");
  if (session.finished()) return;
  box.cut_left(px(6));
  if (button(box.cut_left(px(92)), "##lesson reset", "Reset step")) wishes.lesson.push_back({What::reset});
  if (ImGui::IsItemHovered()) tip("Forget what you did at this step  ( x )");
  const bool open = session.step().goal && !session.reached();
  const std::string text = asking             ? "Show me"
                           : session.at_end() ? open ? "Leave open" : "Finish"
                           : open             ? "Leave open"
                                              : "Next";
  if (button(box.cut_right(px(104)), "##lesson next", text, !asking && !open, asking || session.telling()))
    wishes.lesson.push_back({What::next});
  if (ImGui::IsItemHovered()) tip(asking ? "The answer, without a prediction  ( page down )" : "On  ( page down )");
}

/// After a prediction: was it right, and why not.
void draw_verdict(Column& column, const LessonSession& session) {
  const LessonPrediction& asked = *session.step().predict;
  const FigureValues values = session.figures().values();
  const std::string answer = shown_answer(asked, right_answer(asked, values), values);
  if (!session.answer()) {
    column.paragraph(style().lesson_strong, theme().text, fmt::format("The answer: {}", answer));
    column.gap(6);
    return;
  }
  const LessonVerdict verdict = session.verdict();
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const float high = style().lesson_strong->FontSize * 1.3F;
  Box head = column.row(high);
  put_sign(to, {head.min.x + px(7), head.centre().y}, px(6), verdict.right ? Sign::good : Sign::warn);
  head.cut_left(px(22));
  const std::string said =
      asked.number ? fmt::format(" You said {}.", shown_answer(asked, *session.answer(), values)) : "";
  put_text(to, head, style().lesson_strong, verdict.right ? theme().good : theme().warn,
           fmt::format("{}{}", verdict.right ? "Right." : "Not quite.", said));
  note_place("lesson verdict", head, verdict.right ? "Right." : "Not quite.");
  column.gap(2);
  if (!verdict.right) column.paragraph(style().lesson, theme().text, verdict.why);
  if (!verdict.right || asked.number)
    column.paragraph(style().lesson_strong, theme().text,
                     verdict.right ? fmt::format("It is {}.", answer) : fmt::format("The answer: {}", answer));
  column.gap(6);
}

void draw_options(Column& column, const LessonSession& session, Wishes& wishes) {
  const LessonPrediction& asked = *session.step().predict;
  const FigureValues values = session.figures().values();
  const bool telling = session.telling();
  const std::size_t right = right_answer(asked, values).option;
  for (std::size_t o = 0; o < asked.options.size(); ++o) {
    const bool mine = session.answer() && session.answer()->option == o;
    const ImU32 edge = !telling ? mine ? theme().accent : 0 : o == right ? theme().good : mine ? theme().warn : 0;
    if (column.choice(fmt::format("##lesson option {}", o + 1).c_str(), fmt::format("{}", o + 1),
                      asked.options[o].text.shown(values), style().lesson, edge, session.asking()))
      wishes.lesson.push_back({What::answer, fmt::format("{}", o + 1)});
  }
}

void draw_number(Column& column, const LessonSession& session, UiState& ui, Wishes& wishes) {
  const LessonPrediction& asked = *session.step().predict;
  if (session.asking()) {
    if (lesson_field(column, "##lesson prediction", answers_asked(asked), "Predict", ui))
      wishes.lesson.push_back({What::answer, ui.lesson.typed.data()});
    column.gap(4);
    if (asked.chart)
      column.paragraph(style().small, theme().dim,
                       "Type it, or click on the chart below the map: the mark moves along.");
  }
}

void draw_prediction(Column& column, const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  const LessonSession& session = *desk.session();
  const LessonPrediction& asked = *session.step().predict;
  column.gap(8);
  column.paragraph(style().lesson_strong, theme().text, asked.ask.shown(session.figures().values()));
  column.gap(8);
  if (asked.number)
    draw_number(column, session, ui, wishes);
  else
    draw_options(column, session, wishes);
  for (const std::string& complaint : desk.complaints()) column.paragraph(style().lesson, theme().bad, complaint);
}

void draw_figures(Column& column, const LessonSession& session) {
  const FigureValues values = session.figures().values();
  ImDrawList& to = *ImGui::GetWindowDrawList();
  for (const std::size_t figure : session.step().show) {
    const std::string value = shown_figure(session.lesson(), figure, values);
    const float right = text_size(style().lesson_strong, value).x + px(16);
    const std::string means = means_of(session.lesson(), figure);
    Box row = column.row(paragraph_height(style().lesson, means, column.width() - right) + px(6));
    to.AddLine({row.min.x, row.max.y - px(3)}, {row.max.x, row.max.y - px(3)}, theme().grid);
    put_text(to, ImVec2(row.max.x, row.min.y), style().lesson_strong, theme().text, value, Align::right);
    row.cut_right(right);
    put_paragraph(to, row, style().lesson, theme().dim, means);
  }
  if (!session.step().show.empty()) column.gap(8);
}

void draw_told(Column& column, const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  const LessonSession& session = *desk.session();
  const LessonStep& step = session.step();
  if (step.predict) draw_verdict(column, session);
  draw_figures(column, session);
  for (const LiveText& text : step.explain) {
    column.paragraph(style().lesson, theme().text, text.shown(session.figures().values()));
    column.gap(6);
  }
  if (step.look) {
    if (step.look->place.empty())
      column.paragraph(style().lesson, theme().dim, fmt::format("Look at: {}", step.look->words));
    else if (column.choice("##lesson look", "Look at:", step.look->words, style().lesson, 0))
      wishes.lesson.push_back({What::look});
  }
  if (step.goal) draw_goal(column, desk, ui, wishes);
}

void draw_step(Column& column, const LessonDesk& desk, const Workspace& workspace, UiState& ui, Wishes& wishes) {
  const LessonSession& session = *desk.session();
  const LessonStep& step = session.step();
  const FigureValues values = session.figures().values();
  column.paragraph(style().heading, theme().text, session.lesson().title);
  column.gap(4);
  if (session.at() == 0) {
    column.paragraph(style().lesson_strong, theme().accent, session.lesson().question.shown(values));
    column.gap(8);
  }
  if (!step.title.empty()) column.paragraph(style().lesson_strong, theme().text, step.title);
  column.gap(4);
  if (session.missing_for_words().empty())
    for (const LiveText& text : step.text) {
      column.paragraph(style().lesson, theme().text, text.shown(values));
      column.gap(6);
    }
  note_place("lesson step", {{0, 0}, {1, 1}}, step.title);
  if (step.predict && session.missing_for_words().empty()) draw_prediction(column, desk, ui, wishes);
  if (session.telling()) {
    column.gap(4);
    const std::string key = fmt::format("{} {} told", session.lesson().name, session.at());
    if (step.predict && ui.lesson.shown != key) {
      column.scroll_here();
      ui.lesson.shown = key;
    }
    draw_told(column, desk, ui, wishes);
    return;
  }
  const std::string trouble = desk.trouble(workspace);
  if (!trouble.empty()) {
    column.gap(8);
    column.paragraph(style().lesson_strong, theme().bad, "A run of this step did not end well.");
    column.paragraph(style().small, theme().text, trouble);
    column.paragraph(style().small, theme().dim, "Reset step runs it again.");
  } else if (const auto done = desk.under_way(workspace)) {
    column.gap(8);
    draw_progress(column, session.asking() ? "The run goes on meanwhile" : "Measuring", *done);
  }
}

void draw_end(Column& column, const LessonDesk& desk, Wishes& wishes) {
  const LessonSession& session = *desk.session();
  const LessonProgress progress = session.progress();
  column.paragraph(style().heading, theme().text, "End of the lesson");
  column.gap(4);
  column.paragraph(style().lesson, theme().dim, session.lesson().title);
  if (progress.asked > 0)
    column.paragraph(style().lesson_strong, theme().good,
                     fmt::format("{} of {} predictions right.", progress.right, progress.asked));
  column.gap(10);
  const auto number = desk.number();
  if (number && *number + 1 < desk.course().size()) {
    const LessonDesk::Entry& next = desk.course()[*number + 1];
    if (column.choice("##lesson following", "Next:", next.title, style().lesson_strong, theme().accent))
      wishes.lesson.push_back({What::open, next.file});
  } else if (!desk.next_lesson()) {
    column.paragraph(style().lesson_strong, theme().good, "That was the whole course. All lessons are done.");
    column.gap(6);
  }
  if (column.choice("##lesson all", "", "The course", style().lesson, 0)) wishes.lesson.push_back({What::close});
  if (session.lesson().terms.empty()) return;
  column.gap(10);
  column.paragraph(style().lesson_strong, theme().text, "Words");
  for (const std::string& term : session.lesson().terms) {
    const GlossaryTerm* entry = find_term(term);
    column.gap(4);
    column.paragraph(style().lesson_strong, theme().text, term);
    column.paragraph(style().lesson, theme().text, entry->means);
    column.paragraph(style().small, theme().faint, entry->source);
  }
}

}  // namespace

void draw_progress(Column& column, std::string_view text, double done) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  column.paragraph(style().small, theme().dim, text);
  const Box bar = column.row(px(5));
  to.AddRectFilled(bar.min, bar.max, theme().raised, px(3));
  to.AddRectFilled(bar.min, {bar.min.x + bar.width() * static_cast<float>(std::clamp(done, 0.0, 1.0)), bar.max.y},
                   theme().accent, px(3));
}

bool lesson_field(Column& column, const char* id, const std::string& hint, const char* verb, UiState& ui) {
  Box row = column.row(ImGui::GetFrameHeight());
  const Box press = row.cut_right(px(84));
  row.cut_right(px(6));
  ImGui::SetCursorScreenPos(row.min);
  ImGui::SetNextItemWidth(row.width());
  if (std::exchange(ui.lesson.focus, false)) ImGui::SetKeyboardFocusHere();
  const WithFont font(style().body);
  const bool entered = ImGui::InputTextWithHint(id, hint.c_str(), ui.lesson.typed.data(), ui.lesson.typed.size(),
                                                ImGuiInputTextFlags_EnterReturnsTrue);
  note_place(id, row, ui.lesson.typed.data());
  const bool any = ui.lesson.typed[0] != '\0';
  return (button(press, fmt::format("{} now", id).c_str(), verb, any, any) || entered) && any;
}

void draw_lesson(const Box& whole, const LessonDesk& desk, const Workspace& workspace, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  to.AddRectFilled(whole.min, whole.max, theme().panel);
  to.AddLine(whole.min, {whole.min.x, whole.max.y}, theme().edge);
  note_place("lesson", whole);
  Box box = whole.inset(px(16), px(12));
  const LessonSession* session = desk.session();
  if (session == nullptr) {
    draw_course(box, desk, ui, wishes);
    return;
  }
  draw_head(box.cut_top(px(26)), desk, ui, wishes);
  box.cut_top(px(10));
  draw_foot(box.cut_bottom(px(30)), *session, wishes);
  box.cut_bottom(px(8));
  box.max.x += px(8);  // where the scroll bar stands
  // A step that was not seen yet begins at its top, with the field ready for keys.
  const bool asks_number = !session->finished() && session->asking() && session->step().predict->number;
  const std::string key =
      fmt::format("{} {}{}", session->lesson().name, session->at(), session->finished() ? " end" : "");
  float scroll = std::exchange(ui.lesson.scroll, 0.0F);
  if (!ui.lesson.shown.starts_with(key)) {
    scroll = -1e6F;
    ui.lesson.typed = {};
    ui.lesson.focus = asks_number && !ui.lesson.presenting;
  }
  if (ui.lesson.shown != key + " told") ui.lesson.shown = key;
  Column column(box, "##lesson text", scroll);
  if (session->finished())
    draw_end(column, desk, wishes);
  else
    draw_step(column, desk, workspace, ui, wishes);
  ui.lesson.below = column.below();
}

}  // namespace bicoastal::gui
