// `bicoastal gui …`: the desktop program, which stands beside this one.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <string>
#include <vector>

namespace bicoastal {

struct GuiCommand {
  std::vector<std::string> arguments;  ///< its own
};

/// Becomes that program. Returns only where there is none.
ExitCode execute(const GuiCommand& command);

}  // namespace bicoastal
