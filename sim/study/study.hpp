// A study: points of a space of scenarios, each run on the same seeds, and what follows from all that was measured.
//
// Everything that a report says of several points is worked out here, from numbers alone: the points that keep to the
// constraints, the frontier, the best point and how far it is ahead, what each axis is good for, which single change
// helps most. Nothing here knows where runs come from or what a page looks like.
#pragma once

#include <bicoastal/metrics.hpp>

#include "sim/study/decomposition.hpp"
#include "sim/study/frontier.hpp"
#include "sim/study/sample.hpp"
#include "sim/study/single_change.hpp"
#include "sim/study/sobol.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct StudyAxis {
  std::string name;
  std::vector<std::string> levels;  ///< as people read them, in their order
};

struct StudyMetric {
  std::string name;  ///< with its selector
  MetricUnit unit = MetricUnit::count;
  std::optional<Goal> goal;  ///< nothing: it is shown, and nothing is judged by it
};

struct StudyConstraint {
  std::string text;  ///< as written
  Constraint limit;
};

struct StudyPoint {
  std::vector<std::size_t> levels;                         ///< one an axis
  std::vector<std::vector<std::optional<double>>> values;  ///< [metric][seed]; nothing where it failed or was not run
  std::size_t runs = 0;                                    ///< that ended well
  std::string again;                                       ///< command that repeats one of them
};

struct StudyFailure {
  std::size_t point = 0;
  std::uint64_t seed = 0;
  std::string error, again;
};

struct Study {
  std::string name, description;
  std::string base;  ///< the scenario that is varied, as it was named
  std::vector<StudyAxis> axes;
  std::vector<StudyMetric> metrics;  ///< the first with a goal is what the best point is best at
  std::vector<StudyConstraint> constraints;
  std::vector<std::uint64_t> seeds;
  std::vector<StudyPoint> points;
  std::vector<StudyFailure> failures;
  std::size_t not_run = 0;  ///< runs of the plan that nobody has made yet
  std::size_t from = 0;     ///< the point that single changes start from
  double confidence = 0.95;
};

/// "writes global, lag 10 ms"
std::string words_of(const Study& study, const StudyPoint& point);

struct BestPoint {
  std::size_t point = 0;
  std::optional<std::size_t> next;   ///< second best of those that keep to the constraints
  PairedDifference ahead;            ///< the next, less the best one
  std::vector<std::size_t> as_good;  ///< those that keep to the constraints and cannot be told apart from the best one
};

/// What one axis, or two together, are good for, for a metric.
struct MetricDecomposition {
  std::size_t metric = 0;
  Decomposition parts;
};

/// The same over ranges, of a Saltelli design.
struct MetricIndices {
  std::size_t metric = 0;
  SobolIndices indices;
};

struct StudyFindings {
  std::vector<std::vector<Sample>> samples;     ///< [point][metric]
  std::vector<Keeping> keeping;                 ///< [point], of all constraints
  std::vector<Objective> objectives;            ///< the first metrics with a goal, four at most
  std::vector<Standing> standings;              ///< [point]; empty without objectives
  std::optional<BestPoint> best;                ///< at the first objective; nothing where no point keeps to all
  std::vector<MetricDecomposition> decomposed;  ///< of objectives; empty where the points are no full grid
  std::size_t saltelli_rows = 0;                ///< of the points, where they are such a design
  std::vector<MetricIndices> indices;           ///< of objectives; empty where they are none
  std::vector<SingleChange> changes;            ///< of the first objective, from `Study::from`; none of drawn points
  std::optional<SingleChange> helps_most;       ///< of these, beyond doubt
};

/// REQUIRES: indices of the study are in range; as many values as metrics and seeds.
StudyFindings findings_of(const Study& study);

/// The points as a full grid, with the values of a metric. Nothing where a combination of levels is missing or twice.
std::optional<GridFigures> grid_of(const Study& study, std::size_t metric);

/// Rows of Saltelli's scheme that the points are: A, then A with each axis in turn from B, then B, as sweeps write them
/// (and SALib, so that a list of its points will do). 0 where they are none, or of one axis.
std::size_t saltelli_rows(const Study& study);

/// A metric at such points: means over the seeds that tell it at every point of their row, so that luck is the same on
/// all sides. REQUIRES: saltelli_rows(study) > 0.
SaltelliFigures saltelli_of(const Study& study, std::size_t metric);

/// What a comparison or a limit sees of a sample.
Figure figure_of(const Sample& sample);

}  // namespace bicoastal
