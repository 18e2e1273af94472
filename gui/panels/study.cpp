// The study: every point of a sweep as a dot with its interval, the frontier, what varies with what; a click leads to
// the run of a point.
#include "gui/data/study_view.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/panels.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

/// One axis of the scatter.
struct Scale {
  double low = 0, high = 1;
  float from = 0, to = 1;
  float at(double v) const { return from + static_cast<float>((v - low) / (high - low)) * (to - from); }
};

Scale scale_of(const StudyView& view, std::size_t metric, float from, float to) {
  Scale scale{1e300, -1e300, from, to};
  for (const auto& samples : view.findings.samples) {
    const Sample& s = samples[metric];
    if (s.told == 0) continue;
    scale.low = std::min(scale.low, s.interval ? s.interval->low : s.mean);
    scale.high = std::max(scale.high, s.interval ? s.interval->high : s.mean);
  }
  if (scale.low > scale.high) scale = {0, 1, from, to};
  const double pad = std::max((scale.high - scale.low) * 0.08, std::abs(scale.high) * 1e-6 + 1e-12);
  scale.low -= pad;
  scale.high += pad;
  return scale;
}

bool on_frontier(const StudyView& view, std::size_t point) {
  return point < view.findings.standings.size() && view.findings.standings[point].place == FrontierPlace::frontier;
}
bool keeps(const StudyView& view, std::size_t point) {
  return point >= view.findings.keeping.size() || view.findings.keeping[point].by_mean != Kept::no;
}

ImU32 colour_of_point(const StudyView& view, std::size_t point) {
  if (!keeps(view, point)) return theme().bad;
  return on_frontier(view, point) ? theme().good : theme().faint;
}

void draw_axes(ImDrawList& to, const Box& plot, const StudyView& view, std::size_t mx, std::size_t my, const Scale& x,
               const Scale& y) {
  to.AddRectFilled(plot.min, plot.max, mixed(theme().panel, theme().ground, 0.5F), px(2));
  const double step_y = nice_step((y.high - y.low) / std::max(2.0, static_cast<double>(plot.height() / px(40))));
  for (double v = std::ceil(y.low / step_y) * step_y; v <= y.high; v += step_y) {
    to.AddLine({plot.min.x, y.at(v)}, {plot.max.x, y.at(v)}, theme().grid);
    put_text(to, Box{{plot.min.x - px(90), y.at(v) - px(8)}, {plot.min.x - px(6), y.at(v) + px(8)}}, style().small,
             theme().dim, show_value(v, view.study.metrics[my].unit), Align::right);
  }
  const double step_x = nice_step((x.high - x.low) / std::max(2.0, static_cast<double>(plot.width() / px(110))));
  for (double v = std::ceil(x.low / step_x) * step_x; v <= x.high; v += step_x) {
    to.AddLine({x.at(v), plot.min.y}, {x.at(v), plot.max.y}, theme().grid);
    put_text(to, ImVec2(x.at(v), plot.max.y + px(4)), style().small, theme().dim,
             show_value(v, view.study.metrics[mx].unit), Align::centre);
  }
}

/// What no point may be in, by the constraints.
void shade(ImDrawList& to, const Box& plot, const StudyView& view, std::size_t metric, const Scale& scale,
           bool across) {
  for (const StudyConstraint& constraint : view.study.constraints) {
    if (constraint.limit.metric != metric) continue;
    const auto forbid = [&](double low, double high) {
      const float a = scale.at(std::clamp(low, scale.low, scale.high)),
                  b = scale.at(std::clamp(high, scale.low, scale.high));
      const ImU32 colour = faded(theme().bad, 0.10F);
      if (across) {
        to.AddRectFilled({std::min(a, b), plot.min.y}, {std::max(a, b), plot.max.y}, colour);
      } else {
        to.AddRectFilled({plot.min.x, std::min(a, b)}, {plot.max.x, std::max(a, b)}, colour);
      }
    };
    if (constraint.limit.at_least) forbid(scale.low, *constraint.limit.at_least);
    if (constraint.limit.at_most) forbid(*constraint.limit.at_most, scale.high);
  }
}

