#include "sim/report/sequence_diagram.hpp"

#include <algorithm>
#include <cstdlib>

namespace bicoastal {
namespace {

constexpr std::size_t kTimeWidth = 11;  // and a blank after it
constexpr std::size_t kLaneMost = 28, kLaneLeast = 12;

struct Box {
  const char *line, *dash, *right, *left, *event, *out_right, *out_left, *broken;
};
constexpr Box kUnicode{"│", "─", "►", "◄", "●", "├", "┤", "✗"};
constexpr Box kAscii{"|", "-", ">", "<", "*", "|", "|", "x"};

const Box& box(Glyphs glyphs) { return glyphs == Glyphs::unicode ? kUnicode : kAscii; }

/// What ASCII has in place of the few other characters that our texts use.
std::string in_ascii(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> kOthers[] = {{"→", "->"}, {"–", "-"}};
  std::string plain(text);
  for (const auto& [other, ascii] : kOthers)
    for (std::size_t at; (at = plain.find(other)) != std::string::npos;) plain.replace(at, other.size(), ascii);
  return plain;
}

/// One string for each character.
std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> cells;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80 && !cells.empty())
      cells.back() += c;
    else
      cells.emplace_back(1, c);
  }
  return cells;
}

}  // namespace

SequenceDiagram::SequenceDiagram(std::vector<std::vector<std::string>> lanes, Glyphs glyphs)
    : lanes_(std::move(lanes)),
      glyphs_(glyphs),
      lane_width_(
          std::clamp((kWidth - kTimeWidth - 1) / std::max<std::size_t>(1, lanes_.size()), kLaneLeast, kLaneMost)) {}

std::size_t SequenceDiagram::column_of(std::size_t lane) const {
  return kTimeWidth + 1 + lane * lane_width_ + lane_width_ / 2;
}

SequenceDiagram::Line SequenceDiagram::lifelines() const {
  Line line(kWidth, " ");
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane)
    if (column_of(lane) < line.size()) line[column_of(lane)] = box(glyphs_).line;
  return line;
}

void SequenceDiagram::put(Line& line, std::size_t at, std::string_view text) const {
  for (const std::string& c : characters(glyphs_ == Glyphs::ascii ? in_ascii(text) : std::string(text))) {
    const std::size_t width = display_width(c);
    if (at + width > line.size()) return;
    for (std::size_t i = 1; i < width; ++i) line[at + i].clear();  // a wide character takes the next cell as well
    if (width == 0 && at > 0)
      line[at - 1] += c;
    else
      line[at] = c == "\u00A0" ? " " : c;  // kept words together
    at += width;
  }
}

void SequenceDiagram::arrow(const std::string& time, std::size_t from, std::size_t to, const std::string& text,
                            Tone tone) {
  rows_.push_back({Row::Kind::arrow, time, from, to, text, tone});
}
void SequenceDiagram::broken_arrow(const std::string& time, std::size_t from, std::size_t to, const std::string& text,
                                   Tone tone) {
  rows_.push_back({Row::Kind::broken_arrow, time, from, to, text, tone});
}
void SequenceDiagram::note(const std::string& time, std::size_t lane, const std::string& text, Tone tone) {
  rows_.push_back({Row::Kind::note, time, lane, lane, text, tone});
}
void SequenceDiagram::rule(const std::string& time, const std::string& text, Tone tone) {
  rows_.push_back({Row::Kind::rule, time, 0, 0, text, tone});
}
void SequenceDiagram::gap() { rows_.push_back({Row::Kind::gap, {}, 0, 0, {}, Tone::plain}); }

std::size_t SequenceDiagram::room(std::size_t from, std::size_t to) const {
  constexpr std::size_t kAround = 5;  // both ends, a blank on either side of the text, and a dash before the head
  const std::size_t length = std::max(column_of(from), column_of(to)) - std::min(column_of(from), column_of(to));
  return length > kAround ? length - kAround : 0;
}

