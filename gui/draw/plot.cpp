#include "gui/draw/plot.hpp"

#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

/// Windows that a stretch of time touches.
struct WindowRange {
  std::size_t first = 0, last = 0;  // [first, last)
};
WindowRange windows_in(const Curve& curve, double from_s, double to_s) {
  const auto clamp = [&](double w) {
    return static_cast<std::size_t>(std::clamp(w, 0.0, static_cast<double>(curve.windows)));
  };
  return {clamp(std::floor(from_s / curve.window_s)), clamp(std::ceil(to_s / curve.window_s))};
}

struct ValueAxis {
  double low = 0, high = 1;
  Box plot;
  float y_of(double value) const {
    const double share = (value - low) / (high - low);
    return plot.max.y - static_cast<float>(std::clamp(share, -0.05, 1.05)) * plot.height();
  }
};

/// Bars a pixel wide; equal ones side by side are drawn as one.
class Bars {
 public:
  Bars(ImDrawList& to, ImU32 colour) : to_(to), colour_(colour) {}
  ~Bars() { flush(); }
  Bars(const Bars&) = delete;
  Bars& operator=(const Bars&) = delete;
  void add(float x, float top, float bottom) {
    if (x == until_ && top == top_ && bottom == bottom_) {
      until_ = x + 1;
      return;
    }
    flush();
    from_ = x;
    until_ = x + 1;
    top_ = top;
    bottom_ = bottom;
  }

 private:
  void flush() {
    if (until_ > from_) to_.AddRectFilled({from_, top_}, {until_, bottom_}, colour_);
    from_ = until_ = 0;
  }
  ImDrawList& to_;
  ImU32 colour_;
  float from_ = 0, until_ = 0, top_ = 0, bottom_ = 0;
};

/// One bar a column of pixels, from the least to the greatest of its windows, joined to the bar before.
void draw_dense(ImDrawList& to, const Curve& curve, const TimeAxis& time, const ValueAxis& values) {
  const auto columns = static_cast<int>(time.right - time.left);
  float before_top = 0, before_bottom = 0;
  bool joined = false;
  Bars bars(to, curve.colour);
  for (int c = 0; c < columns; ++c) {
    const float x = time.left + static_cast<float>(c);
    const WindowRange range = windows_in(curve, time.time_at(x), time.time_at(x + 1));
    float low = std::numeric_limits<float>::max(), high = std::numeric_limits<float>::lowest();
    for (std::size_t w = range.first; w < std::max(range.last, range.first + 1) && w < curve.windows; ++w) {
      const float v = curve.value(w);
      if (std::isnan(v)) continue;
      low = std::min(low, v);
      high = std::max(high, v);
    }
    if (low > high) {
      joined = false;
      continue;
    }
    float top = values.y_of(static_cast<double>(high)), bottom = values.y_of(static_cast<double>(low));
    const float own_top = top, own_bottom = bottom;
    if (joined) {
      top = std::min(top, before_bottom);
      bottom = std::max(bottom, before_top);
    }
    const float least = theme().line * style().scale;
    if (bottom - top < least) {
      const float middle = (top + bottom) / 2;
      top = middle - least / 2;
      bottom = middle + least / 2;
    }
    bars.add(x, std::round(top), std::round(bottom));
    before_top = own_top;
    before_bottom = own_bottom;
    joined = true;
  }
}

/// A step a window.
void draw_sparse(ImDrawList& to, const Curve& curve, const TimeAxis& time, const ValueAxis& values) {
  const float width = px(theme().line);
  const WindowRange range = windows_in(curve, time.from_s, time.to_s);
  bool joined = false;
  float before = 0;
  for (std::size_t w = range.first; w < range.last; ++w) {
    const float v = curve.value(w);
    if (std::isnan(v)) {
      joined = false;
      continue;
    }
    const float x0 = time.x_of(static_cast<double>(w) * curve.window_s);
    const float x1 = time.x_of(static_cast<double>(w + 1) * curve.window_s);
    const float y = values.y_of(static_cast<double>(v));
    if (joined)
      to.AddRectFilled({x0 - width / 2, std::min(before, y) - width / 2},
                       {x0 + width / 2, std::max(before, y) + width / 2}, curve.colour);
    to.AddRectFilled({x0, y - width / 2}, {x1, y + width / 2}, curve.colour);
    before = y;
    joined = true;
  }
}

}  // namespace

double nice_step(double least) {
  if (!(least > 0) || !std::isfinite(least)) return 1;
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double m : {1.0, 2.0, 5.0})
    if (m * power >= least * (1 - 1e-9)) return m * power;
  return 10 * power;
}

double nice_time_step(double least_s) {
  for (const double step : {1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0,
                            14400.0, 21600.0, 43200.0, 86400.0})
    if (least_s <= step && least_s > 0.5) return step;
  return least_s <= 0.5 ? nice_step(least_s) : nice_step(least_s / 86400) * 86400;
}

