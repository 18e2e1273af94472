// The measures of metrics.hpp whose names begin with "cost.".
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/scenario.hpp>

#include <optional>
#include <string_view>

namespace bicoastal {

/// Nothing where the run has no bill, or does not tell.
std::optional<double> measure_of_cost(const Analysis& analysis, const Scenario& scenario, std::string_view metric,
                                      std::string_view of);

}  // namespace bicoastal
