// What sections of a report are written on: headings, lines of a label and text, tables. A section knows neither
// terminals nor browsers: it is text for the one (TextPage) and markup for the other (page/markup_page.hpp).
#pragma once

#include "sim/report/text_table.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace bicoastal {

class Page {
 public:
  virtual ~Page() = default;

  /// A title, and a faint note beside it.
  void heading(std::string_view title, std::string_view note = {}) { put_heading(title, note); }
  /// A line of its own. `indent`: blanks before it, which say what belongs to what.
  void line(std::string_view text, Tone tone = Tone::plain, std::size_t indent = 0) { put_line(text, tone, indent); }
  /// A faint label, then text beside it.
  void item(std::string_view label, std::string_view text, Tone tone = Tone::plain, std::size_t indent = 2) {
    put_item(label, text, tone, indent);
  }
  void table(const TextTable& table, std::size_t indent = 2) { put_table(table, indent); }
  /// How many rows to show of what a terminal has room for `on_terminal` of.
  virtual std::size_t most(std::size_t on_terminal) const = 0;

 private:
  virtual void put_heading(std::string_view title, std::string_view note) = 0;
  virtual void put_line(std::string_view text, Tone tone, std::size_t indent) = 0;
  virtual void put_item(std::string_view label, std::string_view text, Tone tone, std::size_t indent) = 0;
  virtual void put_table(const TextTable& table, std::size_t indent) = 0;
};

/// For terminals. Text is broken at blanks, under its own beginning; tones colour whole lines only.
class TextPage final : public Page {
 public:
  static constexpr std::size_t kWidth = 100;
  static constexpr std::size_t kLabelWidth = 20;

  explicit TextPage(Ink ink) : ink_(ink) {}
  Ink ink() const { return ink_; }
  const std::string& text() const { return text_; }
  std::size_t most(std::size_t on_terminal) const override { return on_terminal; }

 private:
  void put_heading(std::string_view title, std::string_view note) override;
  void put_line(std::string_view text, Tone tone, std::size_t indent) override;
  void put_item(std::string_view label, std::string_view text, Tone tone, std::size_t indent) override;
  void put_table(const TextTable& table, std::size_t indent) override { text_ += table.render(ink_, indent); }

  Ink ink_;
  std::string text_;
};

}  // namespace bicoastal
