// The options of `bicoastal sweep`, apart from those of the other commands because there are as many of them.
#pragma once

#include "sim/cli/sweep_commands.hpp"

#include <string>
#include <variant>
#include <vector>

namespace CLI {
class App;
}

namespace bicoastal {

/// All that they are parsed into.
struct SweepParsed {
  SweepPlanCommand plan{};
  SweepRunCommand run{};
  SweepMergeCommand merge{};
  SweepExportCommand to{};
  SweepSubmitCommand submit{};
};

void add_sweep(CLI::App& app, SweepParsed& parsed, std::vector<std::string>& plugins);

using SweepCommand =
    std::variant<SweepPlanCommand, SweepRunCommand, SweepMergeCommand, SweepExportCommand, SweepSubmitCommand>;
/// REQUIRES: `app` has parsed `sweep` and one of its commands.
SweepCommand chosen_of_sweep(const CLI::App& app, SweepParsed& parsed);

}  // namespace bicoastal
