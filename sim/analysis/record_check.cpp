#include "sim/analysis/record_check.hpp"

namespace bicoastal {

RecordCheck::RecordCheck(const Scenario& s, const Limits& limits)
    : end_(limits.end),
      keys_(s.keys.count),
      populations_(s.clients.size()),
      faults_(s.faults.size()),
      regions_(s.regions.size()),
      stores_(s.stores.size()),
      replicas_(s.replicas.size()),
      partitions_(partition_count(s)),
      dependencies_(s.service.dependencies.size()) {
  for (const Population& population : s.clients) sessions_ += population.sessions;
}

}  // namespace bicoastal
