// A page of the summary: headings, lines of a label and text, tables.
#pragma once

#include "sim/report/text_table.hpp"

#include <string>
#include <string_view>

namespace bicoastal {

class Page {
 public:
  static constexpr std::size_t kWidth = 100;
  static constexpr std::size_t kLabelWidth = 20;

  explicit Page(Ink ink) : ink_(ink) {}
  Ink ink() const { return ink_; }
  const std::string& text() const { return text_; }

  /// An empty line, the title, and a faint note beside it.
  void heading(std::string_view title, std::string_view note = {});
  /// A line after `indent` blanks; longer ones are broken at blanks.
  void line(std::string_view text, Tone tone = Tone::plain, std::size_t indent = 0);
  /// A faint label, then text, broken at blanks under its own beginning. Tones colour whole lines only.
  void item(std::string_view label, std::string_view text, Tone tone = Tone::plain, std::size_t indent = 2);
  void table(const TextTable& table, std::size_t indent = 2) { text_ += table.render(ink_, indent); }

 private:
  Ink ink_;
  std::string text_;
};

}  // namespace bicoastal
