// The data of a claim's chart: what is drawn, as numbers, for the JSON document and for the page.
#pragma once

#include "sim/claims/claim.hpp"
#include "sim/claims/judgement.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bicoastal {

/// {title, x {title, values or names}, y {title, unit}, series[] {name, points[] {x, measure, mean, low, high}}}; null
/// where the claim has no chart. A point without an interval has its mean as both ends, one of which no seed tells
/// null.
nlohmann::ordered_json chart_json(const Claim& claim, const ClaimJudgement& judgement);

}  // namespace bicoastal
