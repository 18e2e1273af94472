// Numbers that stand in the words of a lesson, as against those that are figures of its runs.
//
// A number that was typed in goes wrong silently. So each must also stand in an expression of the same step, where the
// runs are held against it, in what its runs, changes and solutions set, or in a statement with a source.
// Names ("us-east-1", "p99", "N − 1") are not numbers; numbers in words ("three") are not found.
#pragma once

#include "sim/lessons/lesson.hpp"
#include "sim/scenario/faults.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// The numbers of a text, without their units: "1,000", "99.9", "30".
std::vector<std::string> numbers_in(std::string_view text);

/// Adds a fault for each number that nothing vouches for.
void check_numbers(const Lesson& lesson, Faults& faults);

}  // namespace bicoastal
