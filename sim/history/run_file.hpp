// The run file: one SQLite database that holds a history, its scenario and what was read from it.
//
// Anybody can open it with sqlite3, pandas or DuckDB. Every record is stored losslessly and comes back in the order of
// the stream, so an analysis of the file equals the analysis that ran beside the simulation. A run that was killed
// leaves a file that opens: committed about once a second, and marked incomplete until the end. While it is written
// nobody else can open it. A digest of the stored records goes with every commit, so that reading notices any damage.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/history.hpp>
#include <bicoastal/result.hpp>
#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bicoastal {

enum class Keep : std::uint8_t {
  full,    ///< every record
  sample,  ///< all records of a share of the keys and of every key that has an anomaly; other record types in full
};

struct RunMeta {
  std::string scenario_name, scenario_file, scenario_hash, document;  ///< as in Scenario
  std::uint64_t seed = 0;
  std::string build;  ///< version and build type
  int format_version = 0;
  bool complete = false;  ///< the run ended and everything is here
  std::string digest;     ///< of the full stream; empty while incomplete
  Keep keep = Keep::full;
  double sample_share = 1;    ///< of the keys
  std::string summary;        ///< the JSON document of `run --json`; empty while incomplete
  std::uint64_t records = 0;  ///< stored
  Time until;                 ///< time of the last record of the stream that was written
};

class RunFileWriter final : public RecordSink {
 public:
  /// Creates `path` (replacing a file that is a run file; refusing to replace anything else).
  static Result<std::unique_ptr<RunFileWriter>> create(const std::string& path, const Scenario& scenario, Keep keep,
                                                       double sample_share);
  ~RunFileWriter() override;  ///< leaves the file incomplete unless finish() was called
  /// Throws std::system_error where the disk refuses (full, gone).
  void consume(std::span<const Record> records) override;
  /// Stores what was read, drops keys that `Keep::sample` does not want, builds the indices, and closes the file. Marks
  /// it complete where the stream had its end record; else digest and summary stay empty. Call at most once, and last.
  Result<bool> finish(const Analysis& analysis, const std::string& summary_json);

 private:
  struct State;
  explicit RunFileWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Analysis::series, system and flows as a run stored them.
struct StoredSeries {
  std::vector<std::vector<Window>> by_region;
  std::vector<SystemWindow> system;
  std::vector<Flow> flows;
};

/// A table of a run file as people want to see it: names instead of numbers, seconds instead of nanoseconds.
struct Table {
  struct Column {
    std::string name, unit, meaning;  ///< the name ends in its unit where it has one
  };
  std::string name;
  std::string meaning;  ///< what one row is
  std::vector<Column> columns;
};

/// NULL, or a value. Text lives until the next row.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;

class RunFile {
 public:
  /// Refuses what is not a run file, is of a newer format, is being written, or shows damage at once. Records and
  /// tables are looked at when they are read.
  static Result<RunFile> open(const std::string& path);
  RunFile(RunFile&&) noexcept;
  RunFile& operator=(RunFile&&) noexcept;
  ~RunFile();
  const RunMeta& meta() const;
  /// Replays the stored records in the order of the stream. Where it ends in a fault, the sink has had some of them,
  /// and damage may be among these.
  Result<bool> replay(RecordSink& sink) const;

  /// What the run stored of its anomalies, in the order of Analysis::anomalies. None of an incomplete run.
  Result<std::vector<Anomaly>> anomalies() const;
  /// What the run stored of its series. Empty of an incomplete run.
  Result<StoredSeries> series() const;
  /// Everything that is sampled, and everything that happens to the system and not to one operation: loads, backlogs,
  /// dependencies; faults, roles, health, changes and the end. By type of record, each type in the order of the stream.
  Result<std::vector<Record>> events() const;
  /// Everything about these keys, and every fault and step of a failover: by type of record, each type in the order of
  /// the stream. Looked up by key, without reading the rest.
  Result<std::vector<Record>> records_of(std::span<const KeyId> keys) const;
  /// All batches that left or ended, and all moves of sessions, from one moment to another.
  Result<std::vector<Record>> traffic_between(Time from, Time to) const;
  /// The key that a version was written to; none where the file does not hold its acceptance.
  Result<KeyId> key_of(VersionId version) const;

  /// What read_table() knows: every table of the format.
  static std::vector<Table> tables();
  /// Hands over the rows of a table, in its own order: one cell for each column. Gives their number.
  /// REQUIRES: `name` is that of one of tables().
  Result<std::uint64_t> read_table(std::string_view name, const std::function<void(std::span<const Cell>)>& row) const;

 private:
  struct State;
  explicit RunFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// True where `path` exists and begins like a run file: what tells `explain FILE` from `explain RUN`.
bool is_run_file(const std::string& path);

}  // namespace bicoastal
