// Session guarantees of reads: read your writes and monotonic reads (Terry et al., "Session guarantees for weakly
// consistent replicated data", PDIS 1994).
//
// A read must not return anything before a version that its session had written (acknowledged), or had read, in an
// operation that completed at or before the read's invocation. Each read counts at most once for each guarantee; the
// witness is the latest such version. Lost writes are required of nobody (lost.hpp).
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/session_floors.hpp"

namespace bicoastal {

class SessionReads {
 public:
  SessionReads(const SessionFloors& floors, Anomalies& anomalies) : floors_(floors), anomalies_(anomalies) {}

  /// A read that did not return the newest version there is.
  void read(const OperationRecord& op) {
    const auto floors = floors_.highest(op.session, op.key, op.invoked);
    check(op, floors[static_cast<std::size_t>(Known::written)], AnomalyKind::read_your_writes);
    check(op, floors[static_cast<std::size_t>(Known::read)], AnomalyKind::monotonic_reads);
  }
  void finish(Analysis& analysis) const {
    analysis.sessions.read_your_writes = anomalies_.counted(AnomalyKind::read_your_writes);
    analysis.sessions.monotonic_reads = anomalies_.counted(AnomalyKind::monotonic_reads);
  }

 private:
  void check(const OperationRecord& op, const Stamped& floor, AnomalyKind kind) {
    if (!later(floor, {op.version, op.stamp})) return;
    Anomaly anomaly;
    anomaly.kind = kind;
    anomaly.time = op.time;
    anomaly.key = op.key;
    anomaly.session = op.session;
    anomaly.op = op.op;
    anomaly.version = op.version;
    anomaly.other = floor.version;
    anomalies_.add(anomaly);
  }

  const SessionFloors& floors_;
  Anomalies& anomalies_;
};

}  // namespace bicoastal
