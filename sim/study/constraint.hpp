// What a point of a study must keep to, and whether it does, as far as its figures tell.
#pragma once

#include "sim/study/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace bicoastal {

enum class Goal : std::uint8_t { minimise, maximise };

/// A figure of a point with how well it is known. Without a mean, or where that is not a number, it is unknown.
struct Figure {
  std::optional<double> mean;
  std::optional<Interval> interval;  ///< without one, nothing is sure
  bool known() const { return mean && *mean == *mean; }
  /// Where its true value is; everywhere where nobody knows.
  Interval range() const;
};

struct Constraint {
  std::size_t metric = 0;  ///< index among the figures of a point
  std::optional<double> at_least, at_most;
  bool strict = false;  ///< the limits themselves are not allowed
};

enum class Kept : std::uint8_t { yes, no, unknown };
enum class Sure : std::uint8_t { no, perhaps, yes };

struct Keeping {
  Kept by_mean = Kept::yes;  ///< unknown: no figure tells, and no other one says no
  Sure sure = Sure::yes;     ///< by the intervals: every value in them keeps to it, some, none. Unknown ones: perhaps
  bool operator==(const Keeping&) const = default;
};

/// Whether a point keeps to all of them. REQUIRES: metrics of constraints are in `figures`.
Keeping keeps_to(std::span<const Figure> figures, std::span<const Constraint> constraints);

}  // namespace bicoastal
