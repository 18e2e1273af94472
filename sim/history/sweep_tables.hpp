// The tables of a sweep's result file, and the way of a plan and of runs into them and back.
#pragma once

#include "sim/history/sqlite.hpp"
#include "sim/history/sweep_plan.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bicoastal {

/// In the header of the file, as kApplicationId of run files. "BiSw".
inline constexpr std::int64_t kSweepApplicationId = 0x42695377;
/// Raised whenever an older program could misread a newer file.
inline constexpr std::int64_t kSweepFormatVersion = 1;

void create_sweep_tables(const Database& database);
/// The first table that should be there and is not; empty where all are.
std::string missing_sweep_table(const Database& database);

void write_plan(const Database& database, const SweepPlan& plan);
/// What is wrong with it, or nothing.
std::string read_plan(const Database& database, SweepPlan& plan);
std::string read_runs(const Database& database, const SweepPlan& plan, std::vector<SweepRun>& runs);

/// Statements that are prepared once.
class SweepRunWriter {
 public:
  explicit SweepRunWriter(const Database& database);
  void write(const SweepRun& run);
  void write_wanted(std::size_t point, std::size_t seeds);

 private:
  Statement run_, forget_, value_, wanted_;
};

}  // namespace bicoastal
