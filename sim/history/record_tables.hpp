// One table for each type of record, with a column for each field that is not reserved.
#pragma once

#include "sim/history/columns.hpp"

#include <bicoastal/analysis.hpp>

#include <span>
#include <string_view>

namespace bicoastal {

/// A column that only views have, computed from others.
struct Computed {
  std::string_view name, unit, meaning;
  std::string_view sql;  ///< over the columns of the table, which is named `t`
};

struct RecordTable {
  RecordType type{};
  std::string_view name;
  std::string_view meaning;         ///< what one row is
  std::span<const Column> columns;  ///< beside `seq`, the number of the record in the stream, from 0
  std::span<const Computed> computed{};
  bool by_key = false;  ///< has a column `key`: its rows can be left out for keys that are not kept
};

inline constexpr std::size_t kRecordTypes = 17;

/// In the order of RecordType: element [type - 1].
std::span<const RecordTable, kRecordTypes> record_tables();

/// Columns of the table `anomalies` after `id`; offsets are of Anomaly.
std::span<const Column> anomaly_columns();

}  // namespace bicoastal