/// What the signs of points mean, and the ground that is shaded, where there is room to say it.
void draw_meanings(ImDrawList& to, Box head) {
  const std::array<std::pair<Sign, const char*>, 3> meanings = {
      {{Sign::bad, "against a constraint"}, {Sign::good, "on the frontier"}, {Sign::off, "other"}}};
  float wide = 0;
  for (const auto& [sign, words] : meanings) wide += text_size(style().small, words).x + px(28);
  if (wide > head.width()) return;
  Box line = head.cut_right(wide);
  for (const auto& [sign, words] : meanings) {
    const Box mark = line.cut_left(px(16));
    if (sign == Sign::off) {
      to.AddCircleFilled(mark.centre(), px(4), theme().faint);  // as points are drawn
    } else {
      put_sign(to, mark.centre(), px(4.5F), sign);
    }
    put_text(to, line.cut_left(text_size(style().small, words).x), style().small, theme().dim, words);
    line.cut_left(px(12));
  }
}

void draw_scatter(const Box& whole, const StudyView& view, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = panel(to, whole);
  Box head = box.cut_top(px(28));
  const auto pick = [&](const char* id, const char* label, std::size_t& metric, float wide) {
    put_text(to, head.cut_left(px(20)), style().small, theme().dim, label);
    Box combo = head.cut_left(wide);
    head.cut_left(px(10));
    ImGui::SetCursorScreenPos(combo.min);
    ImGui::SetNextItemWidth(combo.width());
    if (ImGui::BeginCombo(id, view.study.metrics[metric].name.c_str())) {
      for (std::size_t m = 0; m < view.study.metrics.size(); ++m)
        if (ImGui::Selectable(view.study.metrics[m].name.c_str(), m == metric)) metric = m;
      ImGui::EndCombo();
    }
  };
  const float wide = std::min(px(220), (head.width() - px(60)) / 2);
  pick("##studyx", "x", ui.study_x, wide);
  pick("##studyy", "y", ui.study_y, wide);
  draw_meanings(to, head);
  box.cut_top(px(10));
  box.cut_bottom(px(22));
  box.cut_left(px(92));
  const Box plot = box;
  const Scale x = scale_of(view, ui.study_x, plot.min.x, plot.max.x),
              y = scale_of(view, ui.study_y, plot.max.y, plot.min.y);
  draw_axes(to, plot, view, ui.study_x, ui.study_y, x, y);
  shade(to, plot, view, ui.study_x, x, true);
  shade(to, plot, view, ui.study_y, y, false);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  std::optional<std::size_t> hovered;
  float nearest = px(10);
  area(plot, "##scatter");
  const bool over = ImGui::IsItemHovered(), pressed = ImGui::IsItemClicked();
  for (std::size_t p = 0; p < view.study.points.size(); ++p) {
    const Sample &sx = view.findings.samples[p][ui.study_x], &sy = view.findings.samples[p][ui.study_y];
    if (sx.told == 0 || sy.told == 0) continue;
    const ImVec2 at{x.at(sx.mean), y.at(sy.mean)};
    const ImU32 colour = colour_of_point(view, p);
    if (sx.interval)
      to.AddLine({x.at(sx.interval->low), at.y}, {x.at(sx.interval->high), at.y}, faded(colour, 0.6F), px(1));
    if (sy.interval)
      to.AddLine({at.x, y.at(sy.interval->low)}, {at.x, y.at(sy.interval->high)}, faded(colour, 0.6F), px(1));
    if (keeps(view, p)) {
      to.AddCircleFilled(at, px(on_frontier(view, p) ? 5.5F : 4), colour);
    } else {
      put_sign(to, at, px(4.5F), Sign::bad);
    }
    if (ui.study_point == p) to.AddCircle(at, px(9), theme().text, 0, px(2));
    const float away = std::hypot(at.x - mouse.x, at.y - mouse.y);
    if (over && away < nearest) {
      nearest = away;
      hovered = p;
    }
    note_place(fmt::format("point {}", p), {{at.x - px(4), at.y - px(4)}, {at.x + px(4), at.y + px(4)}});
  }
  if (!hovered) return;
  tip(fmt::format("{}\n{}: {}\n{}: {}", words_of(view.study, view.study.points[*hovered]),
                  view.study.metrics[ui.study_x].name, view.shown(*hovered, ui.study_x),
                  view.study.metrics[ui.study_y].name, view.shown(*hovered, ui.study_y)));
  if (pressed) ui.study_point = hovered;
}

