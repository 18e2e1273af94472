// `bicoastal explain`: what a scenario resolves to; what a run file holds.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <string>
#include <vector>

namespace bicoastal {

struct ExplainCommand {
  std::string file;  ///< scenario or run
  std::vector<std::string> sets{};
  bool scenario = false;  ///< of a run file: what its scenario resolves to
};

ExitCode execute(const ExplainCommand& command);

}  // namespace bicoastal
