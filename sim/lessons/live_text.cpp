#include "sim/lessons/live_text.hpp"

#include "sim/base/units.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

LiveText LiveText::read(const View& text, FiguresReader& figures, Faults& faults) {
  LiveText made;
  made.line = text.place().line;
  made.pointer = text.pointer();
  const std::string all = text.text();
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t open = std::min(all.find("{{", at), all.size());
    Piece piece{all.substr(at, open - at)};
    if (open == all.size()) {
      made.pieces_.push_back(std::move(piece));
      break;
    }
    const std::size_t close = all.find("}}", open);
    if (close == std::string::npos) {
      faults.add("E833", text.place(), text.pointer(), "a \"{{\" has no \"}}\"");
      break;
    }
    std::string formula = all.substr(open + 2, close - open - 2);
    formula.erase(0, formula.find_first_not_of(' '));
    formula.erase(formula.find_last_not_of(' ') + 1);
    auto read = Formula::read(formula, figures.names());
    if (const auto* fault = std::get_if<ExpressionFault>(&read)) {
      figures.refuse(text, *fault);
    } else {
      piece.formula = std::move(std::get<Formula>(read));
      const std::optional<MetricUnit> unit = piece.formula->unit();
      // A name alone is shown as its measure is: a formula "percent" is a plain number to others.
      const auto& used = piece.formula->used();
      const bool name = used.size() == 1 && figures.names()[used.front()].name == formula;
      if (!unit)
        faults.add("E802", text.place(), text.pointer(),
                   fmt::format("{} comes to neither a time, a size nor a plain number", in_quotes(formula)));
      piece.unit = name ? figures.names()[used.front()].unit : unit.value_or(MetricUnit::count);
    }
    made.formulas_.push_back(std::move(formula));
    made.pieces_.push_back(std::move(piece));
    at = close + 2;
  }
  return made;
}

std::string LiveText::shown(FigureValues values) const {
  std::string text;
  for (const Piece& piece : pieces_) {
    text += piece.words;
    if (!piece.formula) continue;
    const std::optional<double> value = piece.formula->value(values);
    text += value ? show_value(*value, piece.unit) : "?";
  }
  return text;
}

std::string LiveText::words() const {
  std::string text;
  for (const Piece& piece : pieces_) text += piece.formula ? fmt::format("{} ", piece.words) : piece.words;
  return text;
}

std::vector<std::size_t> LiveText::used() const {
  std::vector<std::size_t> all;
  for (const Piece& piece : pieces_)
    if (piece.formula) all.insert(all.end(), piece.formula->used().begin(), piece.formula->used().end());
  return all;
}

bool LiveText::told(FigureValues values) const {
  return std::ranges::all_of(pieces_, [&](const Piece& one) { return !one.formula || one.formula->value(values); });
}

}  // namespace bicoastal
