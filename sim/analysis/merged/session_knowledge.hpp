// Session guarantees of reads where values merge: read your writes and monotonic reads (Terry et al., "Session
// guarantees for weakly consistent replicated data", PDIS 1994).
//
// What a read returns must include, or have superseded, each write of the key that its session had made
// (acknowledged), and each that an earlier read of the session included, where that operation completed at or before
// the read's invocation. Each read counts at most once for each guarantee; the witness is the version that the session
// came to know last.
//
// Kept of a session and key are the versions that some store may still lack; of an origin's, those that no other one
// stands for.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/session_floors.hpp"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class SessionKnowledge {
 public:
  /// `settled`: by origin, up to which sequence no read still to come lacks anything. Outlives this.
  SessionKnowledge(const Limits& limits, const std::vector<std::uint64_t>& settled, Anomalies& anomalies)
      : operation_(limits.operation), settled_(settled), anomalies_(anomalies) {}

  /// The session knows the version of the operation's key, or this one of those that it read, from now on.
  void note(const OperationRecord& op, Known how, VersionId version);
  /// A read that knew `known`, by origin.
  void read(const OperationRecord& op, std::span<const std::uint64_t> known);
  void finish(Analysis& analysis) const;

 private:
  struct Floor {
    VersionId version;
    Time since;
    Known how{};
  };

  static std::uint64_t place_of(const OperationRecord& op) {
    return (std::uint64_t{op.session.value} << 32) | op.key.value;
  }
  bool is_settled(VersionId version) const { return version.sequence() <= settled_[version.origin().index()]; }
  void sweep();

  Time operation_;
  const std::vector<std::uint64_t>& settled_;
  Anomalies& anomalies_;
  std::unordered_map<std::uint64_t, std::vector<Floor>> floors_;  // by session and key; nothing depends on its order
  std::size_t sweep_at_ = 1024;
};

}  // namespace bicoastal
