#include "sim/history/replay.hpp"

#include "sim/base/digest.hpp"
#include "sim/history/record_tables.hpp"

#include <limits>
#include <vector>

#include <fmt/format.h>

namespace bicoastal {
namespace {

constexpr std::size_t kChunkRecords = 4096;
constexpr std::int64_t kNoMore = std::numeric_limits<std::int64_t>::max();

/// One table, row by row.
class Cursor {
 public:
  Cursor(const Database& database, const RecordTable& table) : table_(&table), rows_(database, select_records(table)) {
    advance();
  }
  /// Number of the current record; kNoMore after the last.
  std::int64_t seq() const { return seq_; }
  Record record() const { return record_at(rows_, *table_); }
  void advance();

 private:
  const RecordTable* table_;
  Statement rows_;
  std::int64_t seq_ = -1;
};

void Cursor::advance() {
  const std::int64_t last = seq_;
  seq_ = rows_.step() ? rows_.integer(0) : kNoMore;
  // A damaged tree can lead to the same rows again and again.
  if (seq_ <= last) throw Damage(fmt::format("row {} of {} follows row {}", seq_, table_->name, last));
}

}  // namespace

std::string select_records(const RecordTable& table, std::string_view where) {
  std::string sql = "SELECT seq";
  for (const Column& column : table.columns) sql += fmt::format(", {}", column.name);
  return fmt::format("{} FROM {} {} ORDER BY seq", sql, table.name, where);
}

Record record_at(const Statement& rows, const RecordTable& table) {
  Record record;
  record.type = table.type;
  int number = 1;
  for (const Column& column : table.columns) {
    std::optional<std::int64_t> value;
    const auto type = rows.type(number);
    if (type == Statement::Type::integer) value = rows.integer(number);
    const bool is_number_or_null = value || type == Statement::Type::null;
    if (!is_number_or_null || !set_field(column, value, &record))
      throw Damage(fmt::format("{} of row {} of {} is {}", column.name, rows.integer(0), table.name,
                               value ? fmt::to_string(*value) : "not a number"));
    ++number;
  }
  return record;
}

Replayed replay_records(const Database& database, RecordSink& sink) {
  std::vector<Cursor> cursors;
  cursors.reserve(kRecordTypes);
  for (const RecordTable& table : record_tables()) cursors.emplace_back(database, table);

  Replayed replayed;
  Digest digest;
  std::vector<Record> chunk;
  chunk.reserve(kChunkRecords);
  const auto hand_over = [&] {
    digest.add(chunk.data(), chunk.size() * sizeof(Record));
    sink.consume(chunk);
    chunk.clear();
  };
  for (std::int64_t last = -1;;) {
    // Merge of sorted tables: few enough that a linear search beats a heap.
    Cursor* first = &cursors.front();
    for (Cursor& cursor : cursors)
      if (cursor.seq() < first->seq()) first = &cursor;
    const std::int64_t seq = first->seq();
    if (seq == kNoMore) break;
    if (seq == last) throw Damage(fmt::format("two records have the number {}", seq));
    replayed.contiguous = replayed.contiguous && seq == last + 1;
    last = seq;
    ++replayed.records;
    chunk.push_back(first->record());
    first->advance();
    if (chunk.size() == kChunkRecords) hand_over();
  }
  if (!chunk.empty()) hand_over();
  replayed.digest = to_hex(digest.value());
  return replayed;
}

}  // namespace bicoastal
