// `bicoastal lesson`: the course, lesson by lesson, in a terminal or through a pipe.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct LessonCommand {
  std::vector<std::string> what{};  ///< numbers, names or files; empty: the list, or the whole course
  bool check = false;
  bool demo = false;
  bool restart = false;
  std::string answers{};   ///< file of lines, in place of stdin
  std::string collect{};   ///< CSV file that predictions are appended to
  std::string who{};       ///< whose they are
  std::string handouts{};  ///< directory
};

ExitCode execute(const LessonCommand& command);
/// Runs what these files need, and prints whether all that they claim is so.
ExitCode check_lessons(const std::vector<std::string>& files);

}  // namespace bicoastal
