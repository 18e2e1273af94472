#include "sim/analysis/seen.hpp"

#include <algorithm>

namespace bicoastal {

Seen::Seen(const Scenario& s)
    : stores_(s.regions.size()),
      partitions_(s.data.writes == WritePattern::partitioned ? static_cast<std::uint32_t>(s.regions.size()) : 1),
      seen_(partitions_ * stores_ * stores_),
      least_(partitions_ * stores_) {}

std::uint64_t Seen::least_of(std::size_t row) const {
  const auto first = seen_.begin() + static_cast<std::ptrdiff_t>(row * stores_);
  return *std::min_element(first, first + static_cast<std::ptrdiff_t>(stores_));
}

}  // namespace bicoastal
