#include "sim/history/sweep_file.hpp"

#include "sim/base/check.hpp"
#include "sim/history/faults.hpp"
#include "sim/history/sqlite.hpp"
#include "sim/history/sweep_tables.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <fstream>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <sqlite3.h>

namespace bicoastal {

namespace {

namespace fs = std::filesystem;

// The plan is written with a rollback journal, so that the header says what the file is from the first commit on.
constexpr const char* kPlanSettings =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA synchronous = NORMAL";
constexpr const char* kRunSettings =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
constexpr const char* kCloseSettings = "PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL";

Diagnostic fault(const char* code, const std::string& path, std::string message, std::string suggestion = {}) {
  return {code, path, 0, {}, std::move(message), std::move(suggestion)};
}

Diagnostic opening_fault(const SqliteError& error, const std::string& path) {
  switch (error.code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fault("E624", path, "is being written by another process", "wait until it has ended");
    case SQLITE_NOTADB: return fault("E621", path, "is not the result file of a sweep");
    case SQLITE_CORRUPT: return fault("E623", path, fmt::format("is damaged: {}", error.what()));
    case SQLITE_ERROR: return fault("E623", path, fmt::format("is damaged: {}", error.what()));
    default: return reading_fault(error, path);
  }
}

std::int64_t pragma(const Database& database, std::string_view name) {
  Statement query(database, fmt::format("PRAGMA {}", name));
  return query.step() ? query.integer(0) : 0;
}

/// Why there is no result file at `path` that this program reads.
std::optional<Diagnostic> kind_fault(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0)
    return fault("E601", path, fmt::format("cannot be opened: {}", std::strerror(errno)));
  if (!S_ISREG(status.st_mode))
    return fault("E602", path, S_ISDIR(status.st_mode) ? "is a directory" : "is not a regular file");
  if (status.st_size == 0) return fault("E621", path, "is empty");
  try {
    const Database database(path, Database::Access::read);
    if (pragma(database, "application_id") != kSweepApplicationId)
      return fault("E621", path, "is not the result file of a sweep");
    if (const std::int64_t version = pragma(database, "user_version"); version != kSweepFormatVersion)
      return fault(
          "E622", path,
          fmt::format("is a result file of format {}, and this program reads format {}", version, kSweepFormatVersion));
    if (const std::string missing = missing_sweep_table(database); !missing.empty())
      return fault("E623", path, fmt::format("is damaged: {} is missing", missing));
  } catch (const SqliteError& error) {
    return opening_fault(error, path);
  }
  return std::nullopt;
}

std::optional<Diagnostic> make_empty(const std::string& path) {
  if (fs::exists(path) && !(fs::is_regular_file(path) && fs::file_size(path) == 0))
    if (auto why = kind_fault(path)) {
      if (why->code != "E621" && why->code != "E622") return why;
      return fault("E608", path, "exists and is not the result file of a sweep, and is left as it is",
                   "choose another name");
    }
  for (const char* suffix : {"-wal", "-shm", "-journal", ""}) {
    std::error_code error;
    fs::remove(path + suffix, error);
    if (error && error.value() != ENOTDIR)
      return fault("E609", path, fmt::format("cannot be created: {}", std::strerror(error.value())));
  }
  return std::nullopt;
}

}  // namespace

struct SweepFile::State {
  std::string path;
  std::optional<Database> database;
  std::optional<SweepRunWriter> writer;

  void commit(const auto& change) {
    try {
      database->run("BEGIN IMMEDIATE");
      change();
      database->run("COMMIT");
    } catch (const SqliteError& error) {
      throw std::system_error(error.error != 0 ? error.error : EIO, std::generic_category(),
                              fmt::format("cannot write {}: {}", path, error.what()));
    }
  }
};

SweepFile::SweepFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
SweepFile::SweepFile(SweepFile&&) noexcept = default;

SweepFile::~SweepFile() {
  if (!state_) return;
  try {
    close();
  } catch (const std::exception&) {  // what is committed is there; whoever opens the file next tidies up
  }
}

Result<SweepFile> SweepFile::create(const std::string& path, const SweepPlan& plan) {
  if (auto why = make_empty(path)) return *why;
  try {
    auto state = std::make_unique<State>();
    state->path = path;
    state->database.emplace(path, Database::Access::create);
    state->database->run(std::string(kPlanSettings) + "; BEGIN EXCLUSIVE");
    create_sweep_tables(*state->database);
    write_plan(*state->database, plan);
    state->database->run(std::string("COMMIT; ") + kRunSettings);
    state->writer.emplace(*state->database);
    return SweepFile(std::move(state));
  } catch (const SqliteError& error) {
    return writing_fault(error, path);
  }
}

Result<SweepFile> SweepFile::open(const std::string& path) {
  if (auto why = kind_fault(path)) return *why;
  try {
    auto state = std::make_unique<State>();
    state->path = path;
    state->database.emplace(path, Database::Access::read);
    state->database->run(std::string(kRunSettings) + "; BEGIN EXCLUSIVE; ROLLBACK");
    state->writer.emplace(*state->database);
    return SweepFile(std::move(state));
  } catch (const SqliteError& error) {
    return opening_fault(error, path);
  }
}

void SweepFile::add(const SweepRun& run) {
  state_->commit([&] { state_->writer->write(run); });
}

void SweepFile::add(const std::vector<SweepRun>& runs) {
  state_->commit([&] {
    for (const SweepRun& run : runs) state_->writer->write(run);
  });
}

void SweepFile::set_wanted(std::size_t point, std::size_t seeds) {
  state_->commit([&] { state_->writer->write_wanted(point, seeds); });
}

void SweepFile::close() {
  if (!state_->database) return;
  state_->writer.reset();
  try {
    state_->database->run(kCloseSettings);
  } catch (const SqliteError& error) {
    state_->database.reset();
    throw std::system_error(error.error != 0 ? error.error : EIO, std::generic_category(),
                            fmt::format("cannot write {}: {}", state_->path, error.what()));
  }
  state_->database.reset();
}

Result<StoredSweep> read_sweep_file(const std::string& path) {
  if (auto why = kind_fault(path)) return *why;
  try {
    const Database database(path, Database::Access::read);
    StoredSweep stored;
    if (const std::string wrong = read_plan(database, stored.plan); !wrong.empty())
      return fault("E623", path, fmt::format("is damaged: {}", wrong));
    if (const std::string wrong = read_runs(database, stored.plan, stored.runs); !wrong.empty())
      return fault("E623", path, fmt::format("is damaged: {}", wrong));
    return stored;
  } catch (const SqliteError& error) {
    return opening_fault(error, path);
  }
}

bool is_sweep_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<unsigned char, 72> head{};
  if (!file.read(reinterpret_cast<char*>(head.data()), head.size())) return false;
  // SQLite's header keeps the application id in big-endian order at 68.
  std::int64_t id = 0;
  for (std::size_t i = 68; i < 72; ++i) id = id * 256 + head[i];
  return id == kSweepApplicationId;
}

}  // namespace bicoastal