std::string show_clock(double t_s, double step_s) {
  const bool negative = t_s < 0;
  t_s = std::abs(t_s);
  std::string text;
  if (step_s < 1) {
    const int digits = static_cast<int>(std::clamp(std::ceil(-std::log10(step_s)), 1.0, 6.0));
    const double minutes = std::floor(t_s / 60);
    const double seconds = t_s - minutes * 60;
    text = minutes >= 60 ? fmt::format("{:.0f}:{:02.0f}:{:0{}.{}f}", std::floor(minutes / 60), std::fmod(minutes, 60),
                                       seconds, digits + 3, digits)
           : minutes > 0 ? fmt::format("{:.0f}:{:0{}.{}f}", minutes, seconds, digits + 3, digits)
                         : fmt::format("{:.{}f} s", t_s, digits);
  } else {
    const double whole = std::floor(t_s + 1e-6);
    const auto s = static_cast<long long>(std::min(whole, 1e15));
    text = s >= 3600 ? fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
                     : fmt::format("{}:{:02}", s / 60, s % 60);
  }
  return negative ? "-" + text : text;
}

bool range_of(const std::vector<Curve>& curves, const TimeAxis& time, double& low, double& high) {
  low = std::numeric_limits<double>::max();
  high = std::numeric_limits<double>::lowest();
  for (const Curve& curve : curves) {
    const WindowRange range = windows_in(curve, time.from_s, time.to_s);
    for (std::size_t w = range.first; w < range.last; ++w) {
      const auto v = static_cast<double>(curve.value(w));
      if (std::isnan(v)) continue;
      low = std::min(low, v);
      high = std::max(high, v);
    }
  }
  return low <= high;
}

void draw_chart(ImDrawList& to, const Box& box, const TimeAxis& time, const ChartSpec& spec,
                const std::vector<Curve>& curves) {
  Box plot = box;
  const Box head = plot.cut_top(px(18));
  plot.cut_top(px(3));
  plot.min.x = time.left;
  plot.max.x = time.right;
  put_text(to, head, style().small, theme().dim, spec.title);

  double low = 0, high = 0;
  const bool any = range_of(curves, time, low, high);
  low = std::min(low, spec.least_bottom);
  to.AddRectFilled(plot.min, plot.max, mixed(theme().panel, theme().ground, 0.5F), px(2));
  if (!any) {
    put_text(to, plot, style().small, theme().faint, "nothing here in this stretch of time", Align::centre);
    return;
  }
  ValueAxis values{std::min(0.0, low), std::max(high, spec.least_top), plot};
  if (spec.up_to_one) {
    values.high = 1;
    values.low = std::min(low, 0.999);
    values.low -= (1 - values.low) * 0.05;
    values.high += (1 - values.low) * 0.05;
  }
  if (!(values.high > values.low)) values.high = values.low + 1;
  if (!spec.up_to_one) values.high += (values.high - values.low) * 0.06;
  const double step =
      nice_step((values.high - values.low) / std::max(2.0, static_cast<double>(plot.height() / px(28))));
  const double top = spec.up_to_one ? 1 + step * 1e-6 : values.high;
  for (double v = std::ceil(values.low / step) * step; v <= top; v += step) {
    const float y = std::round(values.y_of(v));
    to.AddLine({plot.min.x, y}, {plot.max.x, y}, theme().grid);
    if (y - px(7) < plot.min.y - px(10) || y + px(7) > plot.max.y + px(9)) continue;
    const Box label{{box.min.x, y - px(7)}, {plot.min.x - px(6), y + px(7)}};
    put_text(to, label, style().small, theme().dim, spec.show(std::abs(v) < step * 1e-9 ? 0 : v), Align::right);
  }
  to.PushClipRect(plot.min, plot.max, true);
  for (const Curve& curve : curves) {
    const double shown = std::min(time.to_s - time.from_s, static_cast<double>(curve.windows) * curve.window_s);
    const double per_pixel = shown / curve.window_s / std::max(1.0, static_cast<double>(time.right - time.left));
    per_pixel > 0.5 ? draw_dense(to, curve, time, values) : draw_sparse(to, curve, time, values);
  }
  to.PopClipRect();
}

void draw_time_labels(ImDrawList& to, const Box& box, const TimeAxis& time) {
  const double step =
      nice_time_step((time.to_s - time.from_s) * static_cast<double>(px(76) / std::max(1.0F, time.right - time.left)));
  for (double t = std::ceil(time.from_s / step) * step; t <= time.to_s; t += step) {
    const float x = std::round(time.x_of(t));
    to.AddLine({x, box.min.y}, {x, box.min.y + px(4)}, theme().faint);
    const std::string label = show_clock(t, step);
    const float half = text_size(style().small, label).x / 2;
    // That of the run's end stands beside its tick rather than nowhere.
    const float middle = std::min(x, box.max.x - half);
    if (middle - half < box.min.x) continue;
    put_text(to, ImVec2(middle, box.min.y + px(4)), style().small, theme().dim, label, Align::centre);
  }
}

}  // namespace bicoastal::gui
