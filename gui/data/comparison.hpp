// Two runs held against each other, figure by figure.
#pragma once

#include "gui/data/run_view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

struct ComparedFigure {
  std::string name;
  std::optional<double> a, b;  ///< in SI units, latencies in ms; at least one is there
  std::string (*show)(double);
  bool more_is_better = false;

  /// Of the difference, relative to the larger one; 2 where only one has the figure.
  double weight() const;
  /// "↑ 3.2 ×", "same", "only in the first".
  std::string difference() const;
  /// Whether b is; nothing where they are equal or one is missing.
  std::optional<bool> second_is_better() const;
};

/// What either run has: figures of the whole run, and of each fault by its name. Greatest differences first.
std::vector<ComparedFigure> compared(const RunView& a, const RunView& b);

}  // namespace bicoastal::gui
