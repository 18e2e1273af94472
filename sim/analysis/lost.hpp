// Lost writes: acknowledged, and gone because a copy was lost, promoted past, or thrown away at failback (RPO).
//
// What is lost is required of nobody from then on: a session that misses it, or a read that does not return it, is not
// reported once more, and writes accepted later do not conflict with it.
//
// What a failover sets aside for people to look at is in no copy either, but somewhere: it is counted by itself, and is
// no part of RPO.
//
// RPO of a fault: from the oldest acceptance among the writes that it lost to its onset, or to the newest of these
// acceptances where that is later (split brain).
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/ledger.hpp"
#include "sim/analysis/under_way.hpp"

#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace bicoastal {

/// Versions that were lost, acknowledged or not.
class LostVersions {
 public:
  void add(VersionId version) { versions_.insert(version.value); }
  bool contains(VersionId version) const { return !versions_.empty() && versions_.contains(version.value); }

 private:
  std::unordered_set<std::uint64_t> versions_;  // asked only, never iterated
};

class LostWrites {
 public:
  LostWrites(const Scenario& scenario, Anomalies& anomalies, Ledger& ledger)
      : anomalies_(anomalies), ledger_(ledger), by_fault_(scenario.faults.size()) {}

  void lost(const LostRecord& record, const WriteUnderWay& write);
  /// REQUIRES: write.lost. Its acknowledgement came after its loss.
  void acknowledged(const WriteUnderWay& write, Time now);
  /// Needs the faults' onsets in `analysis`.
  void finish(Analysis& analysis) const;

 private:
  struct Span {
    std::uint64_t writes = 0, set_aside = 0;
    Time oldest, newest;
  };
  void count(const LostRecord& record, const WriteUnderWay& write, Time now);

  Anomalies& anomalies_;
  Ledger& ledger_;
  std::vector<Span> by_fault_;
  std::uint64_t set_aside_ = 0;
  std::unordered_map<std::uint64_t, LostRecord> not_acknowledged_;  // by version; looked up only, never iterated
};

}  // namespace bicoastal
