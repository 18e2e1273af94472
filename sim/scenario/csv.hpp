// Comma-separated tables: latencies between places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bicoastal {

struct CsvRow {
  std::uint32_t line = 0;  ///< 1-based
  std::vector<std::string_view> cells;
};

/// Rows of cells, without spaces around them; views into `text`. No quoting: names hold no commas. Empty lines and
/// a byte order mark are skipped.
std::vector<CsvRow> parse_csv(std::string_view text);

/// Round trips in ms; row = from, column = to, row-major over `places`; nothing where a cell is empty.
struct RoundTrips {
  std::vector<std::string> places;
  std::vector<std::optional<double>> ms;
};
struct CsvFault {
  std::uint32_t line = 0;
  std::string message;
};

/// The first row names the columns (its first cell is free), the first cell of each other row names a column.
std::variant<RoundTrips, CsvFault> parse_round_trips(std::string_view text);

}  // namespace bicoastal
