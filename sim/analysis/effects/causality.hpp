// Causality: an ordering policy let a version win against a write that had seen it, as its clock put the write first
// (Lamport, "Time, clocks, and the ordering of events in a distributed system", CACM 21(7), 1978: the clock condition
// is broken; Kingsbury, "The trouble with timestamps", 2013). The witness is that write, and the version it had seen.
//
// What a write had seen is what the store that accepted it showed just before; under quorums the copy that its
// coordinator looked at.
//
// Only wall clocks do this, and primaries that were deposed and do not know it yet: epochs come first. Under crdt
// lww-register, merged_registers.hpp finds it.
#pragma once

#include <bicoastal/conflict.hpp>
#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/analysis/anomalies.hpp"

#include <cstddef>
#include <vector>

namespace bicoastal {

class Causality {
 public:
  Causality(const Scenario& scenario, Anomalies& anomalies) : anomalies_(anomalies), regions_(scenario.regions.size()) {
    if (scenario.data.writes == WritePattern::quorum) shown_.resize(regions_ * scenario.keys.count);
  }

  void on(const AcceptRecord& record) {
    if (record.shadowed == 0) return;
    if (record.shadowed == 1 || comes_before_seen(record))
      anomalies_.add(anomaly_of(AnomalyKind::causality, record, record.previous));
  }
  void on(const ApplyRecord& record) {
    if (shown_.empty() || record.store.index() >= regions_) return;
    Stamped& shown = at(record.store.index(), record.key);
    const Stamped incoming{record.version, record.stamp};
    if (later(incoming, shown)) shown = incoming;
  }

 private:
  Stamped& at(std::size_t region, KeyId key) { return shown_[key.index() * regions_ + region]; }

  /// Whoever shows what the coordinator had looked at, it has one stamp.
  bool comes_before_seen(const AcceptRecord& record) {
    if (shown_.empty() || record.previous.is_initial()) return false;
    for (std::size_t region = 0; region < regions_; ++region)
      if (const Stamped& shown = at(region, record.key); shown.version == record.previous)
        return later(shown, {record.version, record.stamp});
    return false;
  }
  Anomalies& anomalies_;
  std::size_t regions_;
  std::vector<Stamped> shown_;  // by key, region; under quorums only
};

}  // namespace bicoastal
