// Whether all that a lesson says is so, from what its runs measured: claims hold, just one answer is right, every
// figure of a text is told, a goal is not met without a change and is met with the solution.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/lessons/lesson_figures.hpp"

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace bicoastal {

/// The metrics of a planned run, or why there are none.
using RunValues = std::variant<std::vector<std::optional<double>>, std::string>;
/// Simulates all of them and answers in their order.
using RunAll = std::function<std::vector<RunValues>(const std::vector<PlannedRun>&)>;

/// All faults that `run` finds; throws what it throws. A run that ends badly is a std::runtime_error.
Diagnostics check_lesson(const Lesson& lesson, const RunAll& run);

}  // namespace bicoastal
