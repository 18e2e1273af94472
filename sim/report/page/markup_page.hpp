// Sections of a report as markup for a browser.
#pragma once

#include "sim/report/page.hpp"
#include "sim/report/page/markup.hpp"

#include <string>

namespace bicoastal {

class MarkupPage final : public Page {
 public:
  /// All that was written so far.
  Markup markup() const { return done_ + items_markup(); }
  std::size_t most(std::size_t on_terminal) const override { return kTimesMore * on_terminal; }

 private:
  static constexpr std::size_t kTimesMore = 20;

  void put_heading(std::string_view title, std::string_view note) override;
  void put_line(std::string_view text, Tone tone, std::size_t indent) override;
  void put_item(std::string_view label, std::string_view text, Tone tone, std::size_t indent) override;
  void put_table(const TextTable& table, std::size_t indent) override;
  Markup items_markup() const;
  void end_items();

  Markup done_;
  Markup items_;  ///< rows that follow each other
  std::string title_;
};

/// The class that a tone has in page.css; empty for plain.
std::string_view class_of(Tone tone);
/// Words in a tone.
Markup toned(Tone tone, std::string_view words);

}  // namespace bicoastal
