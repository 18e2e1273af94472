// Which write patterns have primaries.
#pragma once

#include <bicoastal/scenario.hpp>

namespace bicoastal {

/// One region at a time puts the writes to a key in order: its primary.
inline bool has_primaries(const Scenario& s) {
  return s.data.writes == WritePattern::global || s.data.writes == WritePattern::partitioned;
}

}  // namespace bicoastal
