// RunFile: opening, replaying, and tables for people.
#include "sim/base/check.hpp"
#include "sim/history/faults.hpp"
#include "sim/history/findings.hpp"
#include "sim/history/header.hpp"
#include "sim/history/lookup.hpp"
#include "sim/history/plain_tables.hpp"
#include "sim/history/replay.hpp"
#include "sim/history/run_file.hpp"
#include "sim/history/run_meta.hpp"
#include "sim/history/schema.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {
namespace {

/// A table, and how to read it.
struct Readable {
  Table table;
  std::string sql;
};

Readable readable(const TableView& view) {
  Readable r{{view.name, view.meaning, {}}, fmt::format("{} ORDER BY t.{}", select_of(view), view.order)};
  for (const TableView::Column& column : view.columns)
    r.table.columns.push_back({column.name, column.unit, column.meaning});
  return r;
}

Readable readable(const PlainTable& plain) {
  Readable r{{std::string(plain.name), std::string(plain.meaning), {}}, "SELECT"};
  const char* separator = " ";
  for (const PlainColumn& column : plain.columns) {
    r.table.columns.push_back({std::string(column.name), std::string(column.unit), std::string(column.meaning)});
    r.sql += fmt::format("{}{}", separator, column.name);
    separator = ", ";
  }
  r.sql += fmt::format(" FROM {} ORDER BY rowid", plain.name);
  return r;
}

std::vector<Readable> readables() {
  std::vector<Readable> all;
  for (const PlainTable& plain : plain_tables()) all.push_back(readable(plain));
  all.push_back(readable(anomalies_view()));
  for (const RecordTable& table : record_tables()) all.push_back(readable(view_of(table)));
  return all;
}

Cell cell_of(const Statement& rows, int column) {
  switch (rows.type(column)) {
    case Statement::Type::integer: return rows.integer(column);
    case Statement::Type::real: return rows.real(column);
    case Statement::Type::null: return {};
    case Statement::Type::text:
    case Statement::Type::blob: return rows.text(column);
  }
  return {};
}

/// SQLite takes a last page that is cut short for one that ends in zeros. Asked after a journal was played back.
bool is_cut_off(const Database& database, const std::string& path) {
  Statement query(database, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return query.step() && !error && size < static_cast<std::uintmax_t>(query.integer(0));
}

/// Whatever goes wrong while a file is read, as a diagnostic.
template <class F>
auto guarded(const std::string& path, F read) -> decltype(read()) {
  try {
    return read();
  } catch (const SqliteError& error) {
    return reading_fault(error, path);
  } catch (const Damage& damage) {
    return damaged(path, damage.what());
  }
}

}  // namespace

struct RunFile::State {
  std::string path;
  Database database;
  StoredMeta meta;
};

RunFile::RunFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
RunFile::RunFile(RunFile&&) noexcept = default;
RunFile& RunFile::operator=(RunFile&&) noexcept = default;
RunFile::~RunFile() = default;

Result<RunFile> RunFile::open(const std::string& path) {
  if (auto fault = header_fault(path)) return *fault;
  return guarded(path, [&]() -> Result<RunFile> {
    Database database(path, Database::Access::read);
    database.run("PRAGMA cell_size_check = ON; PRAGMA query_only = ON; PRAGMA cache_size = -16000");
    if (is_cut_off(database, path)) return damaged(path, "its end is missing");
    if (const std::string missing = missing_from_schema(database); !missing.empty())
      return damaged(path, fmt::format("{} is missing", missing));
    try {
      StoredMeta meta = read_meta(database);
      meta.format_version = kFormatVersion;
      return RunFile(std::make_unique<State>(State{path, std::move(database), std::move(meta)}));
    } catch (const std::invalid_argument& nonsense) {
      return damaged(path, nonsense.what());
    }
  });
}

const RunMeta& RunFile::meta() const { return state_->meta; }

Result<bool> RunFile::replay(RecordSink& sink) const {
  return guarded(state_->path, [&]() -> Result<bool> {
    const StoredMeta& meta = state_->meta;
    const Replayed replayed = replay_records(state_->database, sink);
    if (replayed.records != meta.records)
      return damaged(state_->path, fmt::format("{} records, not {}", replayed.records, meta.records));
    if (meta.keep == Keep::full && !replayed.contiguous) return damaged(state_->path, "records are missing");
    if (replayed.digest != meta.records_digest) return damaged(state_->path, "the records do not match their digest");
    return true;
  });
}

Result<std::vector<Anomaly>> RunFile::anomalies() const {
  return guarded(state_->path, [&]() -> Result<std::vector<Anomaly>> { return stored_anomalies(state_->database); });
}

Result<StoredSeries> RunFile::series() const {
  return guarded(state_->path, [&]() -> Result<StoredSeries> { return stored_series(state_->database); });
}

Result<std::vector<Record>> RunFile::events() const {
  return guarded(state_->path, [&]() -> Result<std::vector<Record>> { return stored_events(state_->database); });
}

Result<std::vector<Record>> RunFile::records_of(std::span<const KeyId> keys) const {
  return guarded(state_->path,
                 [&]() -> Result<std::vector<Record>> { return records_of_keys(state_->database, keys); });
}

Result<std::vector<Record>> RunFile::traffic_between(Time from, Time to) const {
  return guarded(state_->path,
                 [&]() -> Result<std::vector<Record>> { return stored_traffic(state_->database, from, to); });
}

Result<KeyId> RunFile::key_of(VersionId version) const {
  return guarded(state_->path, [&]() -> Result<KeyId> { return key_of_version(state_->database, version); });
}

std::vector<Table> RunFile::tables() {
  std::vector<Table> tables;
  for (Readable& r : readables()) tables.push_back(std::move(r.table));
  return tables;
}

Result<std::uint64_t> RunFile::read_table(std::string_view name,
                                          const std::function<void(std::span<const Cell>)>& row) const {
  std::string sql;
  for (const Readable& r : readables())
    if (r.table.name == name) sql = r.sql;
  BC_CHECK(!sql.empty());
  return guarded(state_->path, [&]() -> Result<std::uint64_t> {
    Statement rows(state_->database, sql);
    std::vector<Cell> cells(static_cast<std::size_t>(rows.columns()));
    std::uint64_t count = 0;
    for (; rows.step(); ++count) {
      for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = cell_of(rows, static_cast<int>(i));
      row(cells);
    }
    return count;
  });
}

}  // namespace bicoastal
