// What panels ask of the program beyond their own frame.
#pragma once

#include "gui/app/lesson_wish.hpp"
#include "gui/draw/theme.hpp"
#include "sim/scenario/load.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

struct Wishes {
  std::vector<Override> changes{};  ///< to the scenario, then run it again as another branch
  std::string change_text{};        ///< what these change, in words
  bool run_again = false;           ///< run the branch's scenario as it is
  bool undo = false, redo = false;
  bool cancel = false;  ///< the run that goes on
  bool save_as = false;
  bool what_if = false;                 ///< ask what became of the anomalies under other policies
  std::optional<std::string> open{};    ///< a scenario file or a run file
  bool beside = false;                  ///< what is open stays, and that becomes a branch beside it
  std::optional<std::size_t> branch{};  ///< to look at
  bool picture = false, table = false;  ///< of what is shown: PNG, CSV
  std::optional<ThemeName> theme{};
  std::vector<LessonWish> lesson{};
  bool quit = false;
};

}  // namespace bicoastal::gui
