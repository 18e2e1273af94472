#include "sim/analysis/latency.hpp"

#include "sim/analysis/percentiles.hpp"

namespace bicoastal {

void Latency::finish(Analysis& analysis) const {
  constexpr auto kRead = static_cast<std::size_t>(OpKind::read), kWrite = static_cast<std::size_t>(OpKind::write);
  std::array<Histogram, 2> all;
  for (std::size_t r = 0; r < by_home_.size(); ++r) {
    analysis.by_region[r].read = percentiles_of(by_home_[r][kRead]);
    analysis.by_region[r].write = percentiles_of(by_home_[r][kWrite]);
    for (const std::size_t kind : {kRead, kWrite}) all[kind].merge(by_home_[r][kind]);
  }
  analysis.overall.read = percentiles_of(all[kRead]);
  analysis.overall.write = percentiles_of(all[kWrite]);
}

}  // namespace bicoastal
