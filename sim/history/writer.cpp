// RunFileWriter: creating, filling and finishing a run file.
//
// A run file must survive `kill -9` of its writer, not a crash of the machine: SQLite's rollback journal without any
// waiting for the disk gives that. Records are only ever appended, so almost no page that was there before changes and
// the journal stays tiny; a write-ahead log would write everything twice. One exclusive lock for the whole run keeps
// readers from holding the writer up.
#include "sim/base/check.hpp"
#include "sim/base/digest.hpp"
#include "sim/history/faults.hpp"
#include "sim/history/findings.hpp"
#include "sim/history/header.hpp"
#include "sim/history/incoming.hpp"
#include "sim/history/plain_tables.hpp"
#include "sim/history/replay.hpp"
#include "sim/history/run_file.hpp"
#include "sim/history/run_meta.hpp"
#include "sim/history/sample.hpp"
#include "sim/history/schema.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#ifndef BICOASTAL_BUILD
#error "BICOASTAL_BUILD: version and build type, set by sim/CMakeLists.txt"
#endif

namespace bicoastal {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kCommitInterval = std::chrono::seconds(1);

// 16 KiB pages: 14 % faster to fill than 4 KiB, and a small run stays a small file. Deleted content need not be zeroed.
constexpr const char* kWriterSettings =
    "PRAGMA page_size = 16384; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = "
    "OFF;"
    "PRAGMA secure_delete = OFF; PRAGMA cache_size = -16000";
// Indices are sorted in runs of this size: measured, runs that stay in the second-level cache halve the time.
constexpr const char* kFinishSettings = "PRAGMA cache_size = -4000";
// Gives up the lock and removes the journal, so that one file is left.
constexpr const char* kCloseSettings = "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = DELETE";

std::string sampled_path(const std::string& path) { return path + "-sampled"; }

struct NullSink : RecordSink {
  void consume(std::span<const Record>) override {}
};

Diagnostic creation_fault(const std::string& path, int error) {
  return {"E609", path, 0, {}, fmt::format("cannot be created: {}", std::strerror(error)), {}};
}

/// Nothing where `path` is free or holds a run file that nobody writes.
std::optional<Diagnostic> replacing_fault(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return std::nullopt;
  if (error) return creation_fault(path, error.value());
  if (status.type() == fs::file_type::regular && fs::file_size(path, error) == 0 && !error) return std::nullopt;
  const auto header = header_fault(path);
  if (header && header->code == "E602") return header;
  if (!is_run_file(path))
    return Diagnostic{"E608", path, 0, {}, "exists and is not a run file, and is left as it is", "choose another name"};
  try {
    Database(path, Database::Access::read).run("BEGIN EXCLUSIVE; ROLLBACK");
  } catch (const SqliteError& locked) {
    auto fault = reading_fault(locked, path);
    if (fault.code == "E606") return fault;  // any other trouble goes away with the file
  }
  return std::nullopt;
}

/// Makes an empty file, so that the reason is known where that fails.
std::optional<Diagnostic> make_empty(const std::string& path) {
  for (const char* suffix : {"-journal", "-wal", "-sampled", ""}) {
    std::error_code error;
    fs::remove(path + suffix, error);
    if (error && error.value() != ENOTDIR) return creation_fault(path, error.value());
  }
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return creation_fault(path, errno);
  ::close(file);
  return std::nullopt;
}

StoredMeta meta_of(const Scenario& scenario, Keep keep, double share) {
  StoredMeta meta;
  meta.scenario_name = scenario.name;
  meta.scenario_file = scenario.file;
  meta.scenario_hash = scenario.hash;
  meta.document = scenario.document;
  meta.seed = scenario.seed;
  meta.build = BICOASTAL_BUILD;
  meta.keep = keep;
  meta.sample_share = keep == Keep::full ? 1 : share;
  meta.records_digest = to_hex(Digest().value());
  return meta;
}

}  // namespace

struct RunFileWriter::State {
  std::string path;  // as the user gave it
  std::string target;
  StoredMeta meta;
  Time window;
  std::optional<Database> database;
  std::array<std::optional<Incoming>, kRecordTypes> incoming;  // closed before the database
  Digest digest;
  bool saw_end = false;
  bool finished = false;
  std::optional<std::system_error> failure;
  Clock::time_point committed;

  void begin(const Scenario& scenario);
  void add(std::span<const Record> records);
  void commit();
  void close();
  void abandon();
  void complete(const Analysis& analysis, const std::string& summary);
  void keep_sample(const Analysis& analysis, const std::string& summary);
};

void RunFileWriter::State::begin(const Scenario& scenario) {
  database.emplace(target, Database::Access::create);
  database->run(std::string(kWriterSettings) + "; BEGIN EXCLUSIVE");
  create_schema(*database);
  write_names(*database, scenario);
  write_meta(*database, meta);
  database->run("COMMIT; BEGIN");  // from here on a killed run leaves a run file
  for (const RecordTable& table : record_tables())
    incoming[static_cast<std::size_t>(table.type) - 1].emplace(*database, table);
  committed = Clock::now();
}

