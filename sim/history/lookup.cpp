#include "sim/history/lookup.hpp"

#include "sim/history/record_tables.hpp"
#include "sim/history/replay.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

namespace bicoastal {
namespace {

void take_all(Statement& rows, const RecordTable& table, std::vector<Record>& into) {
  while (rows.step()) into.push_back(record_at(rows, table));
}

}  // namespace

std::vector<Anomaly> stored_anomalies(const Database& database) {
  std::string sql = "SELECT id";
  for (const Column& column : anomaly_columns()) sql += fmt::format(", {}", column.name);
  Statement rows(database, sql + " FROM anomalies ORDER BY id");
  std::vector<Anomaly> anomalies;
  while (rows.step()) {
    if (rows.integer(0) != static_cast<std::int64_t>(anomalies.size()))
      throw Damage(fmt::format("anomaly {} is missing", anomalies.size()));
    Anomaly anomaly;
    int number = 1;
    for (const Column& column : anomaly_columns()) {
      std::optional<std::int64_t> value;
      if (rows.type(number) == Statement::Type::integer) value = rows.integer(number);
      if (!set_field(column, value, &anomaly))
        throw Damage(fmt::format("{} of anomaly {} makes no sense", column.name, anomalies.size()));
      ++number;
    }
    anomalies.push_back(anomaly);
  }
  return anomalies;
}

std::vector<Record> stored_events(const Database& database) {
  std::vector<Record> records;
  for (const RecordTable& table : record_tables()) {
    switch (table.type) {
      case RecordType::role:
      case RecordType::health:
      case RecordType::fault:
      case RecordType::load:
      case RecordType::backlog:
      case RecordType::change:
      case RecordType::dependency:
      case RecordType::end: {
        Statement rows(database, select_records(table));
        take_all(rows, table, records);
        break;
      }
      default: break;  // of single operations, writes, batches
    }
  }
  return records;
}

std::vector<Record> records_of_keys(const Database& database, std::span<const KeyId> keys) {
  std::vector<Record> records;
  for (const RecordTable& table : record_tables()) {
    const bool kept = table.by_key || table.type == RecordType::fault || table.type == RecordType::role;
    if (!kept) continue;
    if (!table.by_key) {
      Statement rows(database, select_records(table));
      take_all(rows, table, records);
      continue;
    }
    Statement rows(database, select_records(table, "WHERE key = ?1"));
    for (const KeyId key : keys) {
      rows.bind(1, std::int64_t{key.value});
      take_all(rows, table, records);
    }
  }
  return records;
}

std::vector<Record> stored_traffic(const Database& database, Time from, Time to) {
  std::vector<Record> records;
  for (const RecordTable& table : record_tables()) {
    if (table.type != RecordType::batch && table.type != RecordType::move) continue;
    Statement rows(database, select_records(table, "WHERE time_ns BETWEEN ?1 AND ?2"));
    rows.bind(1, from.ns).bind(2, to.ns);
    take_all(rows, table, records);
  }
  return records;
}

KeyId key_of_version(const Database& database, VersionId version) {
  Statement rows(database, "SELECT key FROM accepts WHERE version = ?1");
  rows.bind(1, static_cast<std::int64_t>(version.value));
  KeyId key;
  while (rows.step())
    if (rows.type(0) == Statement::Type::integer) key = KeyId(static_cast<std::size_t>(rows.integer(0)));
  return key;
}

}  // namespace bicoastal
