// Every code that a fault of a claims file can carry beside those of scenarios, with what it means. Codes are stable.
#pragma once

#include <array>
#include <string_view>

namespace bicoastal {

struct ClaimError {
  std::string_view code;
  std::string_view meaning;
};

// clang-format off
inline constexpr std::array kClaimErrors = {
    ClaimError{"E801", "a claim or lesson has no run of that name"},
    ClaimError{"E802", "a formula or a condition cannot be read"},
    ClaimError{"E803", "a formula, a condition or a chart names no figure of its claim or lesson"},
    ClaimError{"E804", "the name of a figure is not one that formulas can use"},
    ClaimError{"E805", "a run is simulated for nothing: no figure is of it"},
    ClaimError{"E806", "a chart's axis or one of its series does not fit the others"},
};
// clang-format on

}  // namespace bicoastal
