// One run in this process: the model on this thread, its readers on a second one, signals and progress on a third.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/run.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/cli/progress.hpp"
#include "sim/history/run_file.hpp"
#include "sim/report/run_report.hpp"

#include <string>

namespace bicoastal {

struct SimulateOptions {
  EngineMode engine = EngineMode::run_ahead;
  AnalyserOptions measures{};
  RunFileWriter* writer = nullptr;  ///< gets the records, too
  ProgressStyle progress = ProgressStyle::none;
  std::string what{};  ///< for progress lines
};

struct Simulated {
  Analysis analysis;  ///< of what was simulated; incomplete where the run was stopped
  Performance performance;
  bool interrupted = false;   ///< by a signal
  std::string write_error{};  ///< why the run file could not be written; the run was stopped then
};

/// REQUIRES: no run before in this process. A second signal while one is being heeded ends the process at once.
Simulated simulate(const Scenario& scenario, const SimulateOptions& options);

/// Peak memory of this process, in units of 10^6 bytes.
double peak_rss_mb();

}  // namespace bicoastal
