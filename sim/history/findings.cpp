#include "sim/history/findings.hpp"

#include "sim/history/record_tables.hpp"
#include "sim/history/replay.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

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
  Statement insert(database, "INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t region = 0; region < analysis.series.size(); ++region) {
    std::int64_t number = 0;
    for (const Window& w : analysis.series[region]) {
      insert.bind(1, static_cast<std::int64_t>(region)).bind(2, number).bind(3, length.ns * number);
      insert.bind(4, std::int64_t{w.issued}).bind(5, std::int64_t{w.ok}).bind(6, std::int64_t{w.failed});
      insert.bind(7, std::int64_t{w.degraded}).bind(8, std::int64_t{w.stale});
      insert.bind(9, double{w.read_p50_ms}).bind(10, double{w.read_p99_ms});
      insert.bind(11, double{w.write_p50_ms}).bind(12, double{w.write_p99_ms});
      insert.run();
      ++number;
    }
  }
}

void write_system(const Database& database, const Analysis& analysis) {
  Statement window(database, "INSERT INTO system_series VALUES (?, ?)");
  Statement anomalies(database, "INSERT INTO anomaly_counts VALUES (?, ?, ?)");
  std::int64_t number = 0;
  for (const SystemWindow& w : analysis.system) {
    window.bind(1, number).bind(2, w.differing);
    window.run();
    for (std::size_t kind = 0; kind < kAnomalyKinds; ++kind) {
      if (w.anomalies[kind] == 0) continue;
      anomalies.bind(1, number).bind(2, static_cast<std::int64_t>(kind)).bind(3, std::int64_t{w.anomalies[kind]});
      anomalies.run();
    }
    ++number;
  }
}

void write_flows(const Database& database, const Analysis& analysis) {
  Statement insert(database, "INSERT INTO flows VALUES (?, ?, ?, ?)");
  for (const Flow& flow : analysis.flows) {
    for (std::size_t window = 0; window < flow.requests.size(); ++window) {
      if (flow.requests[window] == 0) continue;
      insert.bind(1, std::int64_t{flow.home.value}).bind(2, std::int64_t{flow.asked.value});
      insert.bind(3, static_cast<std::int64_t>(window)).bind(4, std::int64_t{flow.requests[window]});
      insert.run();
    }
  }
}

/// More than any scenario may have, so that a damaged file cannot ask for all memory.
constexpr std::size_t kWindowsMost = 10'000'000, kRegionsMost = 1'000;

std::size_t index_in(const Statement& rows, int column, std::size_t most, const char* what) {
  const std::int64_t value = rows.type(column) == Statement::Type::integer ? rows.integer(column) : -1;
  if (value < 0 || static_cast<std::size_t>(value) >= most)
    throw Damage(fmt::format("{} of the series makes no sense", what));
  return static_cast<std::size_t>(value);
}

std::uint32_t count_in(const Statement& rows, int column) {
  return static_cast<std::uint32_t>(index_in(rows, column, std::size_t{1} << 32U, "a count"));
}

void read_regions(const Database& database, StoredSeries& series) {
  Statement rows(database,
                 "SELECT region, window, issued, ok, failed, degraded, stale, read_p50_ms, read_p99_ms, write_p50_ms,"
                 " write_p99_ms FROM series ORDER BY region, window");
  while (rows.step()) {
    const std::size_t region = index_in(rows, 0, kRegionsMost, "a region");
    if (region >= series.by_region.size()) series.by_region.resize(region + 1);
    std::vector<Window>& windows = series.by_region[region];
    if (index_in(rows, 1, kWindowsMost, "a window") != windows.size())
      throw Damage("windows of the series are missing");
    Window& w = windows.emplace_back();
    w.issued = count_in(rows, 2);
    w.ok = count_in(rows, 3);
    w.failed = count_in(rows, 4);
    w.degraded = count_in(rows, 5);
    w.stale = count_in(rows, 6);
    w.read_p50_ms = static_cast<float>(rows.real(7));
    w.read_p99_ms = static_cast<float>(rows.real(8));
    w.write_p50_ms = static_cast<float>(rows.real(9));
    w.write_p99_ms = static_cast<float>(rows.real(10));
  }
}

void read_system(const Database& database, StoredSeries& series) {
  Statement windows(database, "SELECT window, differing FROM system_series ORDER BY window");
  while (windows.step()) {
    if (index_in(windows, 0, kWindowsMost, "a window") != series.system.size())
      throw Damage("windows of the series are missing");
    series.system.emplace_back().differing = windows.real(1);
  }
  Statement counts(database, "SELECT window, kind, count FROM anomaly_counts");
  while (counts.step()) {
    SystemWindow& window = series.system[index_in(counts, 0, series.system.size(), "a window")];
    window.anomalies[index_in(counts, 1, kAnomalyKinds, "a kind")] = count_in(counts, 2);
  }
}

void read_flows(const Database& database, StoredSeries& series) {
  Statement rows(database, "SELECT home, asked, window, requests FROM flows ORDER BY home, asked, window");
  while (rows.step()) {
    const RegionId home(index_in(rows, 0, kRegionsMost, "a region")),
        asked(index_in(rows, 1, kRegionsMost, "a region"));
    if (series.flows.empty() || series.flows.back().home != home || series.flows.back().asked != asked)
      series.flows.push_back({home, asked, std::vector<std::uint32_t>(series.system.size())});
    series.flows.back().requests[index_in(rows, 2, series.system.size(), "a window")] = count_in(rows, 3);
  }
}

}  // namespace

void write_findings(const Database& database, const Analysis& analysis, Time window) {
  write_anomalies(database, analysis);
  write_series(database, analysis, window);
  write_system(database, analysis);
  write_flows(database, analysis);
}

StoredSeries stored_series(const Database& database) {
  StoredSeries series;
  read_regions(database, series);
  read_system(database, series);
  read_flows(database, series);
  return series;
}

}  // namespace bicoastal
