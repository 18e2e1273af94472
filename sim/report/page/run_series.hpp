// The series of a run as curves over one axis of time, coarse enough to be drawn.
#pragma once

#include "sim/analysis/timeline.hpp"
#include "sim/report/run_report.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct SeriesChart {
  enum class Scale : unsigned char { linear, logarithmic, of_whole };  ///< of_whole: a share, best at 1
  struct Line {
    std::string name;
    std::size_t colour = 0;
    bool thin = false;
    std::vector<std::optional<double>> values;  ///< by step
  };
  std::string title, about, unit;
  Scale scale = Scale::linear;
  std::vector<Line> lines;
};

struct RunSeries {
  std::vector<double> times;  ///< begin of each step, in seconds
  double step_s = 0;
  std::size_t windows_a_step = 1;
  std::size_t left_out = 0;  ///< regions that are not drawn: those with fewest users
  std::vector<SeriesChart> charts;
};

/// Charts that would show nothing are left out.
RunSeries series_of(const RunReport& report, const Timeline& timeline);

}  // namespace bicoastal
