#include "sim/cli/lesson_words.hpp"

#include "sim/cli/console.hpp"
#include "sim/report/no_break.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kWidest = 92;  // longer lines are hard to read

/// Lines at most so wide, none of which ends between a number and its unit.
std::vector<std::string> broken(const std::string& text, std::size_t width) {
  std::vector<std::string> lines = wrapped(with_no_breaks(text), width);
  for (std::string& line : lines) line = with_plain_blanks(std::move(line));
  return lines;
}

}  // namespace

LessonWords::LessonWords()
    : ink_(ink_for(STDOUT_FILENO)), width_(std::clamp<std::size_t>(columns_of_terminal(STDOUT_FILENO), 40, kWidest)) {}

void LessonWords::title(std::string_view text, std::string_view note) {
  text_ += fmt::format("\n{}  {}\n", ink_(Tone::strong, text), ink_(Tone::faint, note));
}

void LessonWords::heading(std::string_view number, std::string_view text) {
  text_ += fmt::format("\n{}  {}\n", ink_(Tone::faint, fmt::format("── {}", number)), ink_(Tone::strong, text));
}

void LessonWords::paragraph(const std::string& text, Tone tone) {
  for (const std::string& line : broken(text, width_ - 2)) text_ += fmt::format("  {}\n", ink_(tone, line));
}

void LessonWords::item(std::string_view label, const std::string& text) {
  const std::size_t indent = label.size() + 6;
  bool first = true;
  for (const std::string& line : broken(text, width_ - indent)) {
    text_ += first ? fmt::format("    {}  {}\n", label, line) : fmt::format("{}{}\n", std::string(indent, ' '), line);
    first = false;
  }
}

void LessonWords::labelled(std::string_view label, const std::string& text, Tone tone) {
  const auto lines = broken(text.empty() ? std::string(label) : fmt::format("{} {}", label, text), width_ - 2);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool first = i == 0 && lines[i].starts_with(label);
    text_ += first ? fmt::format("  {}{}\n", ink_(tone, label), lines[i].substr(label.size()))
                   : fmt::format("  {}\n", lines[i]);
  }
}

void LessonWords::table(const TextTable& table) { text_ += table.render(ink_, 4); }

void LessonWords::show() {
  print(text_);
  text_.clear();
}

}  // namespace bicoastal
