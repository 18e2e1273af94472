#include "sim/analysis/lost.hpp"

#include <algorithm>

namespace bicoastal {

void LostWrites::lost(const LostRecord& record, const WriteUnderWay& write) {
  if (write.acknowledged()) {
    count(record, write, record.time);
  } else {
    not_acknowledged_.emplace(write.version.value, record);
  }
}

void LostWrites::acknowledged(const WriteUnderWay& write, Time now) {
  const auto found = not_acknowledged_.find(write.version.value);
  if (found == not_acknowledged_.end()) return;
  count(found->second, write, now);
  not_acknowledged_.erase(found);
}

void LostWrites::count(const LostRecord& record, const WriteUnderWay& write, Time now) {
  if (record.set_aside != 0) {
    ++set_aside_;
    if (record.fault.has_value()) ++by_fault_[record.fault.index()].set_aside;
    return;
  }
  Anomaly anomaly;
  anomaly.kind = AnomalyKind::lost_write;
  anomaly.time = now;
  anomaly.key = write.key;
  anomaly.session = write.session;
  anomaly.op = write.op;
  anomaly.version = write.version;
  anomaly.age = record.time - write.accepted;
  anomalies_.add(anomaly);
  ledger_.lost(write.version);
  if (!record.fault.has_value()) return;
  Span& span = by_fault_[record.fault.index()];
  span.oldest = span.writes == 0 ? write.accepted : std::min(span.oldest, write.accepted);
  span.newest = span.writes == 0 ? write.accepted : std::max(span.newest, write.accepted);
  ++span.writes;
}

void LostWrites::finish(Analysis& analysis) const {
  analysis.lost_writes = anomalies_.counted(AnomalyKind::lost_write);
  analysis.set_aside_writes = set_aside_;
  for (std::size_t f = 0; f < by_fault_.size(); ++f) {
    const Span& span = by_fault_[f];
    analysis.faults[f].set_aside_writes = span.set_aside;
    if (span.writes == 0) continue;
    FaultFigures& figures = analysis.faults[f];
    figures.lost_writes = span.writes;
    figures.rpo_s = std::max(figures.onset_s, span.newest.in_seconds()) - span.oldest.in_seconds();
  }
}

}  // namespace bicoastal
