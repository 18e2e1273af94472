#include "sim/history/incoming.hpp"

#include <string>

#include <fmt/format.h>
#include <sqlite3.h>

namespace bicoastal {

/// The virtual table: https://www.sqlite.org/vtab.html. It can only be read from its first row to its last.
struct IncomingModule {
  struct Table : sqlite3_vtab {
    const Incoming* incoming;
  };
  struct Cursor : sqlite3_vtab_cursor {
    const Incoming* incoming;
    std::size_t row;
  };

  static int connect(sqlite3* connection, void* incoming, int, const char* const*, sqlite3_vtab** table, char**) {
    const auto* self = static_cast<const Incoming*>(incoming);
    std::string sql = "CREATE TABLE incoming (seq";
    for (const Column& column : self->table_.columns) sql += fmt::format(", {}", column.name);
    if (const int result = sqlite3_declare_vtab(connection, (sql + ")").c_str()); result != SQLITE_OK) return result;
    *table = new Table{{}, self};
    return SQLITE_OK;
  }
  static int disconnect(sqlite3_vtab* table) {
    delete static_cast<Table*>(table);
    return SQLITE_OK;
  }
  static int best_index(sqlite3_vtab*, sqlite3_index_info*) { return SQLITE_OK; }
  static int open(sqlite3_vtab* table, sqlite3_vtab_cursor** cursor) {
    *cursor = new Cursor{{}, static_cast<Table*>(table)->incoming, 0};
    return SQLITE_OK;
  }
  static int close(sqlite3_vtab_cursor* cursor) {
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
  }
  static int filter(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value**) {
    static_cast<Cursor*>(cursor)->row = 0;
    return SQLITE_OK;
  }
  static int next(sqlite3_vtab_cursor* cursor) {
    ++static_cast<Cursor*>(cursor)->row;
    return SQLITE_OK;
  }
  static int eof(sqlite3_vtab_cursor* cursor) {
    const auto* c = static_cast<Cursor*>(cursor);
    return c->row >= c->incoming->rows_.size();
  }
  static int column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int number) {
    const auto* c = static_cast<Cursor*>(cursor);
    const Incoming::Row& row = c->incoming->rows_[c->row];
    if (number == 0) {
      sqlite3_result_int64(context, row.seq);
    } else if (const auto value =
                   stored_value(c->incoming->table_.columns[static_cast<std::size_t>(number) - 1], row.record)) {
      sqlite3_result_int64(context, *value);
    }  // else NULL
    return SQLITE_OK;
  }
  static int row_id(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
    *id = static_cast<sqlite3_int64>(static_cast<Cursor*>(cursor)->row);
    return SQLITE_OK;
  }

  static const sqlite3_module* module() {
    static const sqlite3_module kModule = [] {
      sqlite3_module m{};  // without xCreate: the table is there as soon as the module is
      m.xConnect = connect;
      m.xBestIndex = best_index;
      m.xDisconnect = disconnect;
      m.xOpen = open;
      m.xClose = close;
      m.xFilter = filter;
      m.xNext = next;
      m.xEof = eof;
      m.xColumn = column;
      m.xRowid = row_id;
      return m;
    }();
    return &kModule;
  }
};

Incoming::Incoming(const Database& database, const RecordTable& table) : table_(table) {
  const std::string name = fmt::format("incoming_{}", table.name);
  sqlite3* connection = database.handle();
  if (const int result = sqlite3_create_module(connection, name.c_str(), IncomingModule::module(), this);
      result != SQLITE_OK)
    throw SqliteError(connection, result);
  insert_.emplace(database, fmt::format("INSERT INTO {} SELECT * FROM {}", table.name, name));
}

Incoming::~Incoming() = default;

void Incoming::flush() {
  if (rows_.empty()) return;
  insert_->run();
  rows_.clear();
}

}  // namespace bicoastal
