// Conflict policies from shared libraries that the command line names.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/scenario/load.hpp"

#include <string>
#include <vector>

namespace bicoastal {

/// Loads them into this process, for good; the faults of all that cannot be. Call once, before scenarios are read.
Diagnostics load_plugins(const std::vector<std::string>& libraries);

/// Their files, as they were named.
const std::vector<std::string>& plugin_libraries();

/// What a scenario may name besides our own policies.
const std::vector<PluginPolicy>& loaded_plugins();

}  // namespace bicoastal
