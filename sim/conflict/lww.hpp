// Last writer wins, by wall clock.
//
// Each region's clock is off by a constant and drifts at a constant rate; the stamp of a write is the reading of the
// clock of the region that accepted it. The greater (epoch, stamp, origin, sequence) wins: epochs come from failovers,
// where the new primary's history takes precedence; ties of the stamp go to the region named later, as with any fixed
// tie-break. A write whose stamp is below that of the version it had seen loses at once, although acknowledged: that is
// what Cassandra and DynamoDB global tables do with skewed clocks. See Kingsbury, "The trouble with timestamps" (2013).
#pragma once

#include <bicoastal/conflict.hpp>

#include <vector>

namespace bicoastal {

class LastWriterWins final : public ConflictPolicy {
 public:
  /// `offset` and `drift` by region; see ConflictRule.
  LastWriterWins(std::vector<Time> offset, std::vector<double> drift);
  std::int64_t stamp(RegionId at, Time now, const Stamped& current) override;
  bool replaces(const Stamped& incoming, const Stamped& current) const override;

 private:
  std::vector<Time> offset_;
  std::vector<double> drift_;
};

}  // namespace bicoastal
