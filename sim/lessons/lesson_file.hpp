// Lesson files: JSON in, a lesson out whose scenarios, metrics and formulas are known to be right, or every fault.
//
// The format is scenarios/lessons/schema.json. Beside what is wrong with expressions, a number in a text that no
// expression of its step has is a fault: nothing could notice when it stops being true.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/lessons/lesson.hpp"

#include <string>
#include <vector>

namespace bicoastal {

Result<Lesson> read_lesson(const std::string& file, const LoadOptions& options = {});

/// Files of the course, in its order, as embedded.
std::vector<std::string> course_files();

}  // namespace bicoastal
