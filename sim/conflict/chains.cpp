#include "sim/conflict/chains.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bicoastal {

// Half of the generations are negative stamps: one bit more.
std::int64_t ChainStamp::generation(std::int64_t stamp) const {
  return (stamp >> rank_bits_) + (std::int64_t{1} << (63 - rank_bits_));
}

std::int64_t ChainStamp::next(const Stamped& current, std::int64_t rank) const {
  const std::int64_t half = std::int64_t{1} << (63 - rank_bits_);
  const std::int64_t seen = current.version.is_initial() ? 0 : generation(current.stamp);
  const std::int64_t generation = std::min(seen + 1, 2 * (half - 1) + 1);
  return (generation - half) * (std::int64_t{1} << rank_bits_) + rank;
}

FirstWriter::FirstWriter(const Scenario& s) : clock_(s.data.conflicts) {
  // Clocks run at a constant rate between jumps, so their extremes are at the ends and within all jumps of these.
  const ConflictRule& rule = s.data.conflicts;
  const Time end = s.duration + s.settle;
  std::int64_t greatest = std::numeric_limits<std::int64_t>::min();
  least_ = std::numeric_limits<std::int64_t>::max();
  for (std::size_t r = 0; r < s.regions.size(); ++r) {
    std::int64_t back = 0, ahead = 0;
    for (const ClockStep& jump : rule.steps)
      if (jump.region.index() == r) (jump.by.ns < 0 ? back : ahead) += jump.by.ns;
    for (const ClockRun& run : rule.runs)
      if (run.region.index() == r)
        (run.rate < 0 ? back : ahead) += static_cast<std::int64_t>(
            std::nearbyint(run.rate * static_cast<double>((std::min(run.until, end) - run.from).ns)));
    const auto drift =
        static_cast<std::int64_t>(std::ceil(std::abs(rule.clock_drift[r]) * static_cast<double>(end.ns)));
    least_ = std::min(least_, rule.clock_offset[r].ns + back - drift);
    greatest = std::max(greatest, rule.clock_offset[r].ns + ahead + drift + end.ns);
  }
  while (((greatest - least_) >> shift_) > chain_.max_rank()) ++shift_;
}

std::int64_t FirstWriter::stamp(RegionId at, Time now, const Stamped& current) {
  const std::int64_t step = (clock_.reading(at, now) - least_) >> shift_;
  return chain_.next(current, chain_.max_rank() - std::clamp<std::int64_t>(step, 0, chain_.max_rank()));
}

RegionPriority::RegionPriority(const Scenario& s) : rank_(s.regions.size()) {
  const std::vector<RegionId>& priority = s.data.conflicts.priority;
  BC_CHECK(priority.size() == s.regions.size());
  for (std::size_t place = 0; place < priority.size(); ++place)
    rank_[priority[place].index()] = static_cast<std::int64_t>(priority.size() - 1 - place);
}

std::int64_t RegionPriority::stamp(RegionId at, Time /*now*/, const Stamped& current) {
  return chain_.next(current, rank_[at.index()]);
}

}  // namespace bicoastal
