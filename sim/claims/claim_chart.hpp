// The chart of a claim, as its file describes it.
#pragma once

#include "sim/claims/claim.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/view.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bicoastal {

/// Nothing where a fault was found, now or before. `spoilt`: figures whose own fault is known.
std::optional<ClaimChart> read_chart(const View& chart, const std::vector<ClaimFigure>& figures,
                                     const std::set<std::string>& spoilt, Faults& faults);

}  // namespace bicoastal
