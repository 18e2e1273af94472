// The runs of a comparison: several sides, each on several seeds, simulated in processes of their own.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/cli/exit_code.hpp"
#include "sim/cli/sources.hpp"
#include "sim/study/counterfactual.hpp"
#include "sim/study/measures.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// One run of one side.
struct Taken {
  std::string digest;
  std::vector<std::optional<double>> values;  ///< one a measure
  std::vector<AnomalySign> anomalies{};       ///< where they are followed
};

/// One side: its scenario for each seed, and what its runs gave.
struct Side {
  std::string file;
  std::vector<Scenario> scenarios;
  std::optional<StoredRun> stored{};  ///< in place of a simulation
  std::vector<Taken> taken{};

  const Scenario& scenario() const { return stored ? *stored->scenario : scenarios.front(); }
};

struct RunsWanted {
  std::vector<Side*> sides;
  const std::vector<Measure>& measures;
  std::optional<std::uint32_t> jobs;  ///< at once; without a word one a processor
  bool follow_anomalies = false;      ///< fill Taken::anomalies
  bool quiet = false;
};

/// Fills `taken` of all sides: runs what is to be simulated, measures what is stored. kHolds, or why there is no
/// result.
ExitCode take_runs(const RunsWanted& wanted);

}  // namespace bicoastal
