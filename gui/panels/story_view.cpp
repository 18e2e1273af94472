#include "gui/panels/story_view.hpp"

#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

ImU32 colour_of(Tone tone) {
  switch (tone) {
    case Tone::good: return theme().good;
    case Tone::bad: return theme().bad;
    default: return theme().text;
  }
}

/// Lanes from left to right, time down the page.
class Diagram {
 public:
  /// `step`: height of a row.
  Diagram(ImDrawList& to, const Box& box, const SequenceDiagram& diagram, float step)
      : to_(to), box_(box), diagram_(diagram), step_(step) {
    box_.cut_left(px(70));
    lane_wide_ = box_.width() / static_cast<float>(std::max<std::size_t>(1, diagram.lanes().size()));
  }

  static float height_of(const SequenceDiagram& diagram, float step) {
    std::size_t lines = 1;
    for (const auto& title : diagram.lanes()) lines = std::max(lines, title.size());
    float high = static_cast<float>(lines) * px(17) + px(6);
    for (const SequenceDiagram::Row& row : diagram.rows())
      high += row.kind == SequenceDiagram::Row::Kind::gap ? px(12) : step;
    return high;
  }

  void draw(const Box& whole) {
    float y = head();
    const Box times{whole.min, {whole.min.x + px(60), whole.min.y + px(17)}};
    put_text(to_, times, style().small, theme().dim, "ms", Align::right);
    if (ImGui::IsWindowHovered() && times.holds(ImGui::GetIO().MousePos))
      tip("Milliseconds since the first operation of this story");
    const float lines_from = y;
    float end = y;
    for (const SequenceDiagram::Row& row : diagram_.rows())
      end += row.kind == SequenceDiagram::Row::Kind::gap ? px(12) : step_;
    end = std::min(end, box_.max.y);
    for (std::size_t lane = 0; lane < diagram_.lanes().size(); ++lane)
      to_.AddLine({x_of(lane), lines_from}, {x_of(lane), end}, theme().edge, px(1.5F));
    for (const SequenceDiagram::Row& row : diagram_.rows()) {
      put_text(to_, Box{{whole.min.x, y}, {whole.min.x + px(60), y + step_}}, style().small, theme().dim, row.time,
               Align::right);
      draw_row(row, y);
      y += row.kind == SequenceDiagram::Row::Kind::gap ? px(12) : step_;
    }
  }

 private:
  float x_of(std::size_t lane) const { return box_.min.x + (static_cast<float>(lane) + 0.5F) * lane_wide_; }

  float head() {
    float y = box_.min.y;
    std::size_t lines = 1;
    for (const auto& title : diagram_.lanes()) lines = std::max(lines, title.size());
    for (std::size_t lane = 0; lane < diagram_.lanes().size(); ++lane)
      for (std::size_t i = 0; i < diagram_.lanes()[lane].size(); ++i) {
        const float top = y + static_cast<float>(i) * px(17);
        put_text(to_,
                 Box{{x_of(lane) - lane_wide_ / 2 + px(4), top}, {x_of(lane) + lane_wide_ / 2 - px(4), top + px(17)}},
                 style().strong, theme().text, diagram_.lanes()[lane][i], Align::centre);
      }
    return y + static_cast<float>(lines) * px(17) + px(6);
  }

