#include "sim/report/stored_witness.hpp"

#include "sim/analysis/witness/evidence.hpp"

#include <vector>

namespace bicoastal {

namespace {

/// Every record that a story about these keys, in this stretch of time, may need.
template <class About>
Result<Evidence> gather_evidence(const RunFile& file, const std::vector<KeyId>& keys, const About& about) {
  Evidence evidence;
  const Result<std::vector<Record>> records = file.records_of(keys);
  if (!records) return records.faults();
  evidence.add(*records);
  const Stretch stretch = stretch_of(about, evidence);
  const Result<std::vector<Record>> traffic = file.traffic_between(stretch.from, stretch.to);
  if (!traffic) return traffic.faults();
  evidence.add(*traffic);
  return evidence;
}

/// The key of the anomaly, and that of the other write, where it is another one.
Result<std::vector<KeyId>> keys_of(const RunFile& file, const Anomaly& anomaly) {
  std::vector<KeyId> keys{anomaly.key};
  const bool may_differ =
      anomaly.kind == AnomalyKind::monotonic_writes || anomaly.kind == AnomalyKind::writes_follow_reads;
  if (!may_differ || anomaly.other.is_initial()) return keys;
  const Result<KeyId> other = file.key_of(anomaly.other);
  if (!other) return other.faults();
  if (other->has_value() && !(*other == anomaly.key)) keys.push_back(*other);
  return keys;
}

template <class About>
Result<Witness> told_of(const RunFile& file, const Scenario& scenario, std::span<const Time> usual_lags,
                        const std::vector<KeyId>& keys, const About& about) {
  const Result<Evidence> evidence = gather_evidence(file, keys, about);
  if (!evidence) return evidence.faults();
  return witness_of(about, {scenario, *evidence, usual_lags});
}

}  // namespace

Result<Witness> stored_witness(const RunFile& file, const Scenario& scenario, std::span<const Time> usual_lags,
                               const Anomaly& anomaly) {
  const Result<std::vector<KeyId>> keys = keys_of(file, anomaly);
  if (!keys) return keys.faults();
  return told_of(file, scenario, usual_lags, *keys, anomaly);
}

Result<Witness> stored_witness(const RunFile& file, const Scenario& scenario, std::span<const Time> usual_lags,
                               const Contradiction& contradiction) {
  return told_of(file, scenario, usual_lags, {contradiction.key}, contradiction);
}

}  // namespace bicoastal
