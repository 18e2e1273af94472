// A part of a sweep's results: the points for which a condition over its axes holds, as a sweep of their own.
//
// For axes that are no choice but what may come, such as an outage: what is best is asked within one of their values.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/history/sweep_file.hpp"

#include <string>

namespace bicoastal {

/// As conditions of `exclude` (exclusion.hpp): "outage == Virginia and lag < 1 s". Axes of which one value is left are
/// left out. A condition that cannot be read, or that no point keeps to, is a fault, laid to `named`.
Result<StoredSweep> slice_of(const StoredSweep& sweep, const std::string& condition, const std::string& named);

}  // namespace bicoastal
