// Conflict policies from shared libraries (conflict.hpp says what such a library exports).
//
// A plugin is taken into the table of policies only after the laws of merging have held on some hundred small random
// histories of each data type that it names, the same ones every time. That finds the usual mistakes (ties settled by
// arrival, repeats that count twice, a copy that shares its state) before a run is spent on them; it proves nothing. A
// plugin is trusted code: it runs in our process, and one that crashes takes us with it.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/conflict/policies.hpp"

#include <array>
#include <optional>
#include <string>

namespace bicoastal {

struct PluginError {
  std::string_view code;
  std::string_view meaning;
};
inline constexpr std::array kPluginErrors = {
    PluginError{"E711", "a plugin cannot be loaded"},
    PluginError{"E712", "a library exports no plugin"},
    PluginError{"E713", "a plugin was built for another version of the interface"},
    PluginError{"E714", "a plugin says too little of itself, or nonsense"},
    PluginError{"E715", "a plugin has the name of a policy that is there already"},
    PluginError{"E716", "a plugin breaks a law of merging"},
};

/// Loads the library at `path`, tries the laws on its policy, and adds it to the table; it then stays to the end of the
/// program. Answers the entry that was added.
Result<PolicyEntry> load_plugin(const std::string& path);

/// The laws alone: what a policy with this maker breaks as it keeps the type, on the shortest history found. Also where
/// it throws, or answers nothing where a value is due.
std::optional<std::string> breaks_a_law(std::unique_ptr<MergePolicy> (*make)(const Scenario&), DataType type);

}  // namespace bicoastal
