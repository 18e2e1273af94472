// What panels and keys ask of the lesson that is walked, for after the frame.
#pragma once

#include <cstdint>
#include <string>

namespace bicoastal::gui {

struct LessonWish {
  enum class What : std::uint8_t {
    open,    ///< `text`: a number, a name or a file
    close,   ///< back to the course
    answer,  ///< `text`: the prediction
    next,    ///< or, where something is asked, tell without a prediction
    back,
    reset,   ///< of the step
    change,  ///< `text`: as GoalPursuit takes it
    undo,    ///< of all changes
    solve,
    hint,
    look,  ///< go again to what the step points at
  } what;
  std::string text{};
};

}  // namespace bicoastal::gui
