// The runs of lessons, each in a process of its own.
#pragma once

#include "sim/lessons/lesson_check.hpp"

#include <vector>

namespace bicoastal {

/// SIGINT or SIGTERM came while runs were under way.
struct Interrupted {};

/// One answer a run, in their order. A run that does not end well answers why. Throws Interrupted.
std::vector<RunValues> run_for_lesson(const std::vector<PlannedRun>& runs);

}  // namespace bicoastal
