// Views are generated from the description of the columns.
#include "sim/history/schema.hpp"

#include <fmt/format.h>

namespace bicoastal {
namespace {

using ViewColumn = TableView::Column;

std::string choice_sql(const Column& column) {
  std::string sql = fmt::format("CASE t.{}", column.name);
  for (std::size_t i = 0; i < column.choices.size(); ++i)
    sql += fmt::format(" WHEN {} THEN '{}'", i, column.choices[i]);
  return sql + " END";
}

void add_version(TableView& view, const Column& column) {
  const std::string name(column.name);
  // The initial value has no origin; a write's origin is never NULL.
  view.from +=
      fmt::format(" LEFT JOIN stores AS of_{0} ON of_{0}.id = CASE WHEN t.{0} <> 0 THEN (t.{0} >> {1}) & {2} END", name,
                  VersionId::kEpochBits + VersionId::kSequenceBits, 0x3FF);
  view.columns.push_back({name, "", std::string(column.meaning), "t." + name});
  view.columns.push_back(
      {name + "_origin", "", "store that accepted it; none for the initial value", fmt::format("of_{}.name", name)});
  view.columns.push_back({name + "_epoch", "", "epoch of its partition then",
                          fmt::format("(t.{} >> {}) & {}", name, VersionId::kSequenceBits, VersionId::kMaxEpoch)});
  view.columns.push_back({name + "_sequence", "", "its number among the writes that store accepted",
                          fmt::format("t.{} & {}", name, VersionId::kMaxSequence)});
}

void add_column(TableView& view, const Column& column) {
  const std::string name(column.name), meaning(column.meaning);
  if (column.form == Form::version) return add_version(view, column);
  if (column.form == Form::time) {
    const std::string stem = name.substr(0, name.size() - std::string_view("_ns").size());
    view.columns.push_back({stem + "_s", "s", meaning, fmt::format("t.{} / 1e9", name)});
  } else if (column.form == Form::choice) {
    view.columns.push_back({name, "", meaning, choice_sql(column)});
  } else if (!column.names.empty()) {
    view.from += fmt::format(" LEFT JOIN {1} AS of_{0} ON of_{0}.id = t.{0}", name, column.names);
    // A number without a name is shown as it is.
    view.columns.push_back({name, "", meaning, fmt::format("COALESCE(of_{0}.name, t.{0})", name)});
  } else {
    view.columns.push_back({name, name == "bytes" ? "bytes" : "", meaning, "t." + name});
  }
}

}  // namespace

TableView view_of(const RecordTable& table) {
  TableView view{std::string(table.name), std::string(table.meaning), {}, fmt::format("{} AS t", table.name), "seq"};
  view.columns.push_back({"seq", "", "number of the record in the stream, from 0", "t.seq"});
  for (const Column& column : table.columns) add_column(view, column);
  for (const Computed& c : table.computed)
    view.columns.push_back({std::string(c.name), std::string(c.unit), std::string(c.meaning), std::string(c.sql)});
  return view;
}

TableView anomalies_view() {
  TableView view{"anomalies", "an instance of something that should not happen", {}, "anomalies AS t", "id"};
  view.columns.push_back({"id", "", "number, from 0", "t.id"});
  for (const Column& column : anomaly_columns()) add_column(view, column);
  return view;
}

std::string select_of(const TableView& view) {
  std::string sql = "SELECT";
  const char* separator = " ";
  for (const ViewColumn& column : view.columns) {
    sql += fmt::format("{}{} AS {}", separator, column.sql, column.name);
    separator = ", ";
  }
  return sql + " FROM " + view.from;
}

}  // namespace bicoastal
