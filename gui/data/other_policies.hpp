// Conflict policies that could be in force in place of a run's own.
#pragma once

#include "gui/data/run_view.hpp"

#include <string>
#include <vector>

namespace bicoastal::gui {

/// None where conflicts are settled otherwise.
std::vector<std::string> policies_for(const RunView& run);
/// The run's own, as a comparison names it.
std::string policy_of(const RunView& run);

}  // namespace bicoastal::gui
