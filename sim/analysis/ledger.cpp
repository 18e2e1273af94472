#include "sim/analysis/ledger.hpp"

#include "sim/analysis/fault_places.hpp"
#include "sim/base/wall_clock.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

/// Median replication lag of each pair of regions, s.
std::vector<double> usual_lags(const Analysis& analysis, std::size_t regions) {
  std::vector<double> usual(regions * regions, 0);
  for (const PairFigures& pair : analysis.pairs) usual[pair.from.index() * regions + pair.to.index()] = pair.lag.p50_s;
  return usual;
}

}  // namespace

Ledger::Lead Ledger::lead(Time loser_accepted, Time winner_accepted) {
  constexpr std::int64_t kMost = std::numeric_limits<Lead>::max();
  const std::int64_t ns = (winner_accepted - loser_accepted).ns;
  // Away from 0: which came first must not be lost.
  const std::int64_t us = ns < 0 ? -((-ns + 999) / 1000) : (ns + 999) / 1000;
  return static_cast<Lead>(std::clamp(us, -kMost, kMost));
}

Ledger::Ledger(const Scenario& scenario)
    : scenario_(scenario),
      regions_(scenario.regions.size()),
      stamps_tell_time_(stamps_tell_time(scenario.data.conflicts) &&
                        scenario.data.conflicts.clock_offset.size() == regions_ &&
                        scenario.data.conflicts.clock_drift.size() == regions_),
      hold_ups_(regions_ * regions_),
      entries_(regions_ * regions_),
      unopposed_(regions_),
      lost_(regions_) {}

void Ledger::on(const BatchRecord& record) {
  if (record.event == BatchEvent::sent || record.fault.index() >= scenario_.faults.size()) return;
  std::vector<HoldUp>& held_up = hold_ups_[record.from.index() * regions_ + record.to.index()];
  if (held_up.empty() || held_up.back().fault != record.fault)
    held_up.push_back({record.fault, scenario_.faults[record.fault.index()].at, record.time});
  held_up.back().end = record.time;
}

bool Ledger::was_held_up(RegionId from, RegionId to, Time begin, Time end) const {
  // Nothing is sent in batches there.
  if (scenario_.data.writes == WritePattern::quorum)
    return std::ranges::any_of(scenario_.faults, [&](const Fault& fault) {
      return fault.at <= end && fault.until > begin && cuts(scenario_, fault, from, to);
    });
  return std::ranges::any_of(hold_ups_[pair(from, to)],
                             [&](const HoldUp& h) { return h.begin <= end && begin <= h.end; });
}

void Ledger::discarded(VersionId loser, Time accepted, VersionId winner, Lead lead) {
  const RegionId from(loser.origin().index());
  if (winner.is_initial()) {
    ++unopposed_[from.index()];
    return;
  }
  const RegionId by(winner.origin().index());
  Entry& entry = entries_[pair(from, by)];
  ++entry.writes;
  const Time gap(std::int64_t{lead} * 1000);
  if (stamps_tell_time_)
    entry.skew_s +=
        Time(wall_clock(scenario_.data.conflicts, by, accepted) - wall_clock(scenario_.data.conflicts, from, accepted))
            .in_seconds();
  if (winner.epoch() > loser.epoch()) {
    ++entry.failover;
  } else if (lead < 0 && stamps_tell_time_) {  // a winner of which nothing is known any more had been everywhere
    ++entry.clock_skew;
  } else if (lead == kUnknown) {
    return;
  } else if (lead >= 0 ? was_held_up(from, by, accepted, accepted + gap)
                       : was_held_up(by, from, accepted + gap, accepted)) {
    entry.held_up.push_back(lead);
  }
}

void Ledger::lost(VersionId version) { ++lost_[version.origin().index()]; }

void Ledger::finish(Analysis& analysis) const {
  const std::vector<double> usual = usual_lags(analysis, regions_);
  for (std::size_t from = 0; from < regions_; ++from) {
    for (std::size_t by = 0; by < regions_; ++by) {
      const Entry& entry = entries_[from * regions_ + by];
      if (entry.writes == 0) continue;
      LedgerRow row{RegionId(from), RegionId(by), entry.writes, entry.failover, entry.clock_skew};
      for (const Lead lead : entry.held_up) {
        const double in_time = std::min(usual[from * regions_ + by], usual[by * regions_ + from]);
        if (std::abs(lead) * 1e-6 >= in_time) ++row.fault;
      }
      row.policy = row.writes - row.failover - row.clock_skew - row.fault;
      row.skew_s = entry.skew_s / static_cast<double>(entry.writes);
      analysis.ledger.push_back(row);
    }
    if (const std::uint64_t gone = unopposed_[from] + lost_[from]; gone > 0) {
      LedgerRow row{RegionId(from), RegionId(), gone};
      row.failover = lost_[from];
      row.policy = unopposed_[from];
      analysis.ledger.push_back(row);
    }
  }
}

}  // namespace bicoastal
