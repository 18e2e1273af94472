// Which single change helps most: a base point, and the points that differ from it on one axis only.
//
// Each is compared with the base on the same seeds (paired.hpp). Whoever picks the best of several differences is
// likely to pick one that luck helped; so the intervals hold for all changes together: each is taken at 1 - (1 -
// confidence) / k of k changes (Bonferroni; Law, "Simulation Modeling and Analysis", 5th ed., §10.3).
//
// The same list is the one-at-a-time sensitivity around the base, as a tornado diagram shows it: it says what happens
// here, and nothing of what changes do together.
#pragma once

#include "sim/study/constraint.hpp"
#include "sim/study/paired.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace bicoastal {

/// A point of a study as a comparison sees it.
struct StudiedPoint {
  std::vector<std::size_t> levels;            ///< by axis
  std::vector<std::optional<double>> values;  ///< of the figure that is looked at, by seed; the same seeds everywhere
  Keeping keeping;                            ///< of the constraints
};

struct SingleChange {
  std::size_t point = 0;            ///< index of the point that it leads to
  std::size_t axis = 0, level = 0;  ///< which axis goes to which level
  PairedDifference difference;      ///< the figure there, less the figure at the base
  double improvement = 0;           ///< the difference, turned so that more is better
  Keeping keeping;                  ///< there
};

/// Best first: those that by their means keep to the constraints and have a difference, by improvement; then those that
/// do not keep to them, or of which that is unknown; then those without a pair of values. Among equals by axis and
/// level. REQUIRES: base is a point; all points have as many levels, and as many values.
std::vector<SingleChange> single_changes(std::span<const StudiedPoint> points, std::size_t base, Goal goal,
                                         double confidence = 0.95);

/// The first of them that keeps to the constraints by its means and helps beyond doubt: its interval lies wholly on the
/// good side of 0. Nothing where no single change is known to help. One before it in the list may help more.
std::optional<SingleChange> change_that_helps_most(std::span<const SingleChange> changes, Goal goal);

}  // namespace bicoastal
