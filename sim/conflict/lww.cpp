#include "sim/conflict/lww.hpp"

#include <cmath>
#include <utility>

namespace bicoastal {

LastWriterWins::LastWriterWins(std::vector<Time> offset, std::vector<double> drift)
    : offset_(std::move(offset)), drift_(std::move(drift)) {}

std::int64_t LastWriterWins::stamp(RegionId at, Time now, const Stamped& /*current*/) {
  const std::size_t r = at.index();
  const double drifted = drift_[r] == 0 ? 0 : std::nearbyint(drift_[r] * static_cast<double>(now.ns));
  return now.ns + offset_[r].ns + static_cast<std::int64_t>(drifted);
}

bool LastWriterWins::replaces(const Stamped& incoming, const Stamped& current) const {
  return later(incoming, current);
}

}  // namespace bicoastal
