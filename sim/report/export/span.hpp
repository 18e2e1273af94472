// A part of a run, from one moment to another, both included.
#pragma once

#include <bicoastal/time.hpp>

namespace bicoastal {

struct Span {
  Time from;
  Time to = Time::max();

  bool contains(Time at) const { return from <= at && at <= to; }
  /// Whether any of what went on from `begin` to `end` falls into it.
  bool touches(Time begin, Time end) const { return begin <= to && from <= end; }
};

}  // namespace bicoastal
