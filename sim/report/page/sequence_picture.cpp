#include "sim/report/page/sequence_picture.hpp"

#include "sim/report/page/markup_page.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr double kTimeWidth = 84;                // of the column of times
constexpr double kLaneMost = 230, kWidth = 900;  // pixels
constexpr double kLine = 17, kArrowHeight = 34, kPad = 8;
constexpr double kCharacter = 6.9;  // mean width of one, at the size of page.css, rounded up

std::string number(double value) { return fmt::format("{:g}", std::round(value * 10) / 10); }

Markup words(double x, double y, std::string_view anchor, const std::string& kind, const std::string& text) {
  return element("text", {{"x", number(x)}, {"y", number(y)}, {"text-anchor", std::string(anchor)}, {"class", kind}},
                 text);
}

Markup line(double x1, double y1, double x2, double y2, const std::string& kind) {
  return element("line",
                 {{"x1", number(x1)}, {"y1", number(y1)}, {"x2", number(x2)}, {"y2", number(y2)}, {"class", kind}});
}

std::size_t characters_in(double width) {
  return static_cast<std::size_t>(std::max(8.0, std::floor(width / kCharacter)));
}

class Picture {
 public:
  explicit Picture(const SequenceDiagram& diagram)
      : lanes_(diagram.lanes()),
        lane_(
            std::min(kLaneMost, (kWidth - kTimeWidth) / static_cast<double>(std::max<std::size_t>(1, lanes_.size())))) {
    head();
    for (const SequenceDiagram::Row& row : diagram.rows()) draw(row);
  }

  Markup markup(const std::string& what) const {
    Markup lifelines;
    for (std::size_t i = 0; i < lanes_.size(); ++i) lifelines += line(at(i), top_, at(i), y_, "lifeline");
    return element("svg",
                   {{"viewBox", fmt::format("0 0 {} {}", number(width()), number(y_ + kPad))},
                    {"width", number(width())},
                    {"class", "sequence"},
                    {"role", "img"},
                    {"aria-label", what}},
                   lifelines + drawn_);
  }

 private:
  using Row = SequenceDiagram::Row;

  double width() const { return kTimeWidth + lane_ * static_cast<double>(lanes_.size()); }
  double at(std::size_t lane) const { return kTimeWidth + lane_ * (static_cast<double>(lane) + 0.5); }

  void head() {
    std::size_t most = 1;
    for (const auto& lane : lanes_) most = std::max(most, lane.size());
    drawn_ += words(kTimeWidth - 14, kLine, "end", "faint", "ms");
    for (std::size_t i = 0; i < lanes_.size(); ++i)
      for (std::size_t k = 0; k < lanes_[i].size(); ++k)
        drawn_ += words(at(i), kLine * static_cast<double>(k + 1), "middle", "strong",
                        printable(lanes_[i][k], characters_in(lane_)));
    y_ = top_ = kLine * static_cast<double>(most) + 6;
  }

  void time(const std::string& text, double y) {
    if (!text.empty()) drawn_ += words(kTimeWidth - 14, y, "end", "faint", text);
  }

  void draw(const Row& row) {
    switch (row.kind) {
      case Row::Kind::gap: y_ += kPad; break;
      case Row::Kind::arrow:
      case Row::Kind::broken_arrow: arrow(row); break;
      case Row::Kind::note: note(row); break;
      case Row::Kind::rule: rule(row); break;
    }
  }

  /// The words stand above the line, at its beginning: there is no other arrow.
  void arrow(const Row& row) {
    if (row.from == row.to) return;
    y_ += kArrowHeight;
    const double from = at(row.from), to = at(row.to), way = to > from ? 1 : -1;
    const std::string kind = fmt::format("arrow {}", class_of(row.tone));
    time(row.time, y_ + 4);
    const bool broken = row.kind == Row::Kind::broken_arrow;
    const double end = broken ? to - way * 26 : to - way;
    drawn_ += line(from, y_, end, y_, kind);
    if (broken) {
      drawn_ += line(end - 5, y_ - 5, end + 5, y_ + 5, kind) + line(end - 5, y_ + 5, end + 5, y_ - 5, kind);
    } else {
      drawn_ += line(end, y_, end - way * 8, y_ - 4.5, kind) + line(end, y_, end - way * 8, y_ + 4.5, kind);
    }
    drawn_ += words(from + way * 9, y_ - 5, way > 0 ? "start" : "end", std::string(class_of(row.tone)),
                    printable(row.text, characters_in(std::abs(to - from) - 18)));
  }

  /// Beside its lane, on the side where there is more room.
  void note(const Row& row) {
    const double x = at(row.from);
    const double right = (row.from + 1 < lanes_.size() ? lane_ : width() - x) - 14;
    const double left = (row.from > 0 ? lane_ : x - kTimeWidth) - 14;
    const bool to_right = right >= left || right > static_cast<double>(row.text.size()) * kCharacter;
    y_ += row.time.empty() ? kLine : kLine + kPad;
    time(row.time, y_ + 4);
    if (!row.time.empty())
      drawn_ += element(
          "circle",
          {{"cx", number(x)}, {"cy", number(y_)}, {"r", "4"}, {"class", fmt::format("dot {}", class_of(row.tone))}});
    bool first = true;
    for (const std::string& piece : wrapped(row.text, characters_in(to_right ? right : left))) {
      if (!first) y_ += kLine;
      first = false;
      drawn_ +=
          words(x + (to_right ? 11 : -11), y_ + 4, to_right ? "start" : "end", std::string(class_of(row.tone)), piece);
    }
  }

  void rule(const Row& row) {
    y_ += kLine + kPad;
    time(row.time, y_ + 4);
    const double begin = kTimeWidth - 4;
    const std::vector<std::string> pieces = wrapped(row.text, characters_in(width() - begin - 12));
    const double height = kLine * static_cast<double>(pieces.size()) + 4;
    drawn_ += element("rect", {{"x", number(begin)},
                               {"y", number(y_ - kLine + 4)},
                               {"width", number(width() - begin)},
                               {"height", number(height)},
                               {"rx", "3"},
                               {"class", fmt::format("rule {}", class_of(row.tone))}});
    for (const std::string& piece : pieces) {
      drawn_ += words(begin + 8, y_ + 4, "start", std::string(class_of(row.tone)), piece);
      y_ += kLine;
    }
    y_ -= kLine - 2;
  }

  const std::vector<std::vector<std::string>>& lanes_;
  double lane_;
  double y_ = 0, top_ = 0;
  Markup drawn_;
};

}  // namespace

Markup picture_of(const SequenceDiagram& diagram, const std::string& what) { return Picture(diagram).markup(what); }

}  // namespace bicoastal
