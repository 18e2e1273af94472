// From axes to points: grids, Latin hypercubes, lists, products of these, without what is excluded; or Saltelli's
// design.
//
// Saltelli's points come row by row: A, then A with each axis in turn from B, then B. So a sweep that was cut short has
// whole rows, and reports know the design by its points alone (study/study.hpp). Of a range with steps, A and B
// may agree on an axis: two points of a row are then the same, and both are run.
#pragma once

#include "sim/scenario/faults.hpp"
#include "sim/scenario/view.hpp"
#include "sim/sweep/axis.hpp"

#include <cstddef>
#include <vector>

namespace bicoastal {

inline constexpr double kMostPoints = 100'000;

/// One setting an axis.
using DesignPoint = std::vector<AxisSetting>;

struct Design {
  std::vector<DesignPoint> points;
  std::size_t excluded = 0;
  std::size_t saltelli_rows = 0;  ///< 0: another design
};

/// REQUIRES: `sweep` has been checked against the schema and has its defaults. Gives axes their numbers.
Design expand_design(const View& sweep, std::vector<Axis>& axes, Faults& faults);

}  // namespace bicoastal
