// What is known about delays between places, and where it is known from.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/scenario/latency.hpp"

#include <optional>
#include <string>

namespace bicoastal {

/// A point from which packets come: by name, by position, or both.
struct Spot {
  std::string name;
  std::optional<GeoPoint> location;
};

/// Position given for `spot`, or else that of the well-known region of its name.
std::optional<GeoPoint> location_of(const Spot& spot);

/// Sources in order: the table, then the great circle. Remembers whether the table was of use.
class Delays {
 public:
  Delays(std::optional<LatencyTable> table, bool jitter) : table_(std::move(table)), jitter_(jitter) {}

  std::optional<PathDelay> one_way(const Spot& from, const Spot& to);
  /// True where a delay from somewhere else could be told at all.
  bool can_place(const Spot& spot) const;

  const LatencyTable* table() const { return table_ ? &*table_ : nullptr; }
  bool table_used() const { return table_used_; }
  bool percentiles_used() const { return percentiles_used_; }

 private:
  std::optional<LatencyTable> table_;
  bool jitter_;
  bool table_used_ = false;
  bool percentiles_used_ = false;
};

}  // namespace bicoastal
