// The words of a lesson on a terminal: paragraphs broken at blanks, labels, tables.
#pragma once

#include "sim/report/text_table.hpp"

#include <string>
#include <string_view>

namespace bicoastal {

class LessonWords {
 public:
  LessonWords();

  void title(std::string_view text, std::string_view note);
  void heading(std::string_view number, std::string_view text);
  void paragraph(const std::string& text, Tone tone = Tone::plain);
  /// "1  text", text under its own beginning.
  void item(std::string_view label, const std::string& text);
  /// A toned label, then text in the same paragraph.
  void labelled(std::string_view label, const std::string& text, Tone tone);
  void table(const TextTable& table);
  void blank() { text_ += "\n"; }
  /// Prints, and begins anew.
  void show();

 private:
  Ink ink_;
  std::size_t width_;
  std::string text_;
};

}  // namespace bicoastal
