#include "sim/analysis/wan.hpp"

#include "sim/analysis/percentiles.hpp"

#include <algorithm>

namespace bicoastal {

Wan::Wan(const Scenario& scenario) : regions_(scenario.regions.size()), pairs_(regions_ * regions_) {}

void Wan::on(const BatchRecord& record) {
  Pair& pair = pairs_[record.from.index() * regions_ + record.to.index()];
  if (record.event == BatchEvent::sent) {
    ++pair.batches;
    pair.writes += record.writes;
    pair.bytes += std::max<std::int64_t>(0, record.bytes);
  } else if (record.event == BatchEvent::failed) {
    ++pair.failed_batches;
  }
}

void Wan::on(const BacklogRecord& record) {
  Pair& pair = pairs_[record.from.index() * regions_ + record.to.index()];
  pair.max_backlog_writes = std::max(pair.max_backlog_writes, record.writes);
  pair.max_backlog_bytes = std::max(pair.max_backlog_bytes, record.bytes);
}

void Wan::finish(Analysis& analysis) const {
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const Pair& pair = pairs_[i];
    if (i / regions_ == i % regions_) continue;
    PairFigures f;
    f.from = RegionId(i / regions_);
    f.to = RegionId(i % regions_);
    f.batches = pair.batches;
    f.failed_batches = pair.failed_batches;
    f.writes = pair.writes;
    f.bytes = static_cast<double>(pair.bytes);
    f.lag = percentiles_of(pair.lag);
    f.max_backlog_writes = static_cast<std::uint64_t>(pair.max_backlog_writes);
    f.max_backlog_bytes = static_cast<double>(pair.max_backlog_bytes);
    analysis.wan_bytes += f.bytes;
    analysis.pairs.push_back(f);
  }
}

}  // namespace bicoastal
