// `bicoastal check`: are scenario files right? Nothing is simulated, but what lessons claim.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <string>
#include <vector>

namespace bicoastal {

struct CheckCommand {
  std::vector<std::string> files;
  std::vector<std::string> sets{};
};

ExitCode execute(const CheckCommand& command);

}  // namespace bicoastal
