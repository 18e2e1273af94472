// The result file of a sweep as a study: what was varied, measured and asked for, and what failed.
#pragma once

#include "sim/history/sweep_file.hpp"
#include "sim/study/study.hpp"

namespace bicoastal {

/// Levels of an axis are the values that points have on it: numbers by size, names in the order in which points come.
/// Single changes start from the first point. Metrics are better the usual way (study/goal.hpp); one whose usual way is
/// unknown and that a constraint limits on one side is better away from that limit.
Study study_of(const StoredSweep& sweep);

}  // namespace bicoastal
