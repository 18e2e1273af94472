// Two runs held against each other, figure by figure.
#pragma once

#include "gui/data/run_view.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

struct ComparedFigure {
  std::string name;
  std::optional<double> a, b;  ///< in SI units, latencies in ms; at least one is there
  std::string (*show)(double);
  bool more_is_better = false;
  std::string remark{};  ///< why the two are not of one kind; empty where they are

  /// Of the difference, relative to the larger one; 2 where only one has the figure.
  double weight() const;
  /// "↑ 3.2 ×", "same", "only in A"; with the names of both.
  std::string difference(const std::string& first, const std::string& second) const;
  /// Whether b is; nothing where they are equal, one is missing, or they cannot be held against each other.
  std::optional<bool> second_is_better() const;
};

/// A run and what it is called: "A".
struct NamedRun {
  std::string name;
  std::shared_ptr<const RunView> run;
};

/// What either run has: figures of the whole run, and of each fault by its name. Greatest differences first. Bills that
/// are made with different prices say so in their remarks.
std::vector<ComparedFigure> compared(const NamedRun& a, const NamedRun& b);

/// The comparison of the pair that was asked for last: a frame asks for the same again and again.
class Comparison {
 public:
  const std::vector<ComparedFigure>& of(const NamedRun& a, const NamedRun& b);

 private:
  struct Side {
    std::string name;
    std::weak_ptr<const RunView> run;  // no other can have its place in memory, and it need not be kept for that
    bool is(const NamedRun& other) const { return name == other.name && run.lock() == other.run; }
  };
  std::optional<Side> a_, b_;
  std::vector<ComparedFigure> rows_;
};

}  // namespace bicoastal::gui
