// `bicoastal report`: a run, or a scenario that is simulated for it, as one page for a browser.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/cli/exit_code.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct ReportCommand {
  std::string program;  ///< as called; for the command that repeats the run
  std::string file;     ///< run file or scenario file
  std::string out{};    ///< empty: named after the run, beside the run file or in the current directory
  std::vector<std::string> sets{};
  std::optional<std::uint64_t> seed{};
  AnalyserOptions measures{};
  bool quiet = false;
};

ExitCode execute(const ReportCommand& command);

}  // namespace bicoastal
