// The runs of a sweep, in rounds: those that are wanted and not there, those that failed once more, and where seeds are
// added until intervals are narrow, those that turn out to be wanted.
#pragma once

#include "sim/cli/exit_code.hpp"
#include "sim/cli/progress.hpp"
#include "sim/history/sweep_file.hpp"
#include "sim/sweep/shard.hpp"
#include "sim/sweep/sweep.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bicoastal {

struct SweepRunsWanted {
  const Sweep& sweep;
  Shard shard;
  std::size_t at_once = 1;
  std::uint32_t retries = 0;
  ProgressStyle progress = ProgressStyle::none;
};

struct SweepRunsDone {
  std::size_t there = 0;  ///< ended well before
  std::size_t made = 0;   ///< ended well now
  std::vector<SweepRun> failed;
  double wall_s = 0;
  bool interrupted = false;
  std::size_t wanted() const { return there + made + failed.size(); }
};

/// Adds each run to `file` as it ends. `before` is what the file has.
SweepRunsDone run_sweep(const SweepRunsWanted& wanted, const std::vector<SweepRun>& before, SweepFile& file);

}  // namespace bicoastal
