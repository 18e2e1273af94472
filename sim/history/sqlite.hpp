// SQLite, owned: a connection, prepared statements, and errors as exceptions that stay inside this room.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace bicoastal {

/// What SQLite refused. Turned into a Diagnostic or a std::system_error at the face of the room.
struct SqliteError : std::runtime_error {
  SqliteError(sqlite3* connection, int result);
  int code;  ///< primary result code
  int extended;
  int error;  ///< errno of the failed system call, 0 where none
};

class Database {
 public:
  enum class Access : std::uint8_t {
    create,  ///< read and write, on a file that is empty or not there
    read,    ///< what a killed writer left half done is undone first, where the file may be written; else read only
  };
  Database(const std::string& path, Access access);
  ~Database();
  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;

  /// Runs statements that return no rows, or whose rows nobody wants.
  void run(const std::string& sql) const;
  sqlite3* handle() const { return connection_; }

 private:
  sqlite3* connection_ = nullptr;
};

class Statement {
 public:
  Statement(const Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  // Parameters count from 1, as in SQL.
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, double value);
  Statement& bind(int parameter, std::string_view value);  ///< copied
  Statement& bind(int parameter, std::optional<std::int64_t> value);

  /// To the next row; false where there is none, and the statement is ready to run again.
  bool step();
  /// Runs to the end.
  void run();

  // Columns of the current row count from 0.
  enum class Type : std::uint8_t { integer, real, text, blob, null };
  int columns() const;
  Type type(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;  ///< until the next step

 private:
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace bicoastal
