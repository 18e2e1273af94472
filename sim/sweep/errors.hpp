// Every code that a fault of a sweep file can carry beside those of scenarios, with what it means. Codes are stable.
#pragma once

#include <array>
#include <string_view>

namespace bicoastal {

struct SweepError {
  std::string_view code;
  std::string_view meaning;
};

// clang-format off
inline constexpr std::array kSweepErrors = {
    SweepError{"E901", "an axis points nowhere in the scenario"},
    SweepError{"E902", "the values of an axis cannot be made"},
    SweepError{"E903", "the name of an axis is not one that conditions can use"},
    SweepError{"E904", "an axis has no place in the design, or several"},
    SweepError{"E905", "two axes set the same value"},
    SweepError{"E906", "a condition over axes cannot be read, or names no axis"},
    SweepError{"E907", "the sweep is larger than can be run"},
    SweepError{"E908", "no point is left"},
    SweepError{"E909", "the scenario that a sweep varies does not load"},
    SweepError{"E910", "the scenario of a point is wrong"},
    SweepError{"E911", "two points are the same scenario"},
    SweepError{"E912", "what is to be known well enough is none of the metrics, or how well cannot be read"},
    SweepError{"E913", "something stands beside a Saltelli design that its indices could not be read with"},
};
// clang-format on

}  // namespace bicoastal
