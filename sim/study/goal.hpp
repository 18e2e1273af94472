// Which way a measure is better, where nobody says.
#pragma once

#include "sim/study/constraint.hpp"

#include <optional>
#include <string_view>

namespace bicoastal {

/// Of a name of metrics.hpp, with or without its selector; nothing for what is neither good nor bad (how many requests
/// there were) and for names that it does not know.
std::optional<Goal> usual_goal(std::string_view metric);

}  // namespace bicoastal
