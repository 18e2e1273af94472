// The story of one anomaly: its witness, in words and as a diagram. Read from the run file when it is asked for.
#pragma once

#include "gui/data/run_view.hpp"
#include "sim/analysis/witness/witness.hpp"
#include "sim/report/sequence_diagram.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace bicoastal::gui {

/// What a region's store held of the anomaly's key.
struct KeyLife {
  struct Value {
    double from_s = 0;
    VersionId version;
  };
  StoreId store;
  std::vector<Value> values;  ///< by time
};

struct Story {
  std::size_t anomaly = 0;
  std::string title, what, why;
  double at_s = 0;              ///< where to look
  double from_s = 0, to_s = 0;  ///< first and last moment of the story
  std::unique_ptr<SequenceDiagram> diagram;
  std::vector<KeyLife> life;                             ///< by leader store that ever held more than the initial value
  std::vector<std::pair<VersionId, std::string>> named;  ///< versions that the story speaks of: 'A', 'B' …
  std::vector<std::string> policies;                     ///< that could have been in force instead
  std::string trouble;                                   ///< it cannot be told: why
};

/// REQUIRES: a number of one of the run's anomalies.
Story story_of(const RunView& run, std::size_t anomaly);

}  // namespace bicoastal::gui
