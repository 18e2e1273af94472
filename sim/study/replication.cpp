#include "sim/study/replication.hpp"

#include "sim/base/check.hpp"
#include "sim/study/interval.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bicoastal {

namespace {

/// The least i in [n, most] for which the interval of a mean of i values with this deviation is small enough; most + 1
/// where none is. The width falls with i, so halving finds it.
std::size_t values_needed(std::size_t n, std::size_t most, double deviation, double half_width, double confidence) {
  const auto enough = [&](std::size_t i) {
    const double count = static_cast<double>(i);
    return student_t_quantile(count - 1, 0.5 + confidence / 2) * deviation / std::sqrt(count) <= half_width;
  };
  std::size_t low = n, high = most + 1;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (enough(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

}  // namespace

std::optional<MoreSeeds> more_seeds(std::span<const std::optional<double>> values, const Precision& wished) {
  BC_CHECK(wished.half_width > 0 && wished.confidence > 0 && wished.confidence < 1);
  BC_CHECK(wished.least >= 2 && wished.least <= wished.most);
  std::vector<double> told;
  for (const std::optional<double>& value : values)
    if (value) told.push_back(*value);
  if (told.size() < 2) return std::nullopt;
  const double half_width =
      wished.relative ? wished.half_width / (1 + wished.half_width) * std::abs(mean_of(told)) : wished.half_width;
  const std::size_t run = values.size(), room = run < wished.most ? wished.most - run : 0;
  const std::size_t needed =
      values_needed(told.size(), std::max(told.size(), wished.most), deviation_of(told), half_width, wished.confidence);
  // Seeds without a value are as frequent among those to come.
  const double each = static_cast<double>(run) / static_cast<double>(told.size());
  const auto wanted = static_cast<std::size_t>(std::ceil(static_cast<double>(needed - told.size()) * each));
  const std::size_t to_least = run < wished.least ? wished.least - run : 0;
  return MoreSeeds{std::min(room, std::max(wanted, to_least)), needed == told.size()};
}

}  // namespace bicoastal