/// A line a point, from axis to axis and on to the metrics.
void draw_parallel(const Box& whole, const StudyView& view, const UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = panel(to, whole, "From what was varied to what came of it");
  const std::size_t axes = view.study.axes.size(), metrics = view.study.metrics.size(), columns = axes + metrics;
  Box names = box.cut_bottom(px(20));
  box = box.inset(px(30), px(8));
  names = {{box.min.x, names.min.y}, {box.max.x, names.max.y}};
  const float step = columns > 1 ? box.width() / static_cast<float>(columns - 1) : 0;
  std::vector<Scale> scales;
  for (std::size_t m = 0; m < metrics; ++m) scales.push_back(scale_of(view, m, box.max.y, box.min.y));
  const auto y_of = [&](std::size_t point, std::size_t column) -> std::optional<float> {
    if (column < axes) {
      const auto levels = static_cast<float>(std::max<std::size_t>(2, view.study.axes[column].levels.size()) - 1);
      return box.max.y - static_cast<float>(view.study.points[point].levels[column]) / levels * box.height();
    }
    const Sample& s = view.findings.samples[point][column - axes];
    return s.told == 0 ? std::nullopt : std::optional(scales[column - axes].at(s.mean));
  };
  for (std::size_t c = 0; c < columns; ++c) {
    const float x = box.min.x + static_cast<float>(c) * step;
    to.AddLine({x, box.min.y}, {x, box.max.y}, theme().edge, px(1));
    const std::string& name = c < axes ? view.study.axes[c].name : view.study.metrics[c - axes].name;
    put_text(to, Box{{x - step * 0.48F, names.min.y}, {x + step * 0.48F, names.max.y}}, style().small,
             c < axes ? theme().accent : theme().dim, name, Align::centre);
  }
  for (const bool chosen : {false, true})
    for (std::size_t p = 0; p < view.study.points.size(); ++p) {
      if ((ui.study_point == p) != chosen) continue;
      const ImU32 colour = chosen ? theme().text : faded(colour_of_point(view, p), on_frontier(view, p) ? 0.8F : 0.3F);
      for (std::size_t c = 0; c + 1 < columns; ++c) {
        const auto a = y_of(p, c), b = y_of(p, c + 1);
        const float x = box.min.x + static_cast<float>(c) * step;
        if (a && b) to.AddLine({x, *a}, {x + step, *b}, colour, px(chosen ? 2.5F : 1.3F));
      }
    }
}

