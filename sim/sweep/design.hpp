// From axes to points: grids, Latin hypercubes, lists, products of these, without what is excluded.
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
};

/// REQUIRES: `sweep` has been checked against the schema and has its defaults. Gives axes their numbers.
Design expand_design(const View& sweep, std::vector<Axis>& axes, Faults& faults);

}  // namespace bicoastal
