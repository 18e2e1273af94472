#include "sim/analysis/dependency_use.hpp"

#include <algorithm>

namespace bicoastal {

DependencyUse::DependencyUse(const Scenario& scenario)
    : warmup_(scenario.warmup), figures_(scenario.service.dependencies.size()) {
  for (std::size_t d = 0; d < figures_.size(); ++d) figures_[d].dependency = DependencyId(d);
}

void DependencyUse::on(const DependencyRecord& record) {
  if (record.time <= warmup_) return;
  DependencyFigures& f = figures_[record.dependency.index()];
  f.needed += record.needed;
  f.ok += record.ok;
  f.hits += record.hits;
  f.attempts += record.attempts;
  f.timeouts += record.timeouts;
  f.errors += record.errors;
  f.not_called += record.not_called;
  f.busy_max = std::max<std::uint64_t>(f.busy_max, record.busy);
  f.waiting_max = std::max<std::uint64_t>(f.waiting_max, record.waiting);
}

void DependencyUse::on(const ChangeRecord& record) {
  if (record.time <= warmup_) return;
  if (record.event == ChangeEvent::breaker_opened) ++figures_[record.subject].opened;
  if (record.event == ChangeEvent::switched_off) ++figures_[record.subject].switched_off;
}

}  // namespace bicoastal
