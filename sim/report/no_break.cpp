#include "sim/report/no_break.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace bicoastal {

namespace {

constexpr std::string_view kNoBreak = "\u00a0";

}  // namespace

bool is_unit(std::string_view word) {
  static constexpr std::array<std::string_view, 16> kUnits{"%", "pp", "ns", "us", "ms", "s",  "min", "h",
                                                           "d", "B",  "kB", "MB", "GB", "TB", "PB",  "USD"};
  while (!word.empty() && std::string_view(",;:.?!)\"").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  return std::ranges::find(kUnits, word) != kUnits.end();
}

std::string with_no_breaks(std::string_view text) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool after_digit = at > 0 && std::isdigit(static_cast<unsigned char>(text[at - 1])) != 0;
    const std::string_view rest = text.substr(at + 1);
    if (text[at] == ' ' && after_digit && is_unit(rest.substr(0, rest.find(' '))))
      made += kNoBreak;
    else
      made += text[at];
  }
  return made;
}

std::string with_plain_blanks(std::string text) {
  for (std::size_t at = text.find(kNoBreak); at != std::string::npos; at = text.find(kNoBreak, at + 1))
    text.replace(at, kNoBreak.size(), " ");
  return text;
}

}  // namespace bicoastal
