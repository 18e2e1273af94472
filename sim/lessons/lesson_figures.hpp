// What the runs of a lesson have told so far, run by run, and what follows from it by formulas.
#pragma once

#include "sim/claims/plan.hpp"
#include "sim/lessons/lesson.hpp"
#include "sim/report/figures.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bicoastal {

/// What has to be simulated for a run of a lesson; `more`: the learner's changes. The values of its metrics, in their
/// order, are what LessonFigures takes.
PlannedRun planned_run(const Lesson& lesson, std::size_t run, std::span<const Override> more = {});

/// The same from the document that such a run wrote (`run --json`). What is only a bound is told there, and not here.
std::vector<std::optional<double>> values_in(const Figures& document);
/// The overrides that make the learner's front end simulate a planned run: its expectations are the metrics.
std::vector<Override> overrides_of(const PlannedRun& planned);

/// What a figure is, in the learner's words.
std::string means_of(const Lesson& lesson, std::size_t figure);
/// Its value with its unit; "not told" where there is none.
std::string shown_figure(const Lesson& lesson, std::size_t figure, FigureValues values);

class LessonFigures {
 public:
  /// `lesson` outlives this.
  explicit LessonFigures(const Lesson& lesson);

  bool knows(std::size_t run) const { return known_[run]; }
  /// REQUIRES: a value, or nothing, for each metric of planned_run(run).
  void take(std::size_t run, std::span<const std::optional<double>> values);
  /// Of all figures, in their order; nothing where the run is not known, or does not tell.
  const std::vector<std::optional<double>>& values() const { return values_; }

 private:
  const Lesson& lesson_;
  std::vector<bool> known_;
  std::vector<std::optional<double>> values_;
};

/// Runs that the words, conditions and tables of a step need, in order, each once.
std::vector<std::size_t> runs_of(const Lesson& lesson, const LessonStep& step);
/// Of these, those that are needed for the words up to the prediction, the options among them.
std::vector<std::size_t> runs_before_prediction(const Lesson& lesson, const LessonStep& step);

}  // namespace bicoastal
