// The options of `bicoastal lesson`.
#pragma once

#include "sim/cli/lesson_command.hpp"

namespace CLI {
class App;
}

namespace bicoastal {

/// `command` outlives `app`.
void add_lesson(CLI::App& app, LessonCommand& command);

}  // namespace bicoastal
