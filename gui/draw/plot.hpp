// Charts over time. A small plot layer on ImDrawList: Debian has no ImPlot.
//
// Values belong to equal windows of time. Where several windows share a column of pixels, the column is a bar from
// their least to their greatest value, so that a spike is never lost; otherwise the line is stepped through the
// windows.
#pragma once

#include "gui/draw/box.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace bicoastal::gui {

/// What part of the run a time axis shows, and where.
struct TimeAxis {
  double from_s = 0, to_s = 1;
  float left = 0, right = 1;  ///< pixels

  float x_of(double t_s) const { return left + static_cast<float>((t_s - from_s) / (to_s - from_s)) * (right - left); }
  double time_at(float x) const { return from_s + static_cast<double>((x - left) / (right - left)) * (to_s - from_s); }
};

/// A line of a chart.
struct Curve {
  std::string name;
  ImU32 colour = 0;
  std::size_t windows = 0;
  double window_s = 1;
  std::function<float(std::size_t)> value;  ///< of a window; NaN where there is none
};

struct ChartSpec {
  std::string title;
  std::string (*show)(double) = nullptr;  ///< a value with its unit
  double least_top = 0;                   ///< the axis goes up to at least this
  double least_bottom = 1e300;            ///< and down to at least this
  bool up_to_one = false;                 ///< values are shares: the axis ends at 1
};

/// Least and greatest value in view; false where there is none.
bool range_of(const std::vector<Curve>& curves, const TimeAxis& time, double& low, double& high);

/// Draws a chart into `box`: its plot lies between the axis' pixels, its labels on the left of them.
void draw_chart(ImDrawList& to, const Box& box, const TimeAxis& time, const ChartSpec& spec,
                const std::vector<Curve>& curves);
/// The time axis' own labels.
void draw_time_labels(ImDrawList& to, const Box& box, const TimeAxis& time);

/// A step for an axis: 1, 2 or 5 times a power of ten (for times also 15 and 30 s and min), at least `least`.
double nice_step(double least);
double nice_time_step(double least_s);
/// "2:05", "1:02:05", "12.4 s" where the step is short.
std::string show_clock(double t_s, double step_s = 1);

}  // namespace bicoastal::gui
