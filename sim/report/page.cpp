#include "sim/report/page.hpp"

#include "sim/report/no_break.hpp"

#include <algorithm>
#include <vector>

namespace bicoastal {

namespace {

std::string_view next_word(std::string_view text) { return text.substr(0, text.find(' ')); }

/// Pieces of at most `width` columns, broken at blanks; a longer word stays whole.
std::vector<std::string> broken(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    std::string_view word = next_word(text);
    const std::string_view rest = text.substr(std::min(text.size(), word.size() + 1));
    if (is_unit(next_word(rest))) word = text.substr(0, word.size() + 1 + next_word(rest).size());
    if (!lines.back().empty() && display_width(lines.back()) + 1 + display_width(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return lines;
}

}  // namespace

void TextPage::put_heading(std::string_view title, std::string_view note) {
  text_ += "\n";
  text_ += ink_(Tone::strong, title);
  if (!note.empty()) text_ += "  " + ink_(Tone::faint, note);
  text_ += "\n";
}

void TextPage::put_line(std::string_view text, Tone tone, std::size_t indent) {
  for (const std::string& piece : broken(text, kWidth - indent))
    text_ += std::string(indent, ' ') + ink_(tone, piece) + "\n";
}

void TextPage::put_item(std::string_view label, std::string_view text, Tone tone, std::size_t indent) {
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
