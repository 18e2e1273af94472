// The records of a run file, back in the order of the stream.
#pragma once

#include <bicoastal/history.hpp>

#include "sim/history/record_tables.hpp"
#include "sim/history/sqlite.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace bicoastal {

/// The file holds what no writer of ours would have stored.
struct Damage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The row that `rows`, made by select_records(table, …), stands at. Throws Damage where no writer stored it.
Record record_at(const Statement& rows, const RecordTable& table);
/// SELECT of `seq` and every column, in the order of the stream. `where`: of some rows only, as "WHERE key = ?1".
std::string select_records(const RecordTable& table, std::string_view where = {});

struct Replayed {
  std::uint64_t records = 0;
  std::string digest;      ///< of these records
  bool contiguous = true;  ///< their numbers are 0, 1, 2 ... without a gap
};

/// Hands every record to `sink`. Throws Damage, or SqliteError.
Replayed replay_records(const Database& database, RecordSink& sink);

}  // namespace bicoastal
