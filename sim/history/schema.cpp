#include "sim/history/schema.hpp"

#include "sim/history/plain_tables.hpp"

#include <fmt/format.h>

namespace bicoastal {
namespace {

/// "0 read, 1 write" and the like: what a person needs to know to query the column.
std::string note(const Column& column) {
  std::string text(column.meaning);
  if (!column.names.empty()) text += fmt::format("; {}.id", column.names);
  if (column.form == Form::id16 || column.form == Form::id32 || column.form == Form::id64) text += "; NULL: none";
  if (column.form == Form::version) text += "; origin << 54 | epoch << 42 | sequence";
  for (std::size_t i = 0; i < column.choices.size(); ++i)
    text += fmt::format("{} {} {}", i == 0 ? ":" : ",", i, column.choices[i]);
  return text;
}

// Comments inside the parentheses stay in the file: `.schema` in sqlite3 shows them.
std::string create_table(std::string_view name, std::string_view meaning, std::string_view key,
                         std::span<const Column> columns) {
  std::string sql = fmt::format("CREATE TABLE {} (  -- {}\n  {}", name, meaning, key);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& c = columns[i];
    const bool may_be_none = c.form == Form::id16 || c.form == Form::id32 || c.form == Form::id64;
    sql += fmt::format("\n  {} INTEGER{}{}  -- {}", c.name, may_be_none ? "" : " NOT NULL",
                       i + 1 < columns.size() ? "," : "", note(c));
  }
  return sql + "\n)";
}

std::string create_table(const PlainTable& table) {
  std::string sql = fmt::format("CREATE TABLE {} (  -- {}", table.name, table.meaning);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const PlainColumn& c = table.columns[i];
    sql += fmt::format("\n  {} {}{}  -- {}", c.name, c.sql, i + 1 < table.columns.size() ? "," : "", c.meaning);
  }
  return sql + "\n)";
}

void create_view(const Database& database, const TableView& view) {
  database.run(fmt::format("CREATE VIEW v_{} AS {}", view.name, select_of(view)));
}

/// True where `table` is an ordinary table with an ordinary column of that name.
bool has_column(Statement& query, std::string_view table, std::string_view column) {
  bool found = false;
  query.bind(1, table).bind(2, column);
  while (query.step()) found = true;
  return found;
}

}  // namespace

void create_schema(const Database& database) {
  for (const PlainTable& table : plain_tables()) database.run(create_table(table));
  for (const RecordTable& table : record_tables()) {
    database.run(create_table(table.name, table.meaning,
                              "seq INTEGER PRIMARY KEY,  -- number of the record in the stream, from 0",
                              table.columns));
    create_view(database, view_of(table));
  }
  database.run(create_table("anomalies", "an instance of something that should not happen",
                            "id INTEGER PRIMARY KEY,  -- number, from 0", anomaly_columns()));
  create_view(database, anomalies_view());
  database.run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, kFormatVersion));
}

void create_indices(const Database& database) {
  database.run("CREATE INDEX series_by_region ON series (region, window)");
  for (const RecordTable& table : record_tables()) {
    // The row id, which is seq, is the last column of every index: rows of a key come in the order of the stream.
    if (table.by_key) database.run(fmt::format("CREATE INDEX {0}_by_key ON {0} (key)", table.name));
    database.run(fmt::format("CREATE INDEX {0}_by_time ON {0} (time_ns)", table.name));
  }
}

std::string missing_from_schema(const Database& database) {
  // A view, a virtual table or a generated column in the place of a table could compute for ever.
  Statement query(
      database,
      "SELECT 1 FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS c WHERE s.name = ?1 AND s.type = 'table'"
      " AND s.sql LIKE 'CREATE TABLE %' AND c.name = ?2 AND c.hidden = 0");
  for (const PlainTable& table : plain_tables())
    for (const PlainColumn& column : table.columns)
      if (!has_column(query, table.name, column.name)) return fmt::format("{}.{}", table.name, column.name);
  for (const RecordTable& table : record_tables()) {
    if (!has_column(query, table.name, "seq")) return fmt::format("{}.seq", table.name);
    for (const Column& column : table.columns)
      if (!has_column(query, table.name, column.name)) return fmt::format("{}.{}", table.name, column.name);
  }
  for (const Column& column : anomaly_columns())
    if (!has_column(query, "anomalies", column.name)) return fmt::format("anomalies.{}", column.name);
  return {};
}

}  // namespace bicoastal
