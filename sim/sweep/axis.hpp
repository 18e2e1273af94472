// One thing that a sweep varies: where it is in the scenario, and the values that it takes.
//
// A value keeps the words in which the scenario wants it, so that "10 ms" arrives there as it was written, and beside
// it the number that it is, in seconds, bytes or plain, for conditions, charts and statistics. Numbers that are made
// here (of ranges) are rounded to 12 digits before they are written, so that every machine writes the same ones.
#pragma once

#include "sim/base/units.hpp"
#include "sim/history/sweep_plan.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/view.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// A value with what it sets.
struct AxisSetting {
  AxisValue value;
  std::vector<Override> sets;
};

/// Numbers between two ends, in one unit.
struct AxisRange {
  double from = 0, to = 0;
  std::string unit;  ///< as written: "ms", "/s", "%"; empty for plain numbers
  bool logarithmic = false;
  std::size_t steps = 0;  ///< values that a grid has; 0: none
  double step = 0;        ///< between them, where it is not logarithmic

  /// REQUIRES: i < steps.
  double at(std::size_t i) const;
  /// What stands at this share of the way, 0..1; where there are steps, one of them.
  double between(double share) const;
};

struct Axis {
  std::string name, pointer;      ///< JSON Pointers: of the axis in the sweep, for complaints
  std::vector<std::string> into;  ///< into the scenario; empty where values are linked
  std::vector<AxisSetting> settings;
  std::optional<AxisRange> range;
  std::optional<Dimension> dimension;  ///< of its numbers, where they have units
  bool numeric = false;                ///< every value is a number
  bool spoilt = false;                 ///< its faults are known

  /// "s", "B", "1/s", "B/s" or nothing.
  std::string unit() const;
};

/// Reads what stands in /axes; faults go to `faults`.
std::vector<Axis> read_axes(const View& axes, Faults& faults);

/// The setting that a value written in a list is to this axis; nothing, and a fault, where it is none.
std::optional<AxisSetting> setting_of(const Axis& axis, const View& value, Faults& faults);
/// The setting that a number in the range's unit is.
AxisSetting setting_of(const Axis& axis, double number);
/// Whether all values are numbers of one dimension, and which. Numbers are left out where they are not.
void settle_numbers(Axis& axis, std::vector<AxisSetting*> settings);

/// `--set` that does it: /data/writes=global.
std::string set_text(const Override& set);

}  // namespace bicoastal