  void draw_row(const SequenceDiagram::Row& row, float y) {
    using Kind = SequenceDiagram::Row::Kind;
    const float middle = y + step_ * 0.72F;
    const ImU32 colour = colour_of(row.tone);
    switch (row.kind) {
      case Kind::arrow:
      case Kind::broken_arrow: {
        const float a = x_of(row.from), b = x_of(row.to), side = b > a ? 1.0F : -1.0F;
        const bool broken = row.kind == Kind::broken_arrow;
        const float tip = broken ? a + (b - a) * 0.6F : b;
        to_.AddLine({a, middle}, {tip - side * px(2), middle}, broken ? theme().bad : theme().accent, px(1.6F));
        if (broken) {
          put_sign(to_, {tip, middle}, px(5), Sign::bad);
        } else {
          to_.AddTriangleFilled({tip, middle}, {tip - side * px(7), middle - px(4)},
                                {tip - side * px(7), middle + px(4)}, theme().accent);
        }
        const Box text{{std::min(a, b) + px(6), y - px(1)}, {std::max(a, b) - px(6), y + step_ * 0.62F}};
        put_text(to_, text, style().small, colour, row.text, Align::centre);
        break;
      }
      case Kind::note: {
        const float x = x_of(row.from);
        const bool right = x < box_.centre().x + 1;
        to_.AddCircleFilled({x, y + step_ / 2}, px(3.5F), colour);
        const Box text =
            right ? Box{{x + px(9), y}, {box_.max.x, y + step_}} : Box{{box_.min.x, y}, {x - px(9), y + step_}};
        const std::string cut = fitted(style().small, row.text, text.width());
        const ImVec2 size = text_size(style().small, cut);
        const float from = right ? text.min.x : text.max.x - size.x;
        to_.AddRectFilled({from - px(2), y + px(4)}, {from + size.x + px(2), y + step_ - px(4)}, theme().panel);
        put_text(to_, text, style().small, colour, cut, right ? Align::left : Align::right);
        break;
      }
      case Kind::rule: {
        const float middle_y = y + step_ / 2;
        to_.AddLine({box_.min.x, middle_y}, {box_.max.x, middle_y}, faded(theme().bad, 0.6F), px(1));
        const ImVec2 size = text_size(style().small, row.text);
        const float x = box_.centre().x;
        to_.AddRectFilled({x - size.x / 2 - px(6), y + px(3)}, {x + size.x / 2 + px(6), y + step_ - px(3)},
                          theme().panel);
        put_text(to_, Box{{box_.min.x, y}, {box_.max.x, y + step_}}, style().small, theme().bad, row.text,
                 Align::centre);
        break;
      }
      case Kind::gap:
        for (std::size_t lane = 0; lane < diagram_.lanes().size(); ++lane)
          to_.AddRectFilled({x_of(lane) - px(2), y + px(2)}, {x_of(lane) + px(2), y + px(10)}, theme().panel);
        break;
    }
  }

  ImDrawList& to_;
  Box box_;
  const SequenceDiagram& diagram_;
  float step_, lane_wide_ = 0;
};

/// What each region held of the key around the anomaly: one bar a value; those that the story speaks of have its names.
void draw_life(ImDrawList& to, Box box, const Story& story, const RunView& run) {
  put_text(to, box.cut_top(px(22)), style().strong, theme().text,
           fmt::format("The life of key {}", run.anomalies[story.anomaly].key.value));
  const double pad = std::max(0.02, (story.to_s - story.from_s) * 0.35);
  const TimeAxis time{std::max(0.0, story.from_s - pad), std::min(run.end_s, story.to_s + pad), box.min.x + px(120),
                      box.max.x - px(4)};
  const Box axis = box.cut_bottom(px(20));
  const float high = std::min(px(24), box.height() / static_cast<float>(std::max<std::size_t>(1, story.life.size())));
  for (const KeyLife& life : story.life) {
    Box row = box.cut_top(high);
    const RegionId region = run.scenario.stores[life.store.index()].region;
    put_text(to, Box{row.min, {time.left - px(8), row.max.y}}, style().small, theme().dim, run.region_name(region),
             Align::right);
    to.PushClipRect({time.left, row.min.y}, {time.right, row.max.y}, true);
    for (std::size_t i = 0; i < life.values.size(); ++i) {
      const double until = i + 1 < life.values.size() ? life.values[i + 1].from_s : run.end_s;
      if (until < time.from_s || life.values[i].from_s > time.to_s) continue;
      const Box bar{{time.x_of(life.values[i].from_s), row.min.y + px(3)}, {time.x_of(until), row.max.y - px(3)}};
      std::string name;
      for (const auto& [version, letter] : story.named)
        if (version == life.values[i].version) name = letter;
      // The colour tells where a value was written.
      const StoreId origin = life.values[i].version.is_initial() ? StoreId() : life.values[i].version.origin();
      const ImU32 colour = origin.has_value() ? theme().series_colour(origin.index()) : theme().faint;
      to.AddRectFilled(bar.min, {std::max(bar.max.x - 1, bar.min.x + 1), bar.max.y},
                       faded(colour, name.empty() ? 0.35F : 0.9F), px(2));
      if (!name.empty())
        put_text(to, ImVec2(std::max(bar.min.x, time.left) + px(4), bar.min.y), style().small, theme().ground, name);
    }
    to.PopClipRect();
  }
  const float x = time.x_of(story.at_s);
  to.AddLine({x, box.min.y - high * static_cast<float>(story.life.size())}, {x, axis.min.y}, theme().text, px(1));
  draw_time_labels(to, axis, time);
}