SequenceDiagram::Line SequenceDiagram::arrow_line(const Row& row) const {
  const Box& b = box(glyphs_);
  Line line = lifelines();
  const std::size_t from = column_of(row.from), to = column_of(row.to);
  if (from == to) return line;
  const bool right = from < to;
  const std::size_t low = std::min(from, to), high = std::max(from, to);
  for (std::size_t c = low + 1; c < high; ++c) line[c] = b.dash;
  line[from] = right ? b.out_right : b.out_left;
  const bool broken = row.kind == Row::Kind::broken_arrow;
  (right ? line[high - 1] : line[low + 1]) = broken ? b.broken : right ? b.right : b.left;
  // The text begins at its sender, after a dash where there is room for one.
  const std::string text = printable(row.text, room(row.from, row.to));
  const std::size_t width = display_width(text);
  const std::size_t dash = width < room(row.from, row.to) ? 1 : 0;
  put(line, right ? low + 1 + dash : high - 2 - dash - width, " " + text + " ");
  return line;
}

std::vector<SequenceDiagram::Line> SequenceDiagram::note_lines(const Row& row) const {
  const std::size_t at = column_of(row.from);
  const std::size_t right = (row.from + 1 < lanes_.size() ? column_of(row.from + 1) : kWidth) - at;
  const std::size_t left = row.from > 0 ? at - column_of(row.from - 1) : at - kTimeWidth;
  const std::size_t width = display_width(row.text);
  const bool to_right = right > width + 3 || right >= left;
  const std::size_t room = std::max<std::size_t>(8, (to_right ? right : left) - 3);
  std::vector<Line> lines;
  for (const std::string& piece : wrapped(row.text, room)) {
    Line line = lifelines();
    if (lines.empty()) line[at] = box(glyphs_).event;
    put(line, to_right ? at + 2 : at - 1 - display_width(piece), piece);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<SequenceDiagram::Line> SequenceDiagram::lines_of(const Row& row) const {
  if (row.kind == Row::Kind::note) return note_lines(row);
  if (row.kind == Row::Kind::arrow || row.kind == Row::Kind::broken_arrow) return {arrow_line(row)};
  if (row.kind == Row::Kind::gap) return {lifelines()};
  std::vector<Line> lines;
  const std::size_t begin = kTimeWidth + 1;
  for (const std::string& piece : wrapped(row.text, kWidth - begin - 8)) {
    Line line(kWidth, " ");
    const std::size_t end =
        std::min(kWidth, std::max(column_of(lanes_.size() - 1) + lane_width_ / 2, begin + 8 + display_width(piece)));
    for (std::size_t c = begin; c < end; ++c) line[c] = box(glyphs_).dash;
    put(line, begin + 3, " " + piece + " ");
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string SequenceDiagram::head(Ink ink) const {
  std::size_t most = 0;
  for (const auto& lane : lanes_) most = std::max(most, lane.size());
  std::string text;
  for (std::size_t i = 0; i < most; ++i) {
    Line line(kWidth, " ");
    if (i == 0) put(line, kTimeWidth - 3, "ms");
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
      if (i >= lanes_[lane].size()) continue;
      const std::string title = printable(lanes_[lane][i], lane_width_ - 2);
      put(line, column_of(lane) - display_width(title) / 2, title);
    }
    std::string joined;
    for (const std::string& c : line) joined += c;
    joined.erase(joined.find_last_not_of(' ') + 1);
    text += ink(Tone::strong, joined) + "\n";
  }
  return text;
}

std::string SequenceDiagram::render(Ink ink) const {
  std::string text = head(ink);
  for (const Row& row : rows_) {
    bool first = true;
    for (Line& line : lines_of(row)) {
      if (first) put(line, kTimeWidth - 1 - std::min(kTimeWidth - 1, display_width(row.time)), row.time);
      first = false;
      std::string joined;
      for (const std::string& c : line) joined += c;
      joined.erase(joined.find_last_not_of(' ') + 1);
      text += (row.tone == Tone::plain ? joined : ink(row.tone, joined)) + "\n";
    }
  }
  return text;
}

bool locale_is_utf8() {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == 0) continue;
    std::string text(value);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text.find("utf-8") != std::string::npos || text.find("utf8") != std::string::npos;
  }
  return false;
}

}  // namespace bicoastal
