// The run file: one SQLite database that holds a history, its scenario and what was read from it.
//
// Anybody can open it with sqlite3, pandas or DuckDB. Every record is stored losslessly and comes back in the order of
// the stream, so an analysis of the file equals the analysis that ran beside the simulation. A run that was killed
// leaves a file that opens: committed in steps, and marked incomplete until the end.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/history.hpp>
#include <bicoastal/result.hpp>
#include <bicoastal/scenario.hpp>

#include <memory>
#include <string>

namespace bicoastal {

enum class Keep : std::uint8_t {
  full,    ///< every record
  sample,  ///< all records of a share of the keys and of every key that has an anomaly; other record types in full
};

struct RunMeta {
  std::string scenario_name, scenario_file, scenario_hash, document;  ///< as in Scenario
  std::uint64_t seed = 0;
  std::string build;          ///< version and build type
  int format_version = 0;
  bool complete = false;      ///< the run ended and everything is here
  std::string digest;         ///< of the full stream; empty while incomplete
  Keep keep = Keep::full;
  double sample_share = 1;    ///< of the keys
  std::string summary;        ///< the JSON document of `run --json`; empty while incomplete
};

class RunFileWriter final : public RecordSink {
 public:
  /// Creates `path` (replacing a file that is a run file; refusing to replace anything else).
  static Result<std::unique_ptr<RunFileWriter>> create(const std::string& path, const Scenario& scenario, Keep keep,
                                                       double sample_share);
  ~RunFileWriter() override;  ///< leaves the file incomplete unless finish() was called
  /// Throws std::system_error where the disk refuses (full, gone).
  void consume(std::span<const Record> records) override;
  /// Stores what was read, drops keys that `Keep::sample` does not want, builds the indices, marks the file complete.
  Result<bool> finish(const Analysis& analysis, const std::string& summary_json);

 private:
  struct State;
  explicit RunFileWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class RunFile {
 public:
  /// Refuses what is not a run file, is of a newer format, or is damaged.
  static Result<RunFile> open(const std::string& path);
  RunFile(RunFile&&) noexcept;
  RunFile& operator=(RunFile&&) noexcept;
  ~RunFile();
  const RunMeta& meta() const;
  /// Replays the stored records in the order of the stream.
  Result<bool> replay(RecordSink& sink) const;

 private:
  struct State;
  explicit RunFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// True where `path` exists and begins like a run file: what tells `explain FILE` from `explain RUN`.
bool is_run_file(const std::string& path);

}  // namespace bicoastal
