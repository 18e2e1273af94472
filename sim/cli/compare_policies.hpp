// `bicoastal compare SCENARIO --policy … --policy …`: the same users under several conflict policies.
#pragma once

#include "sim/cli/compare_command.hpp"

namespace bicoastal {

/// REQUIRES: command.policies is not empty.
ExitCode compare_policies(const CompareCommand& command);

}  // namespace bicoastal
