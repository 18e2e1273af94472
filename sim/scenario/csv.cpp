#include "sim/scenario/csv.hpp"

#include "sim/base/text.hpp"
#include "sim/base/units.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kMaxPlaces = 1000;
constexpr double kMaxMs = 600'000;

/// Nothing where the cell is empty; negative where it is no round trip.
std::optional<double> milliseconds(std::string_view cell) {
  if (cell.empty()) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  const bool whole = error == std::errc() && end == cell.data() + cell.size();
  return whole && std::isfinite(value) && value >= 0 && value <= kMaxMs ? value : -1;
}

}  // namespace

std::vector<CsvRow> parse_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<CsvRow> rows;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    CsvRow row{number, {}};
    for (;;) {
      const std::size_t comma = line.find(',');
      row.cells.push_back(trimmed(line.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      line.remove_prefix(comma + 1);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::variant<RoundTrips, CsvFault> parse_round_trips(std::string_view text) {
  const std::vector<CsvRow> rows = parse_csv(text);
  if (rows.empty()) return CsvFault{0, "holds no table"};
  const auto& header = rows.front();
  const std::size_t n = header.cells.size() - 1;
  if (n == 0 || n > kMaxPlaces)
    return CsvFault{header.line, fmt::format("names {} places, not 1 to {}", n, kMaxPlaces)};
  RoundTrips table;
  for (std::size_t i = 1; i <= n; ++i) {
    if (header.cells[i].empty()) return CsvFault{header.line, fmt::format("column {} has no name", i + 1)};
    table.places.emplace_back(header.cells[i]);
    if (std::ranges::count(table.places, table.places.back()) > 1)
      return CsvFault{header.line, fmt::format("{} stands twice", in_quotes(header.cells[i]))};
  }
  table.ms.resize(n * n);
  std::vector<bool> seen(n);
  for (std::size_t r = 1; r < rows.size(); ++r) {
    const CsvRow& row = rows[r];
    const auto place = std::ranges::find(table.places, row.cells.front());
    if (place == table.places.end())
      return CsvFault{row.line, fmt::format("{} names no column", in_quotes(row.cells.front()))};
    const auto from = static_cast<std::size_t>(place - table.places.begin());
    if (seen[from]) return CsvFault{row.line, fmt::format("a second row for {}", in_quotes(row.cells.front()))};
    seen[from] = true;
    if (row.cells.size() != n + 1) return CsvFault{row.line, fmt::format("{} cells, not {}", row.cells.size(), n + 1)};
    for (std::size_t to = 0; to < n; ++to) {
      const auto cell = milliseconds(row.cells[to + 1]);
      if (cell && *cell < 0)
        return CsvFault{row.line, fmt::format("{} is not a round trip in ms", in_quotes(row.cells[to + 1]))};
      table.ms[from * n + to] = cell;
    }
  }
  return table;
}

}  // namespace bicoastal
