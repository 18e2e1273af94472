// Runs and measures as a file names them for the formulas and conditions in it: those of a claim, or of a lesson.
//
// "runs" gives scenarios names; "measures" gives names to metrics of runs, to formulas over measures before them, and
// to settings that stand in a run's scenario. A metric is checked by the loader of its scenario, as an expectation.
#pragma once

#include "sim/claims/claim.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/view.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace bicoastal {

class FiguresReader {
 public:
  /// `view`: the object that "runs" and "measures" are members of; all arguments outlive this. What is wrong goes to
  /// `faults`, or to `others` where it stands in a scenario.
  FiguresReader(const View& view, const std::string& file, const LoadOptions& options, Faults& faults,
                Diagnostics& others);
  ~FiguresReader();

  void read();
  const std::vector<ClaimFigure>& figures() const;
  const std::vector<NamedFigure>& names() const;
  /// Figures whose own fault is known: what uses them is not to blame.
  const std::set<std::string>& spoilt() const;
  /// Adds the fault of an expression at `at`, unless it only follows from another one.
  void refuse(const View& at, const ExpressionFault& fault);

  std::vector<ClaimRun> take_runs();
  std::vector<ClaimFigure> take_figures();

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace bicoastal
