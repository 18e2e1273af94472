// Result files of shards made one, in whatever order they come; and what is missing from one.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/history/sweep_file.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace bicoastal {

struct SweepPart {
  std::string path;
  StoredSweep stored;
};

/// Why two files cannot be joined, or are not what a plan asks for; nothing where `other` is of the same sweep.
Diagnostics foreign_faults(const SweepPlan& plan, const std::string& path, const SweepPlan& other);

/// All runs of all parts. A run that ended well in one goes before one that failed in another; runs that ended well and
/// tell different things are faults, as are parts of different sweeps. REQUIRES: at least one part.
Result<StoredSweep> merge_parts(std::vector<SweepPart> parts);

struct Missing {
  std::vector<std::size_t> runs;    ///< numbers, where it is known that they are wanted
  std::vector<std::size_t> points;  ///< of which it is not known how many runs they need
  bool nothing() const { return runs.empty() && points.empty(); }
};
Missing missing_from(const StoredSweep& sweep);

}  // namespace bicoastal
