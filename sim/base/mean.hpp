// The mean of a distribution.
#pragma once

#include <bicoastal/quantities.hpp>

namespace bicoastal {

/// In seconds; infinite for a Pareto distribution with alpha <= 1.
double mean_seconds(const Distribution& distribution);

}  // namespace bicoastal
