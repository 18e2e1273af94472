// Text for terminals: tones that become colours where colours are wanted, and columns that line up.
//
// Everything that comes from a scenario goes through `printable`: a name must not move the cursor of who reads it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

enum class Tone : std::uint8_t { plain, strong, good, bad, unsure, faint };

/// Colours text, or leaves it alone.
struct Ink {
  bool colour = false;
  std::string operator()(Tone tone, std::string_view text) const;
};

/// Without control characters, and cut in the middle where it is wider than `width` columns.
std::string printable(std::string_view text, std::size_t width = 1000);
/// Columns that UTF-8 text takes on a terminal.
std::size_t display_width(std::string_view text);
/// Pieces of at most `width` columns, broken at blanks; a longer word is cut.
std::vector<std::string> wrapped(const std::string& text, std::size_t width);

/// What stands in one column of one row.
struct TextCell {
  std::string text;
  Tone tone = Tone::plain;
};

class TextTable {
 public:
  enum class Align : std::uint8_t { left, right };
  struct Column {
    std::string title;
    Align align = Align::right;
    std::size_t most = 1000;  ///< columns on a terminal; wider text is cut in its middle there
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
  /// REQUIRES: one cell a column.
  void add(std::vector<TextCell> row);
  bool empty() const { return rows_.empty(); }
  const std::vector<Column>& columns() const { return columns_; }
  const std::vector<std::vector<TextCell>>& rows() const { return rows_; }
  /// Lines that begin with `indent` blanks; columns are two blanks apart; titles are faint.
  std::string render(Ink ink, std::size_t indent = 2) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<TextCell>> rows_;
};

}  // namespace bicoastal
