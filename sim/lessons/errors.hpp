// Every code that a fault of a lesson can carry beside those of scenarios and claims, with what it means. Codes are
// stable. Those up to E839 are found by reading, those after by running.
#pragma once

#include <array>
#include <string_view>

namespace bicoastal {

struct LessonError {
  std::string_view code;
  std::string_view meaning;
};

// clang-format off
inline constexpr std::array kLessonErrors = {
    LessonError{"E830", "a setting that the scenario of its run does not have, or a measure that is no quantity"},
    LessonError{"E831", "not exactly one of the answers to choose from is right"},
    LessonError{"E832", "a number in a text that no expression of its step has"},
    LessonError{"E833", "a formula in a text is not closed"},
    LessonError{"E834", "a term that the glossary does not have"},
    LessonError{"E835", "a goal that no measure of its run decides"},
    LessonError{"E836", "a goal lets change what is its task or what it keeps, or its solution what it does not name"},
    LessonError{"E837", "a place that the desktop does not have, or not with this step's run"},
    LessonError{"E838", "a number that cannot be shown as a moment of a chart"},
    LessonError{"E839", "an answer to choose from says nothing, or the same as another one"},
    LessonError{"E840", "a claim of a lesson does not hold on its runs"},
    LessonError{"E841", "another answer is right than the lesson says"},
    LessonError{"E842", "a figure of a text is not told by its run"},
    LessonError{"E843", "a goal is met without any change"},
    LessonError{"E844", "the solution does not reach the goal"},
    LessonError{"E845", "no number, or nearly any, is near enough to the answer"},
    LessonError{"E846", "a moment to look at that is not within the run"},
};
// clang-format on

}  // namespace bicoastal
