// `bicoastal list`: what this version knows.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <string>
#include <vector>

namespace bicoastal {

struct ListCommand {
  std::string topic;  ///< one of list_topics()
};

std::vector<std::string> list_topics();

ExitCode execute(const ListCommand& command);

}  // namespace bicoastal
