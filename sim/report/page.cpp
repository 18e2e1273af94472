#include "sim/report/page.hpp"

#include <vector>

namespace bicoastal {

namespace {

/// Pieces of at most `width` columns, broken at blanks; a longer word stays whole.
std::vector<std::string> broken(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    if (!lines.back().empty() && display_width(lines.back()) + 1 + display_width(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace

void Page::heading(std::string_view title, std::string_view note) {
  text_ += "\n" + ink_(Tone::strong, title);
  if (!note.empty()) text_ += "  " + ink_(Tone::faint, note);
  text_ += "\n";
}

void Page::line(std::string_view text, Tone tone, std::size_t indent) {
  std::size_t before = 0;
  for (const std::string& piece : broken(text, kWidth - indent)) {
    text_ += std::string(before, ' ') + ink_(tone, piece) + "\n";
    before = indent;
  }
}

void Page::item(std::string_view label, std::string_view text, Tone tone, std::size_t indent) {
  const std::size_t column = indent + kLabelWidth;
  const std::size_t label_width = display_width(label);
  std::string begin = std::string(indent, ' ') + ink_(Tone::faint, label) +
                      std::string(label_width < kLabelWidth ? kLabelWidth - label_width : 1, ' ');
  for (const std::string& piece : broken(text, kWidth - column)) {
    text_ += begin + ink_(tone, piece) + "\n";
    begin = std::string(column, ' ');
  }
}

}  // namespace bicoastal
