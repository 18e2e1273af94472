#include "unit/analysis/compare.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace bicoastal::test {

Analysis analyse(const Scenario& scenario, std::span<const Record> records, std::size_t chunk) {
  Analyser analyser(scenario);
  for (std::size_t i = 0; i < records.size(); i += chunk)
    analyser.consume(records.subspan(i, std::min(chunk, records.size() - i)));
  return analyser.finish();
}

std::string differences(const Scenario& s, const Reference& want, const Analysis& got) {
  std::ostringstream out;
  const auto same = [&](const char* what, auto wanted, auto found) {
    if (wanted != found) out << what << ": " << wanted << " by definition, " << found << " found\n";
  };
  const auto near = [&](const char* what, double wanted, double found) {
    if (std::fabs(wanted - found) > 1e-9 * std::max(1.0, std::fabs(wanted)))
      out << what << ": " << wanted << " by definition, " << found << " found\n";
  };
  same("reads", want.reads, got.staleness.reads);
  same("stale reads", want.stale_reads, got.staleness.stale_reads);
  const double stale = static_cast<double>(want.stale_reads);
  if (want.stale_reads > 0) {
    near("mean age", static_cast<double>(want.age_sum_ns) * 1e-9 / stale, got.staleness.age.mean_s);
    near("mean versions", static_cast<double>(want.versions_sum) / stale, got.staleness.mean_versions);
  }
  near("greatest age", static_cast<double>(want.age_max_ns) * 1e-9, got.staleness.age.max_s);
  same("most versions", want.versions_max, got.staleness.max_versions);
  same("read your writes", want.read_your_writes, got.sessions.read_your_writes);
  same("monotonic reads", want.monotonic_reads, got.sessions.monotonic_reads);
  same("monotonic writes", want.monotonic_writes, got.sessions.monotonic_writes);
  same("writes follow reads", want.writes_follow_reads, got.sessions.writes_follow_reads);
  same("concurrent", want.concurrent, got.conflicts.concurrent);
  same("conflicting writes", want.conflicting_writes, got.conflicts.conflicting_writes);
  same("accepted", want.accepted, got.conflicts.accepted);
  same("causality", want.causality, got.anomaly_counts[static_cast<std::size_t>(AnomalyKind::causality)]);
  same("discarded", want.discarded, got.conflicts.discarded);
  same("lost", want.lost, got.lost_writes);
  same("keys differing at the end", want.keys_differing_at_end, got.divergence.keys_differing_at_end);
  const auto end_ns = std::llround(got.end_s * 1e9);  // a span of a few ns is exact so
  const double span = static_cast<double>(end_ns - s.warmup.ns) * s.keys.count;
  if (span > 0) near("divergence", want.differing_key_ns / span, got.divergence.share);
  // Whether all agree once the load is over is told by what comes after it only.
  const bool told = got.end_s >= s.duration.in_seconds();
  same("converges", told && want.converged_at_ns.has_value(), got.divergence.converge_s.has_value());
  if (want.converged_at_ns && got.divergence.converge_s)
    near("converge", std::max(0.0, static_cast<double>(*want.converged_at_ns - s.duration.ns) * 1e-9),
         *got.divergence.converge_s);
  for (const PairFigures& pair : got.pairs) {
    const ReferenceLag& lag = want.lag[pair.from.index() * s.regions.size() + pair.to.index()];
    same("lags", lag.count, pair.lag.count);
    near("greatest lag", static_cast<double>(lag.max_ns) * 1e-9, pair.lag.max_s);
    if (lag.count > 0)
      near("mean lag", static_cast<double>(lag.sum_ns) * 1e-9 / static_cast<double>(lag.count), pair.lag.mean_s);
  }
  return out.str();
}

}  // namespace bicoastal::test
