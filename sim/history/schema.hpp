// What a run file consists of: tables, views for people, indices, and the numbers by which the format is known.
#pragma once

#include "sim/history/record_tables.hpp"
#include "sim/history/sqlite.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// In the header of the file, at the places that SQLite keeps for them. `file` and `hexdump` show "BiCo".
inline constexpr std::int64_t kApplicationId = 0x4269436F;
/// Raised whenever an older program could misread a newer file.
inline constexpr int kFormatVersion = 4;

/// A table as people want to see it: names instead of numbers, seconds instead of nanoseconds.
struct TableView {
  struct Column {
    std::string name, unit, meaning;
    std::string sql;
  };
  std::string name;  ///< of the table; the view in the file is "v_" + name
  std::string meaning;
  std::vector<Column> columns;
  std::string from;   ///< FROM clause
  std::string order;  ///< column of the table that gives the order of rows
};

TableView view_of(const RecordTable& table);
TableView anomalies_view();
std::string select_of(const TableView& view);

/// Creates every table and view, and sets id and version.
void create_schema(const Database& database);
/// Indices by key and time: built at the end, when it costs least.
void create_indices(const Database& database);
/// The first table or column that should be there and is not; empty where all are.
std::string missing_from_schema(const Database& database);

}  // namespace bicoastal
