#include "sim/report/text_table.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <array>

namespace bicoastal {

namespace {

struct CodePoint {
  char32_t value = 0xFFFD;
  std::size_t bytes = 1;
};

/// The code point at `at`; U+FFFD of one byte where the bytes are not UTF-8.
CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return {};
  char32_t value = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return {};
    value = (value << 6) | (byte(at + i) & 0x3FU);
  }
  return {value, length};
}

struct Range {
  char32_t first, last;
};

template <std::size_t N>
bool in(char32_t c, const std::array<Range, N>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [c](Range r) { return r.first <= c && c <= r.last; });
}

/// Columns of one code point, after the East Asian Width of Unicode, block by block.
std::size_t columns_of(char32_t c) {
  static constexpr std::array<Range, 6> kNone{
      {{0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}}};
  static constexpr std::array<Range, 8> kTwo{{{0x1100, 0x115F},
                                              {0x2E80, 0xA4CF},
                                              {0xAC00, 0xD7A3},
                                              {0xF900, 0xFAFF},
                                              {0xFE30, 0xFE6F},
                                              {0xFF00, 0xFF60},
                                              {0x1F300, 0x1FAFF},
                                              {0x20000, 0x3FFFD}}};
  return in(c, kNone) ? 0 : in(c, kTwo) ? 2 : 1;
}

/// Moves the cursor, changes the direction of writing, or is not text at all.
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFFFD;
}

}  // namespace

std::string Ink::operator()(Tone tone, std::string_view text) const {
  static constexpr std::array<const char*, 6> kCodes{"", "\x1b[1m", "\x1b[32m", "\x1b[1;31m", "\x1b[33m", "\x1b[2m"};
  if (!colour || tone == Tone::plain || text.empty()) return std::string(text);
  return kCodes[static_cast<std::size_t>(tone)] + std::string(text) + "\x1b[0m";
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    width += columns_of(c.value);
    at += c.bytes;
  }
  return width;
}

std::string printable(std::string_view text, std::size_t width) {
  std::vector<std::string> pieces;  // one a code point
  std::size_t total = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    pieces.emplace_back(is_control(c.value) ? "?" : std::string(text.substr(at, c.bytes)));
    total += display_width(pieces.back());
    at += c.bytes;
  }
  std::string whole;
  if (total <= width) {
    for (const std::string& piece : pieces) whole += piece;
    return whole;
  }
  const std::size_t kept = width > 2 ? width - 2 : 0;
  std::string head, tail;
  std::size_t used = 0, first = 0, last = pieces.size();
  while (first < last && used + display_width(pieces[first]) <= (kept + 1) / 2) {
    used += display_width(pieces[first]);
    head += pieces[first++];
  }
  while (last > first && used + display_width(pieces[last - 1]) <= kept) {
    used += display_width(pieces[last - 1]);
    tail.insert(0, pieces[--last]);
  }
  return head + ".." + tail;
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = printable(text.substr(at, end - at), width);
    if (!lines.back().empty() && display_width(lines.back()) + 1 + display_width(word) > width) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
    at = end + 1;
  }
  return lines;
}

void TextTable::add(std::vector<TextCell> row) {
  BC_CHECK(row.size() == columns_.size());
  rows_.push_back(std::move(row));
}

std::string TextTable::render(Ink ink, std::size_t indent) const {
  std::vector<std::vector<TextCell>> rows = rows_;
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    widths.push_back(display_width(columns_[i].title));
    for (auto& row : rows) {
      row[i].text = printable(row[i].text, columns_[i].most);
      widths[i] = std::max(widths[i], display_width(row[i].text));
    }
  }
  std::string text;
  const auto line = [&](auto&& cell_of) {
    std::string row(indent, ' ');
    std::size_t blanks = 0;  // held back, so that no line ends in blanks
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const TextCell& cell = cell_of(i);
      const std::size_t room = widths[i] - display_width(cell.text);
      if (columns_[i].align == Align::right) blanks += room;
      if (!cell.text.empty()) {
        row += std::string(blanks, ' ') + ink(cell.tone, cell.text);
        blanks = 0;
      }
      if (columns_[i].align == Align::left) blanks += room;
      blanks += 2;
    }
    text += row + "\n";
  };
  std::vector<TextCell> titles;
  bool any_title = false;
  for (const Column& column : columns_) {
    titles.push_back({column.title, Tone::faint});
    any_title = any_title || !column.title.empty();
  }
  if (any_title) line([&](std::size_t i) -> const TextCell& { return titles[i]; });
  for (const auto& row : rows) line([&](std::size_t i) -> const TextCell& { return row[i]; });
  return text;
}

}  // namespace bicoastal
