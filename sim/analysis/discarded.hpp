// Discarded writes: acknowledged, absent from the converged state, and overwritten by no write that had seen them.
//
// This is what last writer wins throws away without telling anybody. A write that was ever the current version where
// another write was accepted has been seen and overwritten on purpose; all others that no store shows any more, and
// that no failover lost, are discarded. The witness names the winner: the version that first took its place at a leader
// store, or that it did not get past there.
//
// Where values merge, a version that is shown no more may be part of what is: nothing is decided here.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/ledger.hpp"
#include "sim/analysis/visibility.hpp"

namespace bicoastal {

class DiscardedWrites {
 public:
  DiscardedWrites(const Scenario& scenario, Anomalies& anomalies, Ledger& ledger)
      : anomalies_(anomalies), ledger_(ledger), merges_(scenario.data.conflicts.merges) {}

  /// No store shows `version` any more, since `when`, and none ever will.
  void gone(KeyId key, const ListedVersion& version, Time when) {
    if (!version.acknowledged || version.overwritten || version.lost || merges_) return;
    Anomaly anomaly;
    anomaly.kind = AnomalyKind::discarded_write;
    anomaly.time = when;
    anomaly.key = key;
    anomaly.session = version.session;
    anomaly.op = version.op;
    anomaly.version = version.id.version;
    anomaly.other = version.winner;
    anomaly.age = when - version.accepted;
    anomalies_.add(anomaly);
    ledger_.discarded(version.id.version, version.accepted, version.winner, version.lead);
  }
  void finish(Analysis& analysis) const {
    analysis.conflicts.discarded = anomalies_.counted(AnomalyKind::discarded_write);
  }

 private:
  Anomalies& anomalies_;
  Ledger& ledger_;
  bool merges_;
};

}  // namespace bicoastal
