// The tables of a run file that hold no records: meta, the names that ids stand for, anomalies and series.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/history/sqlite.hpp"

#include <span>
#include <string_view>

namespace bicoastal {

struct PlainColumn {
  std::string_view name;
  std::string_view sql;  ///< type and constraint
  std::string_view unit;
  std::string_view meaning;
};

struct PlainTable {
  std::string_view name;
  std::string_view meaning;  ///< what one row is
  std::span<const PlainColumn> columns;
};

/// All but `anomalies`, whose columns are described by anomaly_columns().
std::span<const PlainTable> plain_tables();

/// Fills the tables of names.
void write_names(const Database& database, const Scenario& scenario);

}  // namespace bicoastal
