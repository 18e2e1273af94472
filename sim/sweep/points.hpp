// The scenarios of a design's points, each loaded once: are they right, and which are they.
#pragma once

#include <bicoastal/result.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/view.hpp"
#include "sim/sweep/axis.hpp"
#include "sim/sweep/design.hpp"

#include <string>
#include <vector>

namespace bicoastal {

struct PointScenario {
  std::string hash;  ///< of the scenario without seed and expectations
  std::vector<Expectation> expect;
};

/// One a point, as far as they are right. A fault is laid to what in the sweep brought it about: an axis, one of its
/// values, a metric, a constraint, or the point where several of these make it; each once, however many points have it.
/// `expectations` are the sweep's metrics and then its constraints, as expectations. What lies in other files is added
/// to `others`.
std::vector<PointScenario> load_points(const View& sweep, const std::vector<Axis>& axes, const Design& design,
                                       const ScenarioSource& base, const std::vector<std::string>& expectations,
                                       const LoadOptions& options, Faults& faults, Diagnostics& others);

/// For where there is no design: the same faults, as far as a value or a metric has them by itself.
void try_settings(const View& sweep, const std::vector<Axis>& axes, const ScenarioSource& base,
                  const std::vector<std::string>& expectations, const LoadOptions& options, Faults& faults,
                  Diagnostics& others);

}  // namespace bicoastal
