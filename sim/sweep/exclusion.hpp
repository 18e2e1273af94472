// Conditions over the axes of a sweep: "writes == global and lag > 50 ms".
//
// Axes of numbers are compared as all figures are (sim/base/expression.hpp), with units. Axes of names know == and !=
// with one of their names.
#pragma once

#include "sim/base/expression.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/view.hpp"
#include "sim/sweep/axis.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace bicoastal {

class Exclusion {
 public:
  /// Nothing, and a fault, where it cannot be read.
  static std::optional<Exclusion> read(const View& text, const std::vector<Axis>& axes, Faults& faults);

  /// Whether all of its comparisons hold. REQUIRES: a setting an axis.
  bool excludes(std::span<const AxisSetting> point) const;

 private:
  struct Named {
    std::size_t axis;
    std::string text;
    bool equal;
  };
  std::vector<std::variant<Named, Condition>> all_;
};

}  // namespace bicoastal