/// What each axis does to the first objective, in shares of its variance; the point that is chosen, and what leads on.
void draw_side(const Box& whole, const StudyView& view, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  Box box = whole;
  Box upper = panel(to, box.cut_top(box.height() * 0.44F), "What matters",
                    view.findings.decomposed.empty()
                        ? std::string()
                        : fmt::format("for {}", view.study.metrics[view.findings.decomposed.front().metric].name));
  box.cut_top(px(8));
  if (view.findings.decomposed.empty()) {
    put_paragraph(to, upper, style().small, theme().dim,
                  "The points are no full grid, or a figure is missing: the shares of the axes cannot be told apart.");
  } else {
    for (const VarianceShare& part : view.findings.decomposed.front().parts.axes) {
      Box row = upper.cut_top(px(24));
      put_text(to, row.cut_left(px(110)), style().small, theme().text, view.study.axes[part.axes.front()].name);
      put_text(to, row.cut_right(px(56)), style().small, theme().dim, show_share(part.share), Align::right);
      const Box bar = row.inset(px(4), px(7));
      to.AddRectFilled(bar.min, bar.max, theme().raised, px(3));
      to.AddRectFilled(bar.min,
                       {bar.min.x + bar.width() * static_cast<float>(std::clamp(part.share, 0.0, 1.0)), bar.max.y},
                       theme().accent, px(3));
    }
  }
  Box lower = panel(to, box, "Point");
  if (!ui.study_point || *ui.study_point >= view.study.points.size()) {
    say_empty(to, lower, "Click a point", "Its figures stand here, and the way to its run.");
    return;
  }
  const std::size_t p = *ui.study_point;
  lower.cut_top(put_paragraph(to, {lower.min, {lower.max.x, lower.min.y + px(60)}}, style().strong, theme().text,
                              words_of(view.study, view.study.points[p])) +
                px(6));
  const Box run = lower.cut_bottom(px(30));
  if (button(run, "##runpoint", "Look at this run", true, p < view.changes.size())) {
    wishes.open = view.base;
    wishes.changes = view.changes[p];
    wishes.change_text = words_of(view.study, view.study.points[p]);
    ui.page = Page::world;
  }
  for (std::size_t m = 0; m < view.study.metrics.size(); ++m) {
    if (lower.height() < px(20)) break;
    Box row = lower.cut_top(px(21));
    const Sample& s = view.findings.samples[p][m];
    std::string value = view.shown(p, m);
    if (s.interval)
      value += fmt::format("  [{}, {}]", show_value(s.interval->low, view.study.metrics[m].unit),
                           show_value(s.interval->high, view.study.metrics[m].unit));
    put_text(to, row.cut_left(row.width() * 0.4F), style().small, theme().dim, view.study.metrics[m].name);
    put_text(to, row, style().small, theme().text, value, Align::right);
  }
}

}  // namespace

void draw_study(const Box& whole, const StudyView* view, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  if (view == nullptr) {
    say_empty(to, panel(to, whole), "No study is open",
              "bicoastal sweep run SWEEP.json --out X.db makes many runs of one scenario; open its result file here.");
    return;
  }
  if (view->study.metrics.empty() || view->study.points.empty()) {
    say_empty(to, panel(to, whole), "This study holds no figures", "No run of it has ended well so far.");
    return;
  }
  ui.study_x = std::min(ui.study_x, view->study.metrics.size() - 1);
  ui.study_y = std::min(ui.study_y, view->study.metrics.size() - 1);
  Box box = whole;
  Box head = box.cut_top(px(30));
  std::string remark =
      fmt::format("{}, {}", counted(view->study.points.size(), "point"), counted(view->study.seeds.size(), "seed"));
  if (!view->study.failures.empty()) remark += fmt::format(", {} failed", view->study.failures.size());
  if (view->study.not_run > 0) remark += fmt::format(", {} not run yet", view->study.not_run);
  put_text(to, head.cut_right(text_size(style().small, remark).x + px(12)), style().small, theme().dim, remark,
           Align::right);
  put_text(to, head, style().strong, theme().text, view->study.name);
  const Box side = box.cut_right(std::clamp(box.width() * 0.28F, px(290), px(420)));
  box.cut_right(px(8));
  const Box lower = box.cut_bottom(box.height() * 0.36F);
  box.cut_bottom(px(8));
  draw_scatter(box, *view, ui);
  draw_parallel(lower, *view, ui);
  draw_side(side, *view, ui, wishes);
}

}  // namespace bicoastal::gui