/// One line a policy: how many of this kind there would have been.
void draw_what_if(ImDrawList& to, Box& box, const WhatIf& what_if, AnomalyKind kind) {
  if (what_if.busy()) {
    put_text(to, box.cut_top(px(24)), style().small, theme().dim, "Simulating the other policies, on the same seed …");
    return;
  }
  if (!what_if.answered()) {
    put_text(to, box.cut_top(px(24)), style().small, theme().bad, what_if.trouble());
    return;
  }
  for (const PolicyFate& fate : what_if.fates(kind)) {
    Box line = box.cut_top(px(21));
    const bool all_gone = fate.before > 0 && fate.vanish == fate.before;
    const Sign sign = all_gone && fate.after == 0 ? Sign::good : fate.after < fate.before ? Sign::warn : Sign::bad;
    put_sign(to, {line.min.x + px(6), line.centre().y}, px(4), sign);
    line.cut_left(px(18));
    put_text(to, line.cut_left(px(150)), style().small, theme().text, fate.policy);
    const char* this_one = all_gone ? "this one is gone" : fate.vanish == 0 ? "this one stays" : "this one may be gone";
    put_text(to, line, style().small, theme().dim,
             fmt::format("{} of {} are gone, {} in all; {}", show_count(fate.vanish), show_count(fate.before),
                         show_count(fate.after), this_one));
  }
  box.cut_top(px(6));
}

}  // namespace

void draw_story(const Box& whole, const Story& story, const RunView& run, const WhatIf& what_if, UiState& ui,
                Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = panel(to, whole);
  if (!story.trouble.empty() && story.title.empty()) {
    say_empty(to, box, "This story cannot be told", story.trouble);
    return;
  }
  Box head = box.cut_top(px(28));
  const std::string jump = "Show in World";
  const Box button_box = head.cut_right(text_size(style().body, jump).x + px(20));
  if (button(button_box, "##jump", jump)) {
    ui.page = Page::world;
    ui.cursor_s = std::clamp(story.at_s, 0.0, run.end_s);
  }
  head.cut_right(px(6));
  if (!story.policies.empty()) {
    const Box ask = head.cut_right(px(92));
    const bool busy = what_if.busy();
    if (button(ask, "##whatif", busy ? "Simulating…" : "What if…", false, !busy)) wishes.what_if = true;
    if (ImGui::IsItemHovered())
      tip("The same users on the same seed under other policies: what would have become of this?");
  }
  put_text(to, head, style().heading, theme().text, story.title);
  note_place("story", whole, story.title);
  box.cut_top(px(4));
  box.cut_top(put_paragraph(to, {box.min, {box.max.x, box.min.y + px(76)}}, style().body, theme().text, story.what) +
              px(2));
  box.cut_top(
      put_paragraph(to, {box.min, {box.max.x, box.min.y + px(58)}}, style().body, theme().dim, "Why: " + story.why) +
      px(6));
  if (what_if.is_about(run)) draw_what_if(to, box, what_if, run.anomalies[story.anomaly].kind);
  if (!story.diagram) {
    put_paragraph(to, box, style().body, theme().faint, story.trouble);
    return;
  }
  const float life_high = story.life.empty() ? 0 : px(24) * static_cast<float>(story.life.size()) + px(46);
  const auto high = [&](float step) { return Diagram::height_of(*story.diagram, step) + px(8); };
  // Closer rows where that saves scrolling.
  const float close = px(20), wide_apart = px(25);
  const float step =
      high(wide_apart) + life_high > box.height() && high(close) + life_high <= box.height() ? close : wide_apart;
  const float diagram_high = high(step);
  if (begin_scroll(box, "##story")) {
    ImDrawList& inner = *ImGui::GetWindowDrawList();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float wide = ImGui::GetContentRegionAvail().x;
    const Box diagram{at, {at.x + wide, at.y + diagram_high}};
    Diagram(inner, diagram, *story.diagram, step).draw(diagram);
    if (life_high > 0) draw_life(inner, {{at.x, diagram.max.y}, {at.x + wide, diagram.max.y + life_high}}, story, run);
    ImGui::Dummy({wide, diagram_high + life_high});
  }
  end_scroll();
}

}  // namespace bicoastal::gui