void RunFileWriter::State::add(std::span<const Record> records) {
  if (records.empty()) return;
  for (const Record& record : records) {
    const std::size_t type = static_cast<std::size_t>(record.type) - 1;
    BC_CHECK(type < kRecordTypes);
    incoming[type]->add(record, static_cast<std::int64_t>(meta.records++));
    saw_end = saw_end || record.type == RecordType::end;
  }
  for (auto& table : incoming) table->flush();
  digest.add(records.data(), records.size_bytes());
  meta.until = records.back().time;
  if (Clock::now() - committed >= kCommitInterval) {
    commit();
    database->run("BEGIN");
  }
}

void RunFileWriter::State::commit() {
  meta.records_digest = to_hex(digest.value());
  write_progress(*database, meta);
  database->run("COMMIT");
  committed = Clock::now();
}

void RunFileWriter::State::close() {
  for (auto& table : incoming) table.reset();
  if (database) database->run(kCloseSettings);
  database.reset();
}

/// After a failed write: back to the last commit, as after a killed run. To give up the lock and the journal as close()
/// does would be wrong here: after an error while pages were spilled, SQLite removes the journal without having rolled
/// back, and half a transaction stays.
void RunFileWriter::State::abandon() {
  for (auto& table : incoming) table.reset();
  database.reset();
  try {
    Database(target, Database::Access::read).run("SELECT * FROM sqlite_schema");  // plays the journal back
  } catch (const SqliteError&) {
    // The next reader will.
  }
}

/// Everything but the records, in one transaction: the file is complete, or as it was.
void RunFileWriter::State::complete(const Analysis& analysis, const std::string& summary) {
  database->run(std::string(kFinishSettings) + "; BEGIN");
  write_findings(*database, analysis, window);
  create_indices(*database);
  meta.complete = saw_end;
  meta.digest = saw_end ? analysis.digest : "";
  meta.summary = saw_end ? summary : "";
  write_meta(*database, meta);
  database->run("COMMIT");
  close();
}

/// A copy of what is kept takes the place of the file: to delete and vacuum would write everything several times.
void RunFileWriter::State::keep_sample(const Analysis& analysis, const std::string& summary) {
  const KeptKeys kept(meta.sample_share, analysis.anomalies);
  close();
  const std::string small = sampled_path(target);
  try {
    database.emplace(small, Database::Access::create);
    database->run(std::string(kWriterSettings) +
                  "; PRAGMA journal_mode = MEMORY");  // whatever happens, the full file is there
    create_schema(*database);
    copy_sample(*database, target, kept);
    NullSink sink;
    const Replayed replayed = replay_records(*database, sink);
    meta.records = replayed.records;
    meta.records_digest = replayed.digest;
    complete(analysis, summary);
    fs::rename(small, target);
  } catch (...) {
    database.reset();
    std::error_code ignored;
    fs::remove(small, ignored);
    throw;
  }
}

RunFileWriter::RunFileWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

RunFileWriter::~RunFileWriter() {
  if (!state_->database) return;
  // Nobody waits for an answer here. Whatever fails, what was committed before stays.
  if (!state_->failure) try {
      state_->commit();
      state_->close();
      return;
    } catch (const SqliteError&) {
    }
  state_->abandon();
}

Result<std::unique_ptr<RunFileWriter>> RunFileWriter::create(const std::string& path, const Scenario& scenario,
                                                             Keep keep, double sample_share) {
  if (keep == Keep::sample && !(sample_share > 0 && sample_share <= 1))
    return Diagnostic{
        "E611", path, 0, {}, fmt::format("the share of keys to keep is {}", sample_share), "above 0, and at most 1"};
  if (auto fault = replacing_fault(path)) return *fault;
  std::error_code error;
  std::string target = fs::weakly_canonical(path, error).string();  // a symbolic link stays one
  if (error) return creation_fault(path, error.value());
  if (auto fault = make_empty(target)) {
    fault->file = path;
    return *fault;
  }
  auto state = std::make_unique<State>();
  state->path = path;
  state->target = std::move(target);
  state->meta = meta_of(scenario, keep, sample_share);
  state->window = scenario.window;
  try {
    state->begin(scenario);
  } catch (const SqliteError& refused) {
    state->database.reset();
    fs::remove(state->target + "-journal", error);
    fs::remove(state->target, error);
    return writing_fault(refused, path);
  }
  return std::unique_ptr<RunFileWriter>(new RunFileWriter(std::move(state)));
}

void RunFileWriter::consume(std::span<const Record> records) {
  State& s = *state_;
  BC_CHECK(!s.finished);
  if (s.failure) throw *s.failure;
  try {
    s.add(records);
  } catch (const SqliteError& refused) {
    s.failure = writing_error(refused, s.path);
    throw *s.failure;
  }
}

Result<bool> RunFileWriter::finish(const Analysis& analysis, const std::string& summary_json) {
  State& s = *state_;
  BC_CHECK(!s.finished);
  s.finished = true;
  const auto unwritable = [&](const std::string& why) {
    return Diagnostic{"E610", s.path, 0, {}, "cannot be written: " + why, {}};
  };
  if (s.failure) return unwritable(s.failure->code().message());
  try {
    s.commit();
    if (s.meta.keep == Keep::full) {
      s.complete(analysis, summary_json);
    } else {
      s.keep_sample(analysis, summary_json);
    }
    return true;
  } catch (const SqliteError& refused) {
    s.failure = writing_error(refused, s.path);
    return writing_fault(refused, s.path);
  } catch (const fs::filesystem_error& refused) {
    return unwritable(refused.code().message());
  } catch (const Damage& damage) {
    return unwritable(damage.what());
  }
}

}  // namespace bicoastal
