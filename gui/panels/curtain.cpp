// What stands in place of a page as long as a prediction is asked for: the deployment before anything happens, and an
// empty chart on which moments and values can be foretold. And what lessons draw over pages.
#include "gui/draw/column.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/measures.hpp"
#include "gui/panels/panels.hpp"
#include "gui/panels/time_axis.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

constexpr float kCanvasHigh = 210;

Measure measure_of(const LessonChart& chart) {
  for (std::size_t m = 0; m < kMeasures; ++m)
    if (chart.measure == info_of(static_cast<Measure>(m)).key) return static_cast<Measure>(m);
  return Measure::success;
}

/// Before anything happens.
double quiet_moment(const RunView& run) {
  double first_s = run.end_s;
  for (const Happening& h : run.timeline->happenings()) first_s = std::min(first_s, h.from.in_seconds());
  return std::max(0.0, first_s * 0.5);
}

/// An axis over the whole run with its faults, which the learner is told of.
class Canvas {
 public:
  Canvas(Box box, const LessonSession& session, const RunView& run)
      : to_(*ImGui::GetWindowDrawList()),
        asked_(*session.step().predict),
        values_(session.figures().values()),
        run_(run) {
    to_.AddRectFilled(box.min, box.max, theme().panel);
    to_.AddLine(box.min, {box.max.x, box.min.y}, theme().edge);
    box = box.inset(px(12), px(10));
    head_ = box.cut_top(px(22));
    box.cut_top(px(4));
    time_ = {0, run.end_s, box.min.x + px(kAxisLabels), box.max.x - px(4)};
    labels_ = box.cut_bottom(px(20));
    faults_ = box.cut_top(px(18));
    plot_ = {{time_.left, box.min.y}, {time_.right, box.max.y}};
  }

  void draw(UiState& ui) {
    to_.AddRectFilled(plot_.min, plot_.max, mixed(theme().panel, theme().ground, 0.5F), px(2));
    draw_time_labels(to_, labels_, time_);
    draw_faults();
    if (!asked_.chart) {
      put_text(to_, head_, style().strong, theme().text, "Predict first");
      put_text(to_, plot_, style().body, theme().dim,
               "What this run shows is hidden until you have said what you expect.", Align::centre);
      return;
    }
    const LessonChart& chart = *asked_.chart;
    put_text(to_, head_, style().strong, theme().text,
             fmt::format("Predict first: click on the moment    {}", info_of(measure_of(chart)).title));
    note_place("lesson canvas", plot_);
    if (area(plot_, "##canvas")) take(ImGui::GetIO().MousePos, ui);
    std::string why;
    if (const auto answer = read_answer(asked_, ui.lesson.typed.data(), why)) mark(answer->number);
  }

 private:
  double since() const { return asked_.chart->since.value(values_).value_or(0); }

  void take(ImVec2 mouse, UiState& ui) {
    const double value = std::max(0.0, time_.time_at(mouse.x) - since());
    const std::string text = fmt::format("{:.{}f} s", value, value < 10 ? 1 : 0);
    std::snprintf(ui.lesson.typed.data(), ui.lesson.typed.size(), "%s", text.c_str());
  }

  void mark(double value) {
    const float from = time_.x_of(since()), x = time_.x_of(since() + value);
    if (x > plot_.max.x) return;
    to_.AddRectFilled({from, plot_.min.y}, {x, plot_.max.y}, faded(theme().accent, 0.15F));
    to_.AddLine({x, plot_.min.y}, {x, plot_.max.y}, theme().accent, px(2));
    put_text(to_, ImVec2(x + px(6), plot_.centre().y), style().strong, theme().accent,
             show_value(value, asked_.number->unit));
  }

  void draw_faults() {
    put_text(to_, Box{{faults_.min.x, faults_.min.y}, {time_.left - px(8), faults_.max.y}}, style().small, theme().dim,
             "Faults", Align::right);
    float named_until = 0;
    for (const Fault& fault : run_.scenario.faults) {
      const float x0 = time_.x_of(fault.at.in_seconds());
      const float x1 =
          std::min(time_.right, time_.x_of(fault.until == Time::max() ? run_.end_s : fault.until.in_seconds()));
      const Box box{{x0, faults_.min.y + px(2)}, {std::max(x1, x0 + px(3)), faults_.max.y - px(2)}};
      to_.AddRectFilled(box.min, box.max, faded(theme().bad, 0.85F), px(2));
      const Box room{{std::max(box.min.x, named_until), box.min.y}, box.max};  // faults may lie over each other
      if (room.width() < px(60)) continue;
      put_text(to_, room.inset(px(5), 0), style().small, theme().ground, fault.name);
      named_until = room.min.x + px(10) + std::min(room.width(), text_size(style().small, fault.name).x);
    }
  }

