#include "sim/analysis/effects/appends.hpp"

#include <vector>

namespace bicoastal {

void Appends::met(const AcceptedChange& change) {
  Log& log = logs_[change.key.value];
  if (const auto found = log.find(change.version); found != log.end()) found->second.change.rival = change.rival;
}

void Appends::acknowledged(const AcceptedChange& change, const OperationRecord& op) {
  logs_[change.key.value][change.version] = {change, op.invoked, op.time};
}

void Appends::came_to(KeyId key, const Document& document, Time now) {
  Log& log = logs_[key.value];
  for (const Document::Entry& e : document)
    if (const auto found = log.find(VersionId(static_cast<std::uint64_t>(e.amount))); found != log.end())
      found->second.found = true;
  for (const auto& [version, append] : log)
    if (!append.found) anomalies_.add(anomaly_of(AnomalyKind::lost_change, append.change, now, append.change.rival, 1));
  find_reordered(log, document, now);
}

/// From the end: of each session the entry further on that was acknowledged first.
void Appends::find_reordered(Log& log, const Document& document, Time now) {
  std::unordered_map<std::uint32_t, const Append*> first;  // by session; looked up only, never iterated
  std::vector<Anomaly> found;
  for (auto e = document.end(); e != document.begin();) {
    --e;
    const auto at = log.find(VersionId(static_cast<std::uint64_t>(e->amount)));
    if (at == log.end()) continue;
    const Append& append = at->second;
    const Append*& earliest = first[append.change.session.value];
    if (earliest != nullptr && earliest->completed < append.invoked)
      found.push_back(anomaly_of(AnomalyKind::reordered, append.change, now, earliest->change.version));
    if (earliest == nullptr || append.completed < earliest->completed) earliest = &append;
  }
  for (auto a = found.rbegin(); a != found.rend(); ++a) anomalies_.add(*a);
}

}  // namespace bicoastal
