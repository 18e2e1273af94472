// Metrics as expectations: who wants a figure of a scenario has the loader check it as one, so that what `expect` can
// name, others can, and analyses that are only made when they are expected are made.
#pragma once

#include "sim/scenario/load.hpp"

#include <string>
#include <vector>

namespace bicoastal {

/// Name of a metric, without what stands in brackets.
std::string metric_name(const std::string& metric);

/// The expectation that a metric, with its selector, is: "availability >= 0".
std::string as_expectation(const std::string& metric);

/// Override that makes these all that a scenario expects.
Override expecting_all(const std::vector<std::string>& expectations);
/// Likewise of metrics.
Override expecting(const std::vector<std::string>& metrics);

}  // namespace bicoastal