  ImDrawList& to_;
  const LessonPrediction& asked_;
  FigureValues values_;
  const RunView& run_;
  TimeAxis time_;
  Box head_, labels_, faults_, plot_;
};

/// Where there is nothing of the deployment to be shown yet, or nothing to be run at all.
void draw_cover(const Box& box, const LessonSession& session, bool failed) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const float wide = std::min(box.width() - px(80), px(560));
  Box text{{box.centre().x - wide / 2, box.min.y + box.height() * 0.3F},
           {box.centre().x + wide / 2, box.max.y - px(20)}};
  const Lesson& lesson = session.lesson();
  put_text(to, text.cut_top(px(24)), style().body, theme().dim, fmt::format("{} minutes", lesson.minutes));
  const std::string question = lesson.question.shown(session.figures().values());
  put_paragraph(to, text.cut_top(paragraph_height(style().heading, question, wide) + px(10)), style().heading,
                theme().text, question);
  put_paragraph(to, text, style().body, theme().dim,
                failed                      ? "The run did not end well: see on the right."
                : session.missing().empty() ? "This step needs no run: think, and answer on the right."
                                            : "The run is being made. Read on the right meanwhile.");
}

}  // namespace

void draw_curtain(const Box& whole, const LessonDesk& desk, const Workspace& workspace, UiState& ui) {
  const LessonSession& session = *desk.session();
  const RunView* run = desk.run_of_step(workspace);
  if (run == nullptr && !workspace.empty() && session.missing().empty()) run = workspace.now().run.get();
  if (run == nullptr) {
    draw_cover(whole, session, !desk.trouble(workspace).empty());
    return;
  }
  Box box = whole;
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box head = box.cut_top(px(32)).inset(px(12), 0);
  put_text(to, head.cut_left(text_size(style().strong, run->scenario.name).x + px(14)), style().strong, theme().text,
           run->scenario.name);
  put_text(to, head, style().small, theme().dim, "before anything happens");
  Canvas canvas(box.cut_bottom(px(kCanvasHigh)), session, *run);
  const double cursor_s = std::exchange(ui.cursor_s, quiet_moment(*run));
  Wishes none;  // nobody pulls a plug of what is not to be seen
  draw_world(box.inset(px(8), px(6)), *run, ui, none);
  ui.cursor_s = cursor_s;
  canvas.draw(ui);
}

void draw_lesson_marks(const LessonDesk& desk, const UiState& ui) {
  const LessonSession* session = desk.session();
  if (session == nullptr || session->finished()) return;
  ImDrawList& to = *ImGui::GetForegroundDrawList();
  const auto time_line = place_of("time axis");
  const LessonStep& step = session->step();
  if (time_line && session->telling() && session->answer() && step.predict->chart) {
    const Box field = time_line->box;
    const TimeAxis time{ui.from_s, ui.to_s, field.min.x, field.max.x};
    const double since = step.predict->chart->since.value(session->figures().values()).value_or(0);
    const float x = time.x_of(since + session->answer()->number);
    if (x >= field.min.x && x <= field.max.x) {
      to.AddLine({x, field.min.y}, {x, field.max.y}, theme().accent, px(2));
      pill(to, {x + px(4), field.max.y - px(46)}, theme().accent, "you said");
    }
  }
  const std::string name = desk.highlight();
  if (name.empty()) return;
  if (const auto place = place_of(name)) {
    const Box box = place->box.inset(-px(4));
    to.AddRect({std::max(box.min.x, px(1)), box.min.y}, box.max, faded(theme().accent, 0.9F), px(8), 0, px(2.5F));
    to.AddRect({std::max(box.min.x, px(1)) - px(3), box.min.y - px(3)}, {box.max.x + px(3), box.max.y + px(3)},
               faded(theme().accent, 0.25F), px(10), 0, px(3));
  }
}

void draw_pointer() {
  const ImVec2 at = ImGui::GetIO().MousePos;
  if (!ImGui::IsMousePosValid(&at)) return;
  ImDrawList& to = *ImGui::GetForegroundDrawList();
  to.AddCircleFilled(at, px(22), IM_COL32(255, 176, 0, 50));
  to.AddCircle(at, px(22), IM_COL32(255, 140, 0, 255), 0, px(4));
}

}  // namespace bicoastal::gui
