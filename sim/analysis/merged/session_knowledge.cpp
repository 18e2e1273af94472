#include "sim/analysis/merged/session_knowledge.hpp"

#include <algorithm>
#include <array>

namespace bicoastal {

void SessionKnowledge::note(const OperationRecord& op, Known how, VersionId version) {
  if (is_settled(version)) return;
  if (floors_.size() >= sweep_at_) sweep();
  auto& floors = floors_[place_of(op)];
  // Operations that have not ended were invoked after `horizon`; what was known before it binds them all.
  const Time horizon = op.time - operation_;
  const auto of_same = [&](const Floor& f) { return f.how == how && f.version.origin() == version.origin(); };
  std::uint64_t binds_all = 0;
  for (const Floor& f : floors) {
    if (!of_same(f)) continue;
    if (f.version.sequence() >= version.sequence()) return;
    if (f.since <= horizon) binds_all = std::max(binds_all, f.version.sequence());
  }
  std::erase_if(floors, [&](const Floor& f) {
    return is_settled(f.version) || (of_same(f) && f.version.sequence() < binds_all);
  });
  floors.push_back({version, op.time, how});
}

void SessionKnowledge::sweep() {
  std::erase_if(floors_, [&](const auto& entry) {
    return std::all_of(entry.second.begin(), entry.second.end(), [&](const Floor& f) { return is_settled(f.version); });
  });
  sweep_at_ = std::max<std::size_t>(1024, floors_.size() * 2);
}

void SessionKnowledge::read(const OperationRecord& op, std::span<const std::uint64_t> known) {
  const auto found = floors_.find(place_of(op));
  if (found == floors_.end()) return;
  std::array<const Floor*, 2> missing{};
  for (const Floor& f : found->second) {
    if (f.since > op.invoked || f.version.sequence() <= known[f.version.origin().index()]) continue;
    missing[static_cast<std::size_t>(f.how)] = &f;  // later ones come later in the list
  }
  for (const Known how : {Known::written, Known::read}) {
    const Floor* const floor = missing[static_cast<std::size_t>(how)];
    if (floor == nullptr) continue;
    Anomaly anomaly;
    anomaly.kind = how == Known::written ? AnomalyKind::read_your_writes : AnomalyKind::monotonic_reads;
    anomaly.time = op.time;
    anomaly.key = op.key;
    anomaly.session = op.session;
    anomaly.op = op.op;
    anomaly.version = op.version;
    anomaly.other = floor->version;
    anomalies_.add(anomaly);
  }
}

void SessionKnowledge::finish(Analysis& analysis) const {
  analysis.sessions.read_your_writes = anomalies_.counted(AnomalyKind::read_your_writes);
  analysis.sessions.monotonic_reads = anomalies_.counted(AnomalyKind::monotonic_reads);
}

}  // namespace bicoastal
