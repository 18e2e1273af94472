// Words with figures in them: "back after {{ rto }}" becomes "back after 87 s" once a run has told.
#pragma once

#include "sim/base/expression.hpp"
#include "sim/claims/figures_reader.hpp"

#include <string>
#include <vector>

namespace bicoastal {

/// Moved, not copied.
class LiveText {
 public:
  /// Faults go to `figures` and `faults`.
  static LiveText read(const View& text, FiguresReader& figures, Faults& faults);

  bool empty() const { return pieces_.empty(); }
  /// A figure that is not known is shown as "?".
  std::string shown(FigureValues values) const;
  /// The words alone, a blank for each figure.
  std::string words() const;
  /// Indices of the figures that it needs.
  std::vector<std::size_t> used() const;
  /// What its formulas are, as written.
  const std::vector<std::string>& formulas() const { return formulas_; }
  /// False where a figure is not known.
  bool told(FigureValues values) const;

  // Where it stands, for diagnostics.
  std::size_t line = 0;
  std::string pointer{};

 private:
  struct Piece {
    std::string words;
    std::optional<Formula> formula{};  ///< after the words
    MetricUnit unit = MetricUnit::count;
  };
  std::vector<Piece> pieces_;
  std::vector<std::string> formulas_;
};

}  // namespace bicoastal
