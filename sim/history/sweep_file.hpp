// The result file of a sweep, an SQLite database: the plan, and a row for each run, committed as it ends.
//
// A file whose writer was killed, or whose machine failed, holds every run that was committed: the write-ahead log is
// synchronised before it is taken over. One exclusive lock keeps two writers apart and needs no shared memory, so that
// the file may lie on a network file system. A finished file is one file.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/history/sweep_plan.hpp"

#include <memory>
#include <string>
#include <vector>

namespace bicoastal {

class SweepFile {
 public:
  /// REQUIRES: nothing stands at `path`, or a result file that may be replaced.
  static Result<SweepFile> create(const std::string& path, const SweepPlan& plan);
  /// To go on with.
  static Result<SweepFile> open(const std::string& path);
  ~SweepFile();
  SweepFile(SweepFile&&) noexcept;
  SweepFile& operator=(SweepFile&&) = delete;

  // Each throws std::system_error where the disk refuses.

  /// Replaces what is there of the run; committed when this returns.
  void add(const SweepRun& run);
  void add(const std::vector<SweepRun>& runs);  ///< all at once
  void set_wanted(std::size_t point, std::size_t seeds);
  /// Leaves one file.
  void close();

 private:
  struct State;
  explicit SweepFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct StoredSweep {
  SweepPlan plan;
  std::vector<SweepRun> runs;  ///< by number
};

Result<StoredSweep> read_sweep_file(const std::string& path);

/// True where `path` exists and begins like such a file.
bool is_sweep_file(const std::string& path);

}  // namespace bicoastal
