// The text of a formula made ready for a parser that knows no units: quantities become variables of one character.
#pragma once

#include "sim/base/expression.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bicoastal {

struct PreparedFormula {
  struct Quantity {
    std::string name;  ///< in `text`: 'Q' and a letter or digit, which no figure's name begins with
    double value = 0;
    MetricUnit unit = MetricUnit::count;
  };
  std::string text;  ///< as long as what was written, so that positions agree
  std::vector<Quantity> quantities;
  std::vector<std::size_t> used;  ///< indices of names, in order, each once
};

std::variant<PreparedFormula, ExpressionFault> prepare_formula(std::string_view text,
                                                               std::span<const NamedFigure> names);

}  // namespace bicoastal
