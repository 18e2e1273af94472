// `bicoastal sweep plan|run|merge|export|submit`: many runs of one scenario, varied.
#pragma once

#include "sim/cli/exit_code.hpp"
#include "sim/cli/progress.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct SweepPlanCommand {
  std::string file;
  std::optional<std::uint32_t> jobs{};  ///< that the estimate is for; without a word one a processor
  bool pilot = true;                    ///< run some points for a moment, to tell what the whole will take
  bool json = false;
};

struct SweepRunCommand {
  std::string file;
  std::string out{};    ///< empty: named after the file and the shard
  std::string shard{};  ///< "3/7", "auto"; empty: all
  std::optional<std::uint32_t> jobs{};
  std::uint32_t retries = 1;
  bool resume = false;  ///< there has to be something to go on with
  bool anew = false;    ///< what is there is thrown away
  bool json = false;
  bool quiet = false;
  std::optional<ProgressStyle> progress{};
};

struct SweepMergeCommand {
  std::vector<std::string> parts;
  std::string out;
  bool partial = false;  ///< runs may be missing
};

struct SweepExportCommand {
  std::string file;
  enum class To : std::uint8_t { csv, json };
  To to = To::csv;
  std::string out{};  ///< empty: stdout
  bool performance = false;
};

struct SweepSubmitCommand {
  std::string file;
  std::string out{};  ///< of the merge; empty: named after the file
  std::uint32_t shards = 0;
  std::optional<std::uint32_t> throttle{};  ///< tasks at once
  std::optional<std::uint32_t> jobs{};      ///< processors a task
  std::uint32_t retries = 1;
  std::string partition{};
  std::vector<std::string> options{};  ///< further ones of sbatch
  bool dry_run = false;
};

ExitCode execute(const SweepPlanCommand& command);
ExitCode execute(const SweepRunCommand& command);
ExitCode execute(const SweepMergeCommand& command);
ExitCode execute(const SweepExportCommand& command);
ExitCode execute(const SweepSubmitCommand& command);

/// What `out` is where nobody says: the sweep file's name with .db, in the current directory; of a shard
/// NAME.3-of-7.db.
std::string default_sweep_file(const std::string& file, const std::string& shard_text);

}  // namespace bicoastal
