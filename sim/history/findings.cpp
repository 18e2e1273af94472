#include "sim/history/findings.hpp"

#include "sim/history/record_tables.hpp"

#include <string>

namespace bicoastal {
namespace {

void write_anomalies(const Database& database, const Analysis& analysis) {
  std::string sql = "INSERT INTO anomalies VALUES (?";
  for (std::size_t i = 0; i < anomaly_columns().size(); ++i) sql += ", ?";
  Statement insert(database, sql + ")");
  std::int64_t id = 0;
  for (const Anomaly& anomaly : analysis.anomalies) {
    int parameter = 1;
    insert.bind(parameter, id++);
    for (const Column& column : anomaly_columns()) insert.bind(++parameter, stored_value(column, &anomaly));
    insert.run();
  }
}

void write_series(const Database& database, const Analysis& analysis, Time length) {
  Statement insert(database, "INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t region = 0; region < analysis.series.size(); ++region) {
    std::int64_t number = 0;
    for (const Window& w : analysis.series[region]) {
      insert.bind(1, static_cast<std::int64_t>(region)).bind(2, number).bind(3, length.ns * number);
      insert.bind(4, std::int64_t{w.issued}).bind(5, std::int64_t{w.ok}).bind(6, std::int64_t{w.failed});
      insert.bind(7, std::int64_t{w.stale});
      insert.bind(8, double{w.read_p50_ms}).bind(9, double{w.read_p99_ms});
      insert.bind(10, double{w.write_p50_ms}).bind(11, double{w.write_p99_ms});
      insert.run();
      ++number;
    }
  }
}

}  // namespace

void write_findings(const Database& database, const Analysis& analysis, Time window) {
  write_anomalies(database, analysis);
  write_series(database, analysis, window);
}

}  // namespace bicoastal
