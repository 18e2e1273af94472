#include "sim/history/sqlite.hpp"

#include <filesystem>
#include <utility>

#include <sqlite3.h>

namespace bicoastal {
namespace {

void check(sqlite3* connection, int result) {
  if (result != SQLITE_OK) throw SqliteError(connection, result);
}

/// What the system said. SQLite looks at errno only after it has rolled back, which may have changed it; the file
/// remembers better.
int system_error_of(sqlite3* connection, int result) {
  if (connection == nullptr) return 0;
  int of_file = 0;
  if ((result & 0xFF) == SQLITE_IOERR) sqlite3_file_control(connection, "main", SQLITE_FCNTL_LAST_ERRNO, &of_file);
  return of_file != 0 ? of_file : sqlite3_system_errno(connection);
}

}  // namespace

SqliteError::SqliteError(sqlite3* connection, int result)
    : std::runtime_error(connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(result)),
      code(result & 0xFF),
      extended(connection != nullptr ? sqlite3_extended_errcode(connection) : result),
      error(system_error_of(connection, result)) {}

Database::Database(const std::string& path, Access access) {
  // Absolute, because "file:x" and ":memory:" mean something else to SQLite.
  const std::string name = std::filesystem::absolute(path).string();
  // One connection is used by one thread at a time, so it needs no lock of its own.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (access == Access::create ? SQLITE_OPEN_CREATE : 0);
  if (const int result = sqlite3_open_v2(name.c_str(), &connection_, flags, nullptr); result != SQLITE_OK) {
    SqliteError error(connection_, result);
    sqlite3_close(connection_);
    throw error;
  }
  sqlite3_extended_result_codes(connection_, 1);
  // Files come from other machines and from colleagues: nothing in their schema runs code, nothing in them asks for
  // gigabytes at once.
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_limit(connection_, SQLITE_LIMIT_LENGTH, 512 << 20);
  if (access == Access::read) sqlite3_busy_timeout(connection_, 200);
}

Database::~Database() { sqlite3_close_v2(connection_); }
Database::Database(Database&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}

void Database::run(const std::string& sql) const {
  check(connection_, sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr));
}

Statement::Statement(const Database& database, std::string_view sql) {
  check(database.handle(), sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                              SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(statement_); }
Statement::Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(sqlite3_db_handle(statement_), sqlite3_bind_int64(statement_, parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, double value) {
  check(sqlite3_db_handle(statement_), sqlite3_bind_double(statement_, parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view value) {
  const char* data = value.data() == nullptr ? "" : value.data();  // a null pointer would be NULL
  check(sqlite3_db_handle(statement_),
        sqlite3_bind_text64(statement_, parameter, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(int parameter, std::optional<std::int64_t> value) {
  if (value) return bind(parameter, *value);
  check(sqlite3_db_handle(statement_), sqlite3_bind_null(statement_, parameter));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) {
    SqliteError error(sqlite3_db_handle(statement_), result);
    sqlite3_reset(statement_);
    throw error;
  }
  sqlite3_reset(statement_);
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

int Statement::columns() const { return sqlite3_column_count(statement_); }

Statement::Type Statement::type(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER: return Type::integer;
    case SQLITE_FLOAT: return Type::real;
    case SQLITE_TEXT: return Type::text;
    case SQLITE_BLOB: return Type::blob;
    default: return Type::null;
  }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view Statement::text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

}  // namespace bicoastal
