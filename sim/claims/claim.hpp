// A claim about a pattern, a system or a mechanism, and what would have to be measured for it to hold.
#pragma once

#include "sim/base/expression.hpp"
#include "sim/scenario/load.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// A variant of a deployment that is simulated.
struct ClaimRun {
  std::string name;
  std::string scenario;  ///< file, as seen from here
  std::vector<Override> overrides;
};

/// A figure: a metric of a run, or a formula over figures before it.
struct ClaimFigure {
  std::string name;
  std::string text;  ///< "latency.write.p50[eu-west-1]", or the formula
  MetricUnit unit = MetricUnit::count;
  std::size_t run = 0;               ///< of a metric
  std::optional<Formula> formula{};  ///< nothing: a metric
};

struct ClaimCheck {
  std::string text;     ///< "30 s <= rto <= 5 min"
  std::string means;    ///< the same in words
  bool each = false;    ///< to hold on every seed, not for the mean over the seeds
  std::string because;  ///< why it does not hold, where its author found out; may be empty
  Condition condition;
};

/// A picture of figures: over numbers, or over the names of things that have no order.
struct ClaimChart {
  struct Series {
    std::string name;
    std::vector<std::size_t> figures;  ///< one for each place on the horizontal axis
  };
  std::string title, x_title, y_title;
  std::vector<double> values;           ///< of the horizontal axis, increasing; or
  std::vector<std::string> names;       ///< what stands along it. One of the two is empty
  MetricUnit unit = MetricUnit::count;  ///< of all figures
  std::vector<Series> series;

  std::size_t places() const { return values.size() + names.size(); }
};

struct Claim {
  std::string file;  ///< that it stands in
  std::string id, subject, text, source;
  std::string model;  ///< how the scenarios show it, in one line
  std::vector<ClaimRun> runs;
  std::vector<ClaimFigure> figures;
  std::vector<ClaimCheck> checks;
  std::optional<ClaimChart> chart{};
};

/// A file of the user, or an embedded one, as its path stands in the source tree.
std::string shown_path(const std::string& path);

}  // namespace bicoastal
