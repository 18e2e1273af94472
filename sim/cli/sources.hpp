// What a command line names: scenario files and run files.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/result.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/cli/exit_code.hpp"
#include "sim/history/run_file.hpp"
#include "sim/report/run_report.hpp"
#include "sim/scenario/load.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// The texts after --set, or what is wrong with them.
Result<std::vector<Override>> parse_overrides(const std::vector<std::string>& texts);

/// The scenario of a scenario file, or the one that a run file holds. The latter takes neither overrides nor a seed.
Result<Scenario> read_scenario(const std::string& path, const std::vector<Override>& overrides = {},
                               std::optional<std::uint64_t> seed = {});

/// A run file, read again: its records go through the same analysis as while the run went on.
struct StoredRun {
  RunMeta meta;
  std::unique_ptr<const Scenario> scenario;  // the analysis was made with it
  Analysis analysis;
  std::string note{};  ///< what the reader must know about the figures; empty for a complete file with all records

  /// Figures, verdicts and what is said about where they come from.
  RunReport report() const;
};
Result<StoredRun> read_run(const std::string& path, const AnalyserOptions& options = {});

/// Holds, violated or unknown; unknown for a run that is not complete.
ExitCode exit_code_of(const RunReport& report);

}  // namespace bicoastal
