// Clocks that stamp writes.
//
// Wall: each region's clock is off by a constant, drifts at a constant rate and jumps at given times; the stamp of a
// write is the reading of the clock of the region that accepted it. The greater stamp wins; ties go to the region named
// later. A write whose stamp is below that of the version it had seen loses at once, although acknowledged: that is
// what Cassandra and DynamoDB global tables do with skewed clocks. See Kingsbury, "The trouble with timestamps" (2013).
#pragma once

#include <bicoastal/conflict.hpp>

#include <vector>

namespace bicoastal {

class WallClock final : public Stamper {
 public:
  explicit WallClock(const ConflictRule& rule) : rule_(rule) {}
  /// What the clock of `at` shows, ns.
  std::int64_t reading(RegionId at, Time now) const;
  std::int64_t stamp(RegionId at, Time now, const Stamped& /*current*/) override { return reading(at, now); }
  bool respects_causality() const override { return false; }

 private:
  ConflictRule rule_;
};

}  // namespace bicoastal
