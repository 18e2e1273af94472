// A sequence diagram as text: lanes side by side, time down the page, arrows between lanes.
//
// Knows nothing of runs and witnesses: it gets lanes and rows and makes lines of at most 100 columns. A note stands
// beside its lane's line, on the side where there is more room, and takes several lines where it must.
//
//     ms       session 12          us-east-1
//                   │                  │
//    0.0            ├─ write A ───────►│
//    6.1            │                  ● accepts A
//        ── link us-east-1 → eu-west-1 is cut ─────────────
#pragma once

#include "sim/report/text_table.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// Box characters of Unicode, or plain ASCII for terminals and locales without.
enum class Glyphs : std::uint8_t { unicode, ascii };

class SequenceDiagram {
 public:
  static constexpr std::size_t kWidth = 100;

  /// Each lane has a title of one line or more.
  explicit SequenceDiagram(std::vector<std::vector<std::string>> lanes, Glyphs glyphs = Glyphs::unicode);

  /// From lane to lane.
  void arrow(const std::string& time, std::size_t from, std::size_t to, const std::string& text,
             Tone tone = Tone::plain);
  /// That never arrives.
  void broken_arrow(const std::string& time, std::size_t from, std::size_t to, const std::string& text,
                    Tone tone = Tone::plain);
  /// Columns that the text of such an arrow may have; a longer one is cut.
  std::size_t room(std::size_t from, std::size_t to) const;
  /// Something happens in a lane.
  void note(const std::string& time, std::size_t lane, const std::string& text, Tone tone = Tone::plain);
  /// Something that concerns all: a line from side to side.
  void rule(const std::string& time, const std::string& text, Tone tone = Tone::plain);
  /// Time goes on.
  void gap();

  std::string render(Ink ink) const;

  /// For those who draw it otherwise.
  struct Row {
    enum class Kind : std::uint8_t { arrow, broken_arrow, note, rule, gap } kind{};
    std::string time;
    std::size_t from = 0, to = 0;  ///< lanes
    std::string text;
    Tone tone{};
  };
  const std::vector<std::vector<std::string>>& lanes() const { return lanes_; }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  /// Cells of one line: each a character as UTF-8.
  using Line = std::vector<std::string>;

  std::size_t column_of(std::size_t lane) const;
  Line lifelines() const;
  void put(Line& line, std::size_t at, std::string_view text) const;
  std::vector<Line> lines_of(const Row& row) const;
  std::vector<Line> note_lines(const Row& row) const;
  Line arrow_line(const Row& row) const;
  std::string head(Ink ink) const;

  std::vector<std::vector<std::string>> lanes_;
  Glyphs glyphs_;
  std::size_t lane_width_;
  std::vector<Row> rows_;
};

/// Whether the locale that LC_ALL, LC_CTYPE or LANG names (the first that is set) writes UTF-8.
bool locale_is_utf8();

}  // namespace bicoastal
